import { medusaRoutes } from '../../../src/dialects/medusa/medusa.ts'
import { openStockedShop, type StockedShop } from '../../support/shop.ts'

/** The dialect's door to a stocked shop, without a network in between. */
export interface MedusaDoor extends StockedShop {
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>
  /** As `call`, with the body's text as it is. */
  send(
    method: string,
    path: string,
    body: BodyInit | null,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>
  variant(sku: string): Promise<string>
  region(name: string): Promise<string>
  /** A cart with one piece of each. */
  cart(...skus: readonly string[]): Promise<string>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Null when the text is not JSON. */
  readonly json: Readonly<Record<string, unknown>> | null
}

export async function openMedusaDoor(): Promise<MedusaDoor> {
  const stocked = await openStockedShop()
  const app = medusaRoutes(stocked.shop, {
    trustsProxy: false,
    storeOrigins: [],
    jwtSecret: 'jwt secret of tests',
    cookieSecret: 'cookie secret of tests',
    limitsAttempts: false,
  })

  async function send(
    method: string,
    path: string,
    body: BodyInit | null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const content = body === null ? {} : { 'content-type': 'application/json' }
    const request = new Request(`http://localhost/store${path}`, { method, headers: { ...content, ...headers }, body })
    const response = await app.handle(request)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text.startsWith('{') ? JSON.parse(text) : null,
    }
  }

  const call: MedusaDoor['call'] = (method, path, body, headers) =>
    send(method, path, body === undefined ? null : JSON.stringify(body), headers)
  const { store } = stocked.shop
  const variant = (sku: string) => store.read((books) => books.variantBySku(sku)?.id ?? '')
  const region = (name: string) => store.read((books) => books.regions().find((one) => one.name === name)?.id ?? '')

  return {
    ...stocked,
    send,
    call,
    variant,
    region,
    cart: async (...skus) => {
      const items = await Promise.all(skus.map(async (sku) => ({ variant_id: await variant(sku), quantity: 1 })))
      const { text } = await call('POST', '/carts', { region_id: await region('eu'), items })
      return JSON.parse(text).cart.id
    },
  }
}
