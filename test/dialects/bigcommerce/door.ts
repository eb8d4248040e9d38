import { createApiKey } from '../../../src/commands/api-keys.ts'
import type { Shop } from '../../../src/commands/shop.ts'
import { type BigCommerceOptions, bigCommerceRoutes } from '../../../src/dialects/bigcommerce/bigcommerce.ts'
import { openStockedShop, type StockedShop } from '../../support/shop.ts'

/** What an answer says: looked into, and wrong when what is looked for is not there. */
// biome-ignore lint/suspicious/noExplicitAny: answers have little in common, and a test may trip over them
export type Json = any

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Null when there is no JSON. */
  readonly json: Json
}

type Headed = Readonly<Record<string, string>>

/** The dialect's door to a stocked shop, without a network in between; every request has a good key unless said otherwise. */
export interface BigCommerceDoor extends StockedShop {
  readonly token: string
  call(method: string, path: string, body?: unknown, headers?: Headed): Promise<Answered>
  /** As it is: below the server's root, with nothing added. */
  send(method: string, path: string, body: BodyInit | null, headers: Headed): Promise<Answered>
  /** Makes it and does what is to be done, until there is an answer. */
  place(path: string, headers?: Headed): Promise<Answered>
  product(handle: string): Promise<number>
  variant(sku: string): Promise<number>
  /** A cart with that many pieces of each; its JSON. */
  cart(pieces: Readonly<Record<string, number>>, more?: object): Promise<Json>
  key(kind: 'management' | 'secret' | 'publishable', isTest?: boolean): Promise<string>
}

export const storeHash = 'demo'

export async function openBigCommerceDoor(options: Partial<BigCommerceOptions> = {}): Promise<BigCommerceDoor> {
  const stocked = await openStockedShop()
  const shop: Shop = stocked.shop
  const app = bigCommerceRoutes(shop, {
    storeHash,
    trustsProxy: false,
    limitsAttempts: false,
    checkoutUrl: null,
    ...options,
  })
  const key: BigCommerceDoor['key'] = async (kind, isTest = false) =>
    (await createApiKey(shop, { kind, isTest, name: null })).key
  const token = await key('management')

  const send: BigCommerceDoor['send'] = async (method, path, body, headers) => {
    const response = await app.handle(new Request(`http://localhost${path}`, { method, headers, body }))
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: response.status, headers: response.headers, text, json: isJson && text ? JSON.parse(text) : null }
  }
  const call: BigCommerceDoor['call'] = (method, path, body, headers = {}) => {
    const content: Headed = body === undefined ? {} : { 'content-type': 'application/json' }
    const all = { 'x-auth-token': token, accept: 'application/json', ...content, ...headers }
    return send(method, `/stores/${storeHash}/v3${path}`, body === undefined ? null : JSON.stringify(body), all)
  }
  const variant = (sku: string) => shop.store.read((books) => books.variantBySku(sku)?.number ?? 0)
  const productOf = (sku: string) =>
    shop.store.read((books) => books.product(books.variantBySku(sku)?.productId ?? '')?.number ?? 0)

  return {
    ...stocked,
    token,
    key,
    send,
    call,
    place: async (path, headers = {}) => {
      const first = await call('POST', path, undefined, headers)
      if (first.status !== 202) return first
      await stocked.settle()
      return call('POST', path, undefined, headers)
    },
    product: (handle) => shop.store.read((books) => books.productByHandle(handle)?.number ?? 0),
    variant,
    cart: async (pieces, more = {}) => {
      const items = Object.entries(pieces).map(async ([sku, quantity]) => {
        return { product_id: await productOf(sku), variant_id: await variant(sku), quantity }
      })
      const { json, status, text } = await call('POST', '/carts', { line_items: await Promise.all(items), ...more })
      if (status !== 201) throw new Error(`${status} ${text}`)
      return json.data
    },
  }
}

/** Somebody in Copenhagen, whose country is in the first region. */
export const grete = {
  email: 'grete@example.com',
  first_name: 'Grete',
  last_name: 'Guest',
  address1: 'Street 1',
  city: 'Copenhagen',
  postal_code: '1000',
  country_code: 'DK',
}

/** The cart's checkout with Grete's address and the way to ship that is named, ready to be ordered. */
export async function readied(door: BigCommerceDoor, cart: Json, shipping = 'Standard'): Promise<Json> {
  const checkout = `/checkouts/${cart.id}`
  await door.call('POST', `${checkout}/billing-address`, grete)
  const line_items = [...cart.line_items.physical_items, ...cart.line_items.custom_items].map(
    ({ id, quantity }: Json) => ({ item_id: id, quantity }),
  )
  const include = '?include=consignments.available_shipping_options'
  const made = await door.call('POST', `${checkout}/consignments${include}`, [{ address: grete, line_items }])
  const [consignment] = made.json.data.consignments
  const option = consignment.available_shipping_options.find(({ description }: Json) => description === shipping)
  const chosen = await door.call('PUT', `${checkout}/consignments/${consignment.id}`, { shipping_option_id: option.id })
  return chosen.json.data
}
