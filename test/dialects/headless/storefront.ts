import { createStorefrontClient, HeadlessCommerce, HeadlessCommerceError } from '@headless-commerce/sdk'
import { embedded, type Place } from '../../stories/places.ts'
import { command, fromCheckout } from '../../support/cartwright.ts'

/** A running server with the test catalog, and keys to it. */
export interface Storefront {
  readonly base: string
  readonly place: Place
  readonly keys: Readonly<Record<'live' | 'test' | 'secret', string>>
  /** The published SDK with the live publishable key, or another; it does not try again what failed. */
  client(apiKey?: string): HeadlessCommerce
  /** A plain request. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>
  variant(sku: string): Promise<string>
  close(): Promise<void>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into, and a test may trip over them
  readonly json: any
}

export const home = {
  name: 'Grete Hermann',
  line1: 'Am Wall 1',
  city: 'Bremen',
  postal_code: '28195',
  country: 'DE',
}

export async function openStorefront(env: Readonly<Record<string, string>> = {}): Promise<Storefront> {
  const place = await embedded.open(env)
  const { base, dataDir } = place.server
  const [live, test, secret] = await Promise.all([
    keyFor(dataDir, '--kind', 'publishable'),
    keyFor(dataDir, '--kind', 'publishable', '--test'),
    keyFor(dataDir, '--kind', 'secret'),
  ])
  const keys = { live, test, secret }
  const client = (apiKey = keys.live) => new HeadlessCommerce({ apiKey, baseUrl: `${base}/v1`, maxRetries: 0 })
  const ask: Storefront['ask'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${base}/v1/storefront${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.live}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: text.startsWith('{') ? JSON.parse(text) : null,
    }
  }
  return {
    base,
    place,
    keys,
    client,
    ask,
    variant: async (sku) => {
      for await (const { variants } of createStorefrontClient({
        apiKey: keys.live,
        baseUrl: `${base}/v1`,
      }).products.listAutoPaginate({ limit: 100 })) {
        const found = variants.find((variant) => variant.sku === sku)
        if (found) return found.id
      }
      throw new Error(`the catalog has no ${sku}`)
    },
    close: () => place.close(),
  }
}

/** A new key, as an operator makes one beside the running server. */
export async function keyFor(dataDir: string, ...words: readonly string[]): Promise<string> {
  const { output } = await command(fromCheckout, dataDir, ['keys', 'create', ...words, '--json'])
  return JSON.parse(output).key
}

/** What the SDK throws. */
export async function errorOf(doing: Promise<unknown>): Promise<HeadlessCommerceError> {
  try {
    await doing
  } catch (error) {
    if (error instanceof HeadlessCommerceError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
