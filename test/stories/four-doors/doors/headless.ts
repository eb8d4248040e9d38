import { HeadlessCommerce, type Money } from '@headless-commerce/sdk'
import { command, fromCheckout } from '../../../support/cartwright.ts'
import { type Door, variantIdOf } from '../door.ts'

/** With the published SDK of headlesscommerce.io. */
export const headlessDoor: Door = {
  name: 'headless',
  async shop({ base, dataDir }, { pieces, discountCode, shipping, buyer }) {
    const words = ['keys', 'create', '--kind', 'publishable', '--json']
    const { key } = JSON.parse((await command(fromCheckout, dataDir, words)).output)
    const sdk = new HeadlessCommerce({ apiKey: key, baseUrl: `${base}/v1`, maxRetries: 0 })
    const { id } = await sdk.carts.create({ session_id: crypto.randomUUID() })
    for (const { sku, quantity } of pieces) {
      await sdk.carts.addItem(id, { variant_id: await variantIdOf(base, sku), quantity })
    }
    const place = { line1: buyer.street, postal_code: buyer.postalCode, city: buyer.city, country: buyer.countryCode }
    const shipping_address = { ...place, first_name: buyer.firstName, last_name: buyer.lastName }
    await sdk.carts.update(id, { shipping_address, billing_address: shipping_address })
    if (discountCode !== null) await sdk.carts.applyDiscount(id, { code: discountCode })
    const { data } = await sdk.shipping.list()
    const method = data.find(({ name, metadata }) => name === shipping && shipsTo(metadata, buyer.countryCode))
    const { summary } = await sdk.carts.update(id, { shipping_method_id: method?.id ?? '' })
    const amount = ({ amount: said }: Money): number => said
    return {
      cartId: id,
      totals: {
        subtotal: amount(summary.subtotal),
        discount: amount(summary.discount_total),
        shipping: amount(summary.shipping_total),
        tax: amount(summary.tax_total),
        total: amount(summary.total),
      },
      pay: async () => {
        const name = `${buyer.firstName} ${buyer.lastName}`
        const paying = { email: buyer.email, shipping_address: { ...place, name }, payment_method: 'manual' } as const
        const order = await sdk.checkout.create(id, paying)
        if (order.total.amount !== amount(summary.total)) throw new Error('the order costs something else')
      },
    }
  },
}

function shipsTo({ countries }: Readonly<Record<string, unknown>>, countryCode: string): boolean {
  return Array.isArray(countries) && countries.includes(countryCode)
}
