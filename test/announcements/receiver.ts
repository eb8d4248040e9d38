import { setSystemTime } from 'bun:test'
import { Webhook } from 'standardwebhooks'

/** What a receiver got, as it came over the wire. */
export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Somebody who is told of events, on a port of this machine. */
export interface Receiver {
  readonly url: string
  readonly port: number
  readonly received: readonly Received[]
  /** What the next ones are answered with. */
  answerWith(answer: () => Response | Promise<Response>): void
  stop(): Promise<void>
}

export const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
export const nextSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`

/** Takes everything until told otherwise. */
export function openReceiver(port = 0): Receiver {
  const received: Received[] = []
  let answer: () => Response | Promise<Response> = () => new Response('thanks')
  const server = Bun.serve({
    port,
    hostname: '127.0.0.1',
    async fetch(request) {
      received.push({
        path: new URL(request.url).pathname,
        headers: request.headers.toJSON(),
        body: await request.text(),
      })
      return answer()
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}/hook`,
    port: server.port ?? 0,
    received,
    answerWith: (next) => {
      answer = next
    },
    stop: () => server.stop(true),
  }
}

/** The message, as a receiver that holds the secret reads it at `now`; throws when the signature is not right. */
export function verified({ headers, body }: Received, key: string, now: number): unknown {
  setSystemTime(new Date(now))
  try {
    return new Webhook(key).verify(body, { ...headers })
  } finally {
    setSystemTime()
  }
}

/** The receiver's view of who it is about. */
export function idOf({ headers }: Received): string {
  return headers['webhook-id'] ?? ''
}
