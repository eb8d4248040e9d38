import { allowancesFor, expectationOf } from './expectation.ts'
import { type Difference, differences, Meanings, secondProvider } from './likeness.ts'
import type { Deviations, Expected, Json, Recording } from './recordings.ts'

/** One step of a flow: the name of a recorded exchange, or something done on the way that was not recorded. */
export type Step = string | ((stage: Stage) => Promise<void>)

export interface Flow {
  readonly scenario: string
  readonly steps: readonly Step[]
}

/** A server under test, the recordings, and what the words in them mean here. */
export interface Stage {
  readonly meanings: Meanings
  /** Sends what is written in the recordings' words; throws when it is refused. */
  send(line: string, body?: Json, headers?: Readonly<Record<string, string>>): Promise<Record<string, never>>
  /** Sends the recorded request and compares the answer; differences are collected. */
  replay(exchange: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  note(exchange: string, actual: Expected): void
  call(line: string, body?: Json): Promise<Pick<Response, 'status' | 'headers'> & { readonly body: unknown }>
}

export interface Told extends Difference {
  readonly exchange: string
}

export interface Staging {
  readonly base: string
  readonly recordings: ReadonlyMap<string, Recording>
  readonly deviations: Deviations
  /** Catalog ids by their word, such as `<variant:PRODUCT-01-S>`. */
  readonly catalog: ReadonlyMap<string, string>
  /** The exchanges that were compared. */
  readonly compared: Set<string>
}

/** Plays one flow from beginning to end; what was not as expected, field by field. */
export async function play(staging: Staging, flow: Flow): Promise<readonly Told[]> {
  const told: Told[] = []
  const stage = createStage(staging, told)
  for (const step of flow.steps) {
    if (typeof step === 'string') await stage.replay(step)
    else await step(stage)
  }
  return told
}

function createStage({ base, recordings, deviations, catalog, compared }: Staging, told: Told[]): Stage {
  const meanings = new Meanings(catalog)

  async function request(
    line: string,
    body?: Json,
    headers: Readonly<Record<string, string>> = {},
    raw?: string,
  ): Promise<Response> {
    const [method = 'GET', path = '/'] = line.split(' ')
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(spoken(body, meanings)))
    const content = text === undefined ? {} : { 'content-type': 'application/json' }
    return fetch(base + String(spoken(path, meanings)), {
      method,
      headers: { 'user-agent': 'contract-kit', ...content, ...headers },
      ...(text === undefined ? {} : { body: text }),
    })
  }

  function compare(recording: Recording, actual: Expected): void {
    meanings.forgetSeen()
    compared.add(recording.exchange)
    const expected = expectationOf(recording, deviations)
    const allowed = allowancesFor(recording.exchange, deviations)
    const { status, headers, body } = expected
    const found = [
      ...differences(status, actual.status, meanings, allowed, 'status'),
      ...differences(headers ?? {}, actual.headers ?? {}, meanings, allowed, 'headers'),
      ...differences(body, actual.body, meanings, allowed),
      ...discountsThatDoNotAddUp(actual.body),
    ]
    told.push(...found.map((difference) => ({ exchange: recording.exchange, ...difference })))
  }

  return {
    meanings,
    async send(line, body, headers) {
      const response = await request(line, body, headers)
      const text = await response.text()
      if (!response.ok) throw new Error(`${line} was answered ${response.status} ${text.slice(0, 300)}`)
      return text.startsWith('{') ? JSON.parse(text) : {}
    },
    async call(line, body) {
      const response = await request(line, body)
      return { status: response.status, headers: response.headers, body: parsed(await response.text()) }
    },
    async replay(exchange, headers) {
      const recording = recordings.get(exchange)
      if (!recording?.request) throw new Error(`there is no recorded request ${exchange}`)
      const { method, path, body, raw } = recording.request
      const response = await request(`${method} ${path}`, body, { ...plainHeaders(recording), ...headers }, raw)
      compare(recording, { status: response.status, headers: headersOf(response), body: parsed(await response.text()) })
      return response
    },
    note(exchange, actual) {
      const recording = recordings.get(exchange)
      if (!recording) throw new Error(`there is no recorded note ${exchange}`)
      compare(recording, actual)
    },
  }
}

/** Replaces words by what they mean here. */
function spoken(value: Json, meanings: Meanings): Json {
  if (typeof value === 'string') return spokenText(value, meanings)
  if (Array.isArray(value)) return value.map((element: Json) => spoken(element, meanings))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, spoken(part, meanings)]))
}

function spokenText(text: string, meanings: Meanings): Json {
  const outcome = /^<data: (\w+)>$/.exec(text)?.[1]
  if (outcome !== undefined) return { outcome }
  const length = /^<(\d+) characters>$/.exec(text)?.[1]
  if (length !== undefined) return 'x'.repeat(Number(length))
  return text.replaceAll('<second>', secondProvider).replace(/<[a-z_]+:[^<>]+>/g, (word) => {
    const value = meanings.of(word)
    if (value === undefined) throw new Error(`nobody knows yet what ${word} is`)
    return value
  })
}

/** Recorded headers without secrets; those a flow has to bring. */
function plainHeaders({ request }: Recording): Record<string, string> {
  return Object.fromEntries(Object.entries(request?.headers ?? {}).filter(([, value]) => !value.includes('<')))
}

/** Media types without their parameters. */
function headersOf(response: Response): Record<string, string> {
  const headers = Object.fromEntries(response.headers)
  const type = response.headers.get('content-type')
  return type === null ? headers : { ...headers, 'content-type': type.split(';')[0]?.trim() ?? '' }
}

function parsed(text: string): Json {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return { $text: text }
  }
}

/** What is shown per line adds up to what is shown for the whole. */
function discountsThatDoNotAddUp(body: Json): readonly Difference[] {
  return partsOf(body).flatMap((whole) => {
    const expected = field(whole, 'discount_total')
    const items = field(whole, 'items')
    if (!Array.isArray(items) || expected === undefined) return []
    const actual = items.reduce((total: number, item: Json) => total + Number(field(item, 'discount_total')), 0)
    return expected === actual ? [] : [{ path: 'sum of discounts', expected, actual }]
  })
}

function partsOf(value: Json): readonly Json[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}

function field(value: Json, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return (value as { readonly [name: string]: Json })[name]
}
