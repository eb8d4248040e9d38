/** The server's own sentence about why not. */
export class Refused extends Error {
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

/** A page of a list, as every admin list answers. */
export interface Listed {
  readonly count: number
  readonly offset: number
  readonly limit: number
}

export function read<Answer>(path: string): Promise<Answer> {
  return asked(path, {})
}

/** A change. What concerns money goes under a key of its own, so that a repeated request is one. */
export function change<Answer>(path: string, body: object = {}): Promise<Answer> {
  return asked(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey() },
  })
}

async function asked<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`/admin${path}`, init).catch(() => null)
  if (!response) throw new Refused('The server does not answer.', 0)
  const json = await response.json().catch(() => null)
  if (!response.ok)
    throw new Refused(sentenceIn(json) ?? `The server answered with ${response.status}.`, response.status)
  return json as Answer
}

/** RFC 9457: the sentence for people is the detail. */
function sentenceIn(json: unknown): string | null {
  if (typeof json !== 'object' || json === null) return null
  const { detail, title } = json as { readonly detail?: unknown; readonly title?: unknown }
  return typeof detail === 'string' ? detail : typeof title === 'string' ? title : null
}

/** `crypto.randomUUID` is only there over HTTPS. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
