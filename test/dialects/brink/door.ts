import { brinkRoutes } from '../../../src/dialects/brink/brink.ts'
import { createCodeGuesses } from '../../../src/http/code-guesses.ts'
import { openStockedShop, type StockedShop } from '../../support/shop.ts'

export const jwtSecret = 'jwt secret of tests'

// biome-ignore lint/suspicious/noExplicitAny: a test may trip over what an answer says
type Json = any

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Null when the text is not JSON. */
  readonly json: Json
}

/** The dialect's door to a stocked shop, without a network in between; jobs are run by hand, the clock stands still. */
export interface BrinkDoor extends StockedShop {
  /** `path` as the documents write it. */
  call(line: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>
  /** As `call`, with the body's text as it is. */
  send(line: string, body: string | null, headers?: Readonly<Record<string, string>>): Promise<Answered>
  /** A new session in Germany, or where it is said. */
  visit(countryCode?: string): Promise<Visit>
  variant(sku: string): Promise<string>
}

/** A shopper with a token. */
export interface Visit {
  readonly token: string
  readonly session: Json
  call(line: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>
  /** As `call`; throws when it is refused. */
  ok(line: string, body?: unknown): Promise<Json>
  /** With another token, such as a checkout's. */
  with(token: string): Visit
}

export const address = {
  firstName: 'Grete',
  lastName: 'Hermann',
  streetAddress: 'Am Wall 1',
  postalCode: '28195',
  city: 'Bremen',
  countryCode: 'DE',
  email: 'Grete@Example.com',
}

export async function openBrinkDoor({ isLimited = false } = {}): Promise<BrinkDoor> {
  const stocked = await openStockedShop()
  let requests = 0
  const app = brinkRoutes(stocked.shop, {
    jwtSecret,
    trustsProxy: true,
    codeGuesses: createCodeGuesses(isLimited),
    requestId: () => `req_${requests}`,
  })

  const send: BrinkDoor['send'] = async (line, body, headers = {}) => {
    const [method = '', path = ''] = line.split(' ')
    const content = body === null ? {} : { 'content-type': 'application/json' }
    requests += 1
    const response = await app.handle(
      new Request(`http://localhost${path}`, { method, headers: { ...content, ...headers }, body }),
    )
    const text = await response.text()
    const json = text.startsWith('{') ? JSON.parse(text) : null
    return { status: response.status, headers: response.headers, text, json }
  }
  const call: BrinkDoor['call'] = (line, body, headers) =>
    send(line, body === undefined ? null : JSON.stringify(body), headers)

  function visitor(token: string, session: Json): Visit {
    const asks: Visit['call'] = (line, body, headers) => call(line, body, { authorization: token, ...headers })
    return {
      token,
      session,
      call: asks,
      ok: async (line, body) => {
        const { status, text, json } = await asks(line, body)
        if (status !== 200) throw new Error(`${line}: ${status} ${text}`)
        return json
      },
      with: (other) => visitor(other, session),
    }
  }

  return {
    ...stocked,
    send,
    call,
    visit: async (countryCode = 'DE') => {
      const { json } = await call('POST /sessions/start', { storeGroupId: 'DEMO', countryCode, languageCode: 'en' })
      return visitor(json.token, json)
    },
    variant: (sku) => stocked.shop.store.read((books) => books.variantBySku(sku)?.id ?? ''),
  }
}

/** A visit whose checkout only waits to be completed; in Italy, where the test bank is, it does what `data` says. */
export async function readyToComplete(
  door: BrinkDoor,
  { sku = 'PRODUCT-01-S', data = { outcome: 'authorize' } }: { sku?: string; data?: object } = {},
): Promise<{ readonly visit: Visit; readonly checkout: Visit; readonly checkoutId: string }> {
  const visit = await door.visit('IT')
  await visit.ok('POST /sessions/items', { productVariantId: sku, quantity: 1 })
  const started = await startCheckout(visit, 'test')
  const { checkout } = started
  await checkout.ok('PUT /sessions/shipping-address', { ...address, countryCode: 'IT' })
  const { shippingMethods } = await checkout.ok('GET /sessions/shipping-methods')
  await checkout.ok('PUT /sessions/shipping-method', { id: shippingMethods[0].id })
  await checkout.ok('PUT /sessions/payment', { paymentProvider: { id: 'test' }, data })
  return { visit, ...started }
}

/** A visit in Germany with something in its cart. */
export async function visitWith(door: BrinkDoor, sku = 'PRODUCT-01-S', quantity = 1): Promise<Visit> {
  const visit = await door.visit()
  await visit.ok('POST /sessions/items', { productVariantId: sku, quantity })
  return visit
}

export async function startCheckout(visit: Visit, providerId = 'manual') {
  const { token, checkout } = await visit.ok('POST /sessions/checkout/start', { paymentProvider: { id: providerId } })
  return { checkout: visit.with(token), checkoutId: checkout.id as string }
}

/** Completes; the shop's jobs run meanwhile, as a runner would have them. */
export async function completed(door: BrinkDoor, checkout: Visit, headers: Record<string, string> = {}) {
  const asking = checkout.call('POST /sessions/checkout/complete', undefined, { prefer: 'wait=5', ...headers })
  let isAnswered = false
  void asking.finally(() => {
    isAnswered = true
  })
  while (!isAnswered) {
    await door.settle()
    await Bun.sleep(5)
  }
  return asking
}
