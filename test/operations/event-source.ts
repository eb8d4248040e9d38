/** One event as a browser's `EventSource` would hand it on. */
export interface Heard {
  readonly id: string
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Somebody who listens to a stream of server-sent events. */
export interface Listening {
  readonly status: number
  readonly headers: Headers
  /** So far. */
  readonly events: readonly Heard[]
  /** Lines that say nothing. */
  readonly comments: () => number
  /** Resolves when so many events were heard; rejects when the stream ends before. */
  until(count: number): Promise<void>
  /** Resolves when the stream has ended, from whichever side. */
  readonly ended: Promise<void>
  leave(): void
}

export async function listen(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Listening> {
  const leaving = new AbortController()
  const answer = await fetch(url, { headers, signal: leaving.signal })
  const events: Heard[] = []
  let comments = 0
  let isOver = false

  async function hear(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    for await (const piece of answer.body ?? []) {
      text += decoder.decode(piece, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        if (block.startsWith(':')) comments += 1
        else if (block.includes('data:')) events.push(heard(block))
      }
    }
  }

  const ended = hear()
    .catch(() => {})
    .finally(() => {
      isOver = true
    })
  return {
    status: answer.status,
    headers: answer.headers,
    events,
    comments: () => comments,
    ended,
    until: async (count) => {
      while (events.length < count) {
        if (isOver) throw new Error(`the stream ended after ${events.length} events`)
        await Bun.sleep(5)
      }
    },
    leave: () => leaving.abort(),
  }
}

function heard(block: string): Heard {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
  )
  return {
    id: fields.get('id') ?? '',
    event: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? 'null'),
  }
}
