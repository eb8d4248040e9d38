import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { browse, clientOf, readyCart } from '../stories/shopper.ts'
import { command, fromCheckout, serve, temporaryFolder } from '../support/cartwright.ts'

const catalog = resolve(import.meta.dir, '../support/catalog/peer-store.json')

export const jwtSecret = 'the secret that signs tokens'

export type Headers = Readonly<Record<string, string>>

export interface Answered {
  readonly status: number
  readonly headers: globalThis.Headers
  readonly text: string
  /** Null when the text is not JSON. */
  readonly json: Readonly<Record<string, unknown>> | null
}

/** What an attacker of the real program knows or guesses, and what its owner sees afterwards. */
export interface Target {
  readonly base: string
  readonly dataDir: string
  readonly ids: Readonly<Record<IdName, string>>
  /** Ada, who has an account, an address and a cart. */
  readonly ada: Headers
  call(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answered>
  /** As `call`, with the body's text as it is. */
  send(method: string, path: string, body: BodyInit | null, headers?: Headers): Promise<Answered>
  /** Every row of the named tables, or of all there are, as text. */
  rows(...tables: readonly string[]): string
  /** What the program wrote. */
  output(): string
  /** Ends the program, which then has written everything. */
  stop(): Promise<number>
  close(): Promise<void>
}

export type IdName = 'cart' | 'line' | 'variant' | 'region' | 'option' | 'address' | 'order' | 'checkout'

export async function openTarget(env: Readonly<Record<string, string>> = {}): Promise<Target> {
  const folder = temporaryFolder()
  const { status, output } = await command(fromCheckout, folder.path, ['import', catalog])
  if (status !== 0) throw new Error(`the import failed: ${output}`)
  const server = await serve({
    program: fromCheckout,
    dataDir: folder.path,
    env: { LOG_LEVEL: 'trace', JWT_SECRET: jwtSecret, ...env },
    words: [],
  })

  async function send(method: string, path: string, body: BodyInit | null, headers: Headers = {}): Promise<Answered> {
    const kind = body === null ? {} : { 'content-type': 'application/json' }
    const answer = await fetch(server.base + path, { method, body, headers: { ...kind, ...headers } })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: text.startsWith('{') ? JSON.parse(text) : null,
    }
  }
  const call: Target['call'] = (method, path, body, headers) =>
    send(method, path, body === undefined ? null : JSON.stringify(body), headers)

  const ada = await signIn(call)
  return {
    base: server.base,
    dataDir: folder.path,
    ids: await things(server.base, call, ada),
    ada,
    send,
    call,
    rows: (...tables) =>
      ['cartwright.db', 'test-gateway.db'].map((file) => dump(join(folder.path, file), tables)).join(),
    output: server.output,
    stop: server.stop,
    close: async () => {
      await server.stop()
      folder.remove()
    },
  }
}

async function signIn(call: Target['call']): Promise<Headers> {
  const { json } = await call('POST', '/store/auth/token', { email: 'ada@peer.test', password: 'adapassword' })
  return { authorization: `Bearer ${json?.['access_token']}` }
}

/** One of everything that has an id: Ada's, but for the order, which is a guest's. */
async function things(base: string, call: Target['call'], ada: Headers): Promise<Target['ids']> {
  const sold = await readyCart(base, { ...cheap, data: { outcome: 'authorize' } })
  const patient = { prefer: 'wait=25' }
  const order = at(await call('POST', `/store/carts/${sold}/complete`, undefined, patient), 'data', 'id')
  const shop = await browse(clientOf(base))
  const variant = shop.variant('PRODUCT-01-S')
  const region = shop.region('eu')
  const address = { ...street, country_code: 'dk' }
  const me = await call('POST', '/store/customers/me/addresses', { address }, ada)
  const items = [{ variant_id: variant, quantity: 1 }]
  const made = await call('POST', '/store/carts', { region_id: region, items }, ada)
  const cart = at(made, 'cart', 'id')
  await call('POST', `/store/carts/${cart}/payment-sessions`, undefined, ada)
  const asked = await call(
    'POST',
    `/store/carts/${await readyCart(base, { ...cheap, data: { outcome: 'requires_action' } })}/complete`,
    undefined,
    {
      prefer: 'wait=0',
    },
  )
  const checkout = asked.headers.get('location')?.split('/').at(-1) ?? ''
  while (at(await call('GET', `/checkouts/${checkout}`), 'state') !== 'requires_action') await Bun.sleep(20)
  return {
    cart,
    line: at(made, 'cart', 'items', 0, 'id'),
    variant,
    region,
    option: at(await call('GET', `/store/shipping-options/${cart}`, undefined, ada), 'shipping_options', 0, 'id'),
    address: at(me, 'customer', 'shipping_addresses', 0, 'id'),
    order,
    checkout,
  }
}

const cheap = { sku: 'PRODUCT-01-S', quantity: 1, region: 'duo' } as const

export const street = {
  first_name: 'Ada',
  last_name: 'Account',
  address_1: 'Street 1',
  city: 'Copenhagen',
  postal_code: '1000',
}

/** A field far inside an answer, as text. */
export function at({ json, text }: Answered, ...path: readonly (string | number)[]): string {
  let found: unknown = json
  for (const name of path) found = (found as Readonly<Record<string | number, unknown>> | undefined)?.[name]
  if (typeof found !== 'string') throw new Error(`no ${path.join('.')} in ${text.slice(0, 500)}`)
  return found
}

function dump(file: string, tables: readonly string[]): string {
  if (!existsSync(file)) return ''
  const shop = new Database(file, { readonly: true })
  try {
    const all = shop.query<{ name: string }, []>(`select name from sqlite_schema where type = 'table'`).all()
    const wanted = all.filter(({ name }) => tables.length === 0 || tables.includes(name))
    return wanted.map(({ name }) => JSON.stringify(shop.query(`select * from ${name}`).all())).join('\n')
  } finally {
    shop.close()
  }
}
