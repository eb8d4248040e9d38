/** What somebody wants to buy, said in the catalog's words, so that every door can look it up in its own way. */
export interface ShoppingList {
  readonly pieces: readonly { readonly sku: string; readonly quantity: number }[]
  /** A code that takes something off; null for none. */
  readonly discountCode: string | null
  /** The name of the way to ship. */
  readonly shipping: string
  readonly buyer: Buyer
}

export interface Buyer {
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly street: string
  readonly postalCode: string
  readonly city: string
  /** ISO 3166-1 alpha-2, upper case; it says the region, too. */
  readonly countryCode: string
}

/** Integers in the currency's minor unit, as the door itself says them. */
export interface Totals {
  /** Goods without tax, before discounts. */
  readonly subtotal: number
  readonly discount: number
  /** Without tax. */
  readonly shipping: number
  readonly tax: number
  /** What is to be paid. */
  readonly total: number
}

/** A filled cart with address, shipping and a way to pay: only the last step is left. */
export interface ReadyToPay {
  /** The core's id, `cart_…`. */
  readonly cartId: string
  readonly totals: Totals
  /** Pays at the bank called `manual`; resolves when there is an order, and rejects when there is none. */
  pay(): Promise<void>
}

/** Where a door leads: a running server with the test catalog, and its files for who needs a key made. */
export interface Shopfront {
  readonly base: string
  readonly dataDir: string
}

/** One of the ways into the shop. A fifth one is one more file in `doors/`, and a line in the story. */
export interface Door {
  readonly name: 'medusa' | 'brink' | 'headless' | 'bigcommerce'
  shop(at: Shopfront, list: ShoppingList): Promise<ReadyToPay>
}

/** Sends JSON and reads JSON; rejects with the answer's text when it is a refusal. */
export async function asking(
  base: string,
  method: string,
  path: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> {
  const content = body === undefined ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: { ...content, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}

/** What a server answered: looked into, and wrong when what is looked for is not there. */
// biome-ignore lint/suspicious/noExplicitAny: the doors' answers have nothing in common, and a test may trip over them
export type Json = Readonly<Record<string, any>>

/** A catalog variant's id by its sku, as every storefront can find it. */
export async function variantIdOf(base: string, sku: string): Promise<string> {
  const { products } = await asking(base, 'GET', '/store/products?limit=100')
  const variants: readonly Json[] = products.flatMap((product: Json) => product['variants'])
  const found = variants.find((variant) => variant['sku'] === sku)
  if (!found) throw new Error(`the catalog has no ${sku}`)
  return found['id']
}
