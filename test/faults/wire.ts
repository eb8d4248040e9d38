import { stretched } from './patience.ts'

/** How long anybody waits for an answer; a stopped server never gives one. */
const patienceMs = 30_000

/** What came back: an answer; nothing, although it was sent, so that nobody knows whether it was done; or nobody was there. */
export type Heard =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string; readonly headers: Headers }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'nobody' }

export interface Asking {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: object | string
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks once, on a connection of its own: a kept one that was cut would be tried again without our knowing. */
export async function ask(base: string, { method, path, body, headers = {} }: Asking): Promise<Heard> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  try {
    const answer = await fetch(`${base}${path}`, {
      method,
      ...sent,
      headers: { 'content-type': 'application/json', ...headers },
      keepalive: false,
      signal: AbortSignal.timeout(stretched(patienceMs)),
    })
    return { kind: 'answer', status: answer.status, text: await answer.text(), headers: answer.headers }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return { kind: code === 'ECONNREFUSED' || code === 'ConnectionRefused' ? 'nobody' : 'nothing' }
  }
}
