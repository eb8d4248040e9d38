import type { Announcer } from '../../../src/announcements/announcer.ts'
import type { Shop } from '../../../src/commands/shop.ts'
import { type MedusaOptions, medusaRoutes } from '../../../src/dialects/medusa/medusa.ts'
import { createCodeGuesses } from '../../../src/http/code-guesses.ts'
import { noListeners } from '../../support/listeners.ts'
import { openStockedShop, type StockedShop } from '../../support/shop.ts'

export const jwtSecret = 'jwt secret of tests'

/** Where a test wants it otherwise: guessing unlimited, nobody told of anything, no proxy, no pages elsewhere. */
export interface DoorOptions extends Partial<MedusaOptions> {
  readonly announcer?: Announcer
}

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

export async function openMedusaDoor({ announcer = noListeners, ...more }: DoorOptions = {}): Promise<MedusaDoor> {
  const stocked = await openStockedShop()
  const shop: Shop = { ...stocked.shop, announcer }
  const app = medusaRoutes(shop, {
    trustsProxy: false,
    storeOrigins: [],
    jwtSecret,
    cookieSecret: 'cookie secret of tests',
    limitsAttempts: false,
    codeGuesses: createCodeGuesses(more.limitsAttempts ?? false),
    ...more,
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
    shop,
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
