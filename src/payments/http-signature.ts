import { timingSafeEqual } from 'node:crypto'

const timestampHeader = 'cartwright-timestamp'
const signatureHeader = 'cartwright-signature'

/** How far a sender's clock may be from ours; what is older may be somebody's recording. */
const toleranceMs = 300_000

export interface SignedMessage {
  readonly body: string
  readonly header: (name: string) => string | null
}

/** The headers of a message sent at that time (milliseconds since 1970): seconds, and HMAC-SHA256 over `<seconds>.<body>`. */
export function signedHeaders(body: string, secret: string, now: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1_000))
  return { [timestampHeader]: timestamp, [signatureHeader]: signatureOf(timestamp, body, secret) }
}

/** Whether the message was signed with the secret, and lately. Several signatures may be given, with commas between. */
export function isSigned({ body, header }: SignedMessage, secret: string, now: number): boolean {
  const timestamp = header(timestampHeader) ?? ''
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > toleranceMs) return false
  const wanted = Buffer.from(signatureOf(timestamp, body, secret))
  const given = (header(signatureHeader) ?? '').split(',').map((text) => Buffer.from(text.trim()))
  return given.some((signature) => signature.length === wanted.length && timingSafeEqual(signature, wanted))
}

function signatureOf(timestamp: string, body: string, secret: string): string {
  return `v1=${new Bun.CryptoHasher('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
