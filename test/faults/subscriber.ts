/** One thing that was told, as it came over the wire. */
export interface Told {
  readonly eventId: string
  readonly type: string
  readonly subject: string
}

/** Somebody whom the shop tells of events, and who takes them all. */
export interface Subscriber {
  readonly url: string
  readonly told: readonly Told[]
  stop(): Promise<void>
}

export const subscriberSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

export function startSubscriber(): Subscriber {
  const told: Told[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { type, data } = await request.json()
      told.push({ eventId: request.headers.get('webhook-id') ?? '', type, subject: data.id })
      return new Response('thanks')
    },
  })
  return { url: `http://127.0.0.1:${server.port}/events`, told, stop: () => server.stop(true) }
}
