/** What the shop answers to one operation. */
export interface Recorded {
  readonly status: number
  /** Name of the answer among all; null where the answer has no body. */
  readonly answer: string | null
  /** Media type of the answer; JSON unless said. */
  readonly type?: string
  /** What was sent. */
  readonly request?: unknown
  /** Statuses of refusals that were seen. */
  readonly errors: readonly number[]
}

/** One API's answers: operations share those that are alike. */
interface Recording {
  readonly answers: Readonly<Record<string, unknown>>
  readonly errors: Readonly<Record<string, unknown>>
  readonly operations: Readonly<Record<string, Recorded>>
}

/** Real answers to show. */
export interface Examples {
  /** Of every answer and refusal, by name. */
  readonly values: ReadonlyMap<string, unknown>
  /** By method and path. */
  readonly operations: ReadonlyMap<string, Recorded>
}

/** All recordings; each answer's name begins with that of its file, a refusal's is `<file>-error-<status>`. */
export async function loadExamples(): Promise<Examples> {
  const { recordings } = await import('./recordings.ts')
  const values = new Map<string, unknown>()
  const operations = new Map<string, Recorded>()
  for (const [file, recording] of Object.entries(recordings)) {
    const { answers, errors, operations: recorded }: Recording = recording
    for (const [name, value] of Object.entries(answers)) values.set(`${file}-${name}`, value)
    for (const [status, value] of Object.entries(errors)) values.set(`${file}-error-${status}`, value)
    for (const [name, each] of Object.entries(recorded)) {
      operations.set(name, { ...each, answer: each.answer && `${file}-${each.answer}` })
    }
  }
  return { values, operations }
}
