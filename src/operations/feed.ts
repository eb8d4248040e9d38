/** How long a browser waits before it comes back to a stream that was cut off. */
const retryMs = 1_000

/** How often something is said, so that nobody in between takes the silence for an end. */
const heartbeatMs = 15_000

/** How long one stream goes on; a browser comes back by itself and says what it has seen. */
const feedMaxMs = 10 * 60_000

/** A stream of server-sent events. It ends when its teller is done, its time is over, its reader is gone, or when told to. */
export interface Feed {
  readonly body: ReadableStream<Uint8Array>
  readonly ended: Promise<void>
  end(): void
}

/** What the teller of a stream works with. */
export interface Line {
  /** Says nothing any more once the stream has ended. */
  tell(event: ServerEvent): void
  readonly isOver: boolean
  /** Waits for something, or for the end of the stream. */
  orOver(something: Promise<void>): Promise<void>
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation; the data is JSON, so one line. */
export interface ServerEvent {
  readonly id: string
  readonly event: string
  readonly data: string
}

/** Begins when somebody reads; `teller` never rejects. */
export function openFeed(teller: (line: Line) => Promise<void>): Feed {
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const encoder = new TextEncoder()
  let isOver = false
  let say = (_text: string): void => {}
  let close = (): void => {}

  function end(): void {
    if (isOver) return
    isOver = true
    clearInterval(heartbeat)
    clearTimeout(lifetime)
    close()
    resolve()
  }

  const heartbeat = setInterval(() => say(':\n\n'), heartbeatMs)
  const lifetime = setTimeout(end, feedMaxMs)
  const line: Line = {
    tell: ({ id, event, data }) => say(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`),
    get isOver() {
      return isOver
    },
    orOver: (something) => Promise.race([something, ended]),
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (isOver) return controller.close()
      say = (text) => {
        if (!isOver) controller.enqueue(encoder.encode(text))
      }
      close = () => controller.close()
      say(`retry: ${retryMs}\n\n`)
      void teller(line).finally(end)
    },
    cancel() {
      close = () => {}
      end()
    },
  })
  return { body, ended, end }
}
