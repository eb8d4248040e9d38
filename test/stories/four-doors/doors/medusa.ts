import { browse, clientOf } from '../../shopper.ts'
import { asking, type Door, type Json } from '../door.ts'

/** With the published client of Medusa v1. */
export const medusaDoor: Door = {
  name: 'medusa',
  async shop({ base }, { pieces, discountCode, shipping, buyer }) {
    const medusa = clientOf(base)
    const shop = await browse(medusa)
    const country_code = buyer.countryCode.toLowerCase()
    const { cart } = await medusa.carts.create({ region_id: await regionOf(base, country_code) })
    for (const { sku, quantity } of pieces) {
      await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant(sku), quantity })
    }
    const address = {
      first_name: buyer.firstName,
      last_name: buyer.lastName,
      address_1: buyer.street,
      postal_code: buyer.postalCode,
      city: buyer.city,
      country_code,
    }
    const discounts = discountCode === null ? [] : [{ code: discountCode }]
    const who = { email: buyer.email, shipping_address: address, billing_address: address }
    await medusa.carts.update(cart.id, { discounts, ...who })
    await medusa.carts.addShippingMethod(cart.id, { option_id: await shop.option(cart.id, shipping) })
    const { cart: paying } = await medusa.carts.createPaymentSessions(cart.id)
    await medusa.carts.setPaymentSession(cart.id, { provider_id: 'manual' })
    return {
      cartId: cart.id,
      totals: {
        subtotal: Number(paying['subtotal']),
        discount: Number(paying['discount_total']),
        shipping: Number(paying['shipping_total']),
        tax: Number(paying['tax_total']),
        total: Number(paying['total']),
      },
      pay: async () => {
        const { type } = await medusa.carts.complete(cart.id)
        if (type !== 'order') throw new Error(`completing gave a ${type}`)
      },
    }
  },
}

async function regionOf(base: string, countryCode: string): Promise<string> {
  const { regions } = await asking(base, 'GET', '/store/regions')
  const sells = ({ countries }: Json) => countries.some((country: Json) => country['iso_2'] === countryCode)
  return regions.find(sells).id
}
