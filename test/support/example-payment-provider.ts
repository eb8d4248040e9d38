// A payment provider for Cartwright's `http` gateway, to start from: five signed requests and a ledger of its own. It
// needs nothing of Cartwright's. `docs/http-gateway.md` says what each answer means.
//
//   SECRET=at-least-16-characters bun example-payment-provider.ts
//   HTTP_GATEWAY_URL=http://localhost:4000 HTTP_GATEWAY_SECRET=at-least-16-characters cartwright
import { Database } from 'bun:sqlite'
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface ProviderOptions {
  readonly port: number
  readonly secret: string
  /** Where the ledger is; `:memory:` forgets everything at the end. */
  readonly ledger: string
  /** Called with each answer just before it is sent; for tests of what happens when answers are lost. */
  readonly disturb?: (verb: string, answer: Response) => Response | Promise<Response>
}

interface Payment {
  readonly key: string
  readonly checkout_id: string
  readonly amount: number
  readonly currency_code: string
  readonly state: 'waiting' | 'declined' | 'authorized' | 'captured' | 'canceled' | 'refunded'
}

interface Asked {
  readonly verb: string
  readonly key: string
  readonly authorize_key?: string
  readonly checkout_id?: string
  readonly amount?: number
  readonly currency_code?: string
  readonly data: { readonly token?: string }
}

/** Seconds by which a request's time may be off. */
const tolerance = 300

export function startProvider({ port, secret, ledger, disturb = (_, answer) => answer }: ProviderOptions) {
  const db = new Database(ledger)
  db.run(`create table if not exists payments (
    key text primary key, checkout_id text not null, amount integer not null, currency_code text not null, state text not null)`)
  const find = db.prepare<Payment, [string]>('select * from payments where key = ?')
  // The primary key is what makes a repeated request harmless: the second one finds the first one's payment.
  const add = db.prepare('insert into payments values (?, ?, ?, ?, ?) on conflict do nothing')
  const move = db.prepare('update payments set state = ? where key = ?')

  const server = Bun.serve({
    hostname: '127.0.0.1',
    port,
    idleTimeout: 0,
    async fetch(request) {
      const verb = new URL(request.url).pathname.slice(1)
      const body = await request.text()
      if (!isSigned(request.headers, body, secret)) return new Response('not signed', { status: 401 })
      const asked: Asked = JSON.parse(body)
      // The path is not signed, the body is: a request for one verb must not be replayed as another.
      if (asked.verb !== verb) return new Response('another verb', { status: 400 })
      return disturb(verb, Response.json(answer(verb, asked)))
    },
  })

  function answer(verb: string, asked: Asked): object {
    switch (verb) {
      case 'authorize':
        return authorize(asked)
      case 'lookup':
        return said(find.get(asked.key))
      case 'capture':
        return settle(asked, ['authorized'], 'captured')
      case 'cancel':
        // What was never made needs no undoing.
        return find.get(asked.authorize_key ?? '')
          ? settle(asked, ['authorized', 'waiting', 'declined'], 'canceled')
          : done
      case 'refund':
        return settle(asked, ['captured'], 'refunded')
      default:
        return { outcome: 'error', message: 'unknown verb' }
    }
  }

  function authorize({ key, checkout_id = '', amount = 0, currency_code = '', data }: Asked): object {
    const token = data.token ?? ''
    if (token === '') return { outcome: 'error', message: 'a token is missing' }
    const state = token === 'bad-card' ? 'declined' : token === 'ask-me' ? 'waiting' : 'authorized'
    add.run(key, checkout_id, amount, currency_code, state)
    // Asked again after the shopper acted, with another token: a waiting payment goes on.
    if (find.get(key)?.state === 'waiting') move.run(state, key)
    return said(find.get(key))
  }

  function settle({ authorize_key = '' }: Asked, from: readonly Payment['state'][], to: Payment['state']): object {
    const state = find.get(authorize_key)?.state
    if (state === to) return done
    if (state === undefined || !from.includes(state))
      return { outcome: 'refused', message: `the payment is ${state ?? 'unknown'}` }
    move.run(to, authorize_key)
    return done
  }

  return {
    url: server.url,
    payments: () => db.query<Payment, []>('select * from payments').all(),
    /** What a real provider does when the shopper has answered the bank: it moves on and tells the shop. */
    approve: (key: string) => void move.run('authorized', key),
    stop: async () => {
      await server.stop(true)
      db.close()
    },
  }
}

const done = { outcome: 'done' }

function said(payment: Payment | null): object {
  if (!payment) return { outcome: 'absent' }
  const { key, state, amount, currency_code } = payment
  switch (state) {
    case 'authorized':
    case 'captured':
      return { outcome: 'authorized', reference: `example_${key}`, amount, currency_code, data: { status: state } }
    case 'waiting':
      return {
        outcome: 'requires_action',
        reference: `example_${key}`,
        next_action: { type: 'redirect', url: 'https://bank.example/confirm' },
      }
    case 'declined':
      return { outcome: 'declined', message: 'The card was declined.' }
    default:
      return { outcome: 'error', message: `the payment is ${state}` }
  }
}

/** The headers of a webhook to Cartwright, and how Cartwright's own requests are checked: the same, both ways. */
export function signature(body: string, secret: string, timestamp: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

function isSigned(headers: Headers, body: string, secret: string): boolean {
  const timestamp = headers.get('cartwright-timestamp') ?? ''
  if (!(Math.abs(Date.now() / 1_000 - Number(timestamp)) <= tolerance)) return false
  const wanted = Buffer.from(signature(body, secret, timestamp))
  const given = Buffer.from(headers.get('cartwright-signature') ?? '')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

if (import.meta.main) {
  const secret = process.env['SECRET'] ?? ''
  if (secret.length < 16) throw new Error('SECRET must have at least 16 characters')
  const { url } = startProvider({ port: 4000, secret, ledger: 'payments.db' })
  console.log(`takes payments on ${url}`)
}
