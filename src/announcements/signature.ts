export interface Message {
  readonly id: string
  /** When it is sent (milliseconds since 1970). */
  readonly at: number
  readonly body: string
}

/** The three headers of Standard Webhooks 1.0; one signature per secret, so that receivers can change over in their own time. */
export function sign({ id, at, body }: Message, secrets: readonly Uint8Array[]): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secrets.map((secret) => {
    const digest = new Bun.CryptoHasher('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
    return `v1,${digest}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
