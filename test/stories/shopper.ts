import Medusa from '@medusajs/medusa-js'

export const address = {
  first_name: 'Grete',
  last_name: 'Hermann',
  address_1: 'Am Wall 1',
  city: 'Bremen',
  country_code: 'de',
  postal_code: '28195',
}

/** The published client of Medusa v1, pointed at a server. */
export function clientOf(base: string): Medusa {
  return new Medusa({ baseUrl: base, maxRetries: 0 })
}

/** The catalog's ids by what people call things. */
export async function browse(medusa: Medusa) {
  const { regions } = await medusa.regions.list()
  const region = (name: string) => found(regions.find((one) => one.name === name)?.id, name)
  const { products } = await medusa.products.list({ limit: 100, region_id: region('eu') })
  const variants = new Map(products.flatMap(({ variants: all }) => all.map(({ id, sku }) => [sku, id] as const)))
  return {
    region,
    variant: (sku: string) => found(variants.get(sku), sku),
    option: async (cartId: string, name: string, headers: Record<string, string> = {}) => {
      const { shipping_options } = await medusa.shippingOptions.listCartOptions(cartId, headers)
      return found(shipping_options.find((one) => one.name === name)?.id, name)
    },
  }
}

/** A cart that only waits to be completed: one line, address, e-mail, shipping, a payment session at `provider`. */
export async function readyCart(
  base: string,
  wish: { sku: string; quantity: number; region: 'eu' | 'duo'; data: Record<string, unknown> | null },
) {
  const medusa = clientOf(base)
  const shop = await browse(medusa)
  const { cart } = await medusa.carts.create({ region_id: shop.region(wish.region) })
  await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant(wish.sku), quantity: wish.quantity })
  const country_code = wish.region === 'duo' ? 'it' : 'de'
  await medusa.carts.update(cart.id, { email: 'grete@example.com', shipping_address: { ...address, country_code } })
  await medusa.carts.addShippingMethod(cart.id, { option_id: await shop.option(cart.id, 'Standard') })
  await medusa.carts.createPaymentSessions(cart.id)
  if (wish.data) await medusa.carts.updatePaymentSession(cart.id, 'test', { data: wish.data })
  return cart.id
}

/** The status and body of a refusal, as the client throws it; throws when it was none. */
export async function refusal(doing: Promise<unknown>): Promise<readonly [status: number, body: unknown]> {
  const outcome = await doing.then(
    () => null,
    (error: { response?: { status: number; data: unknown } }) => error.response ?? null,
  )
  if (outcome === null) throw new Error('it was not refused')
  return [outcome.status, outcome.data]
}

function found(id: string | undefined, name: string): string {
  if (id === undefined) throw new Error(`the catalog has no ${name}`)
  return id
}
