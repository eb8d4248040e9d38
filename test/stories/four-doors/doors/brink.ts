import { asking, type Door, type Json, variantIdOf } from '../door.ts'

/** As a storefront of Brink's does it: a session, its token, a checkout and its token. */
export const brinkDoor: Door = {
  name: 'brink',
  async shop({ base }, { pieces, discountCode, shipping, buyer }) {
    const { countryCode } = buyer
    const market = { storeGroupId: 'DEMO', countryCode, languageCode: 'en' }
    const started = await asking(base, 'POST', '/shopper/sessions/start', market)
    const ask = (token: string) => (method: string, path: string, body?: object) =>
      asking(base, method, `/shopper/sessions${path}`, body, { authorization: token })

    const session = ask(started['token'])
    for (const { sku, quantity } of pieces) {
      await session('POST', '/items', { productVariantId: await variantIdOf(base, sku), quantity })
    }
    if (discountCode !== null) await session('POST', '/discount-codes', { code: discountCode })
    const provider = { paymentProvider: { id: 'manual', name: 'Manual' } }
    const { token, checkout: begun } = await session('POST', '/checkout/start', provider)

    const checkout = ask(token)
    const { firstName, lastName, street: streetAddress, postalCode, city, email } = buyer
    const address = { firstName, lastName, streetAddress, postalCode, city, countryCode, email }
    await checkout('PUT', '/shipping-address', address)
    await checkout('PUT', '/billing-address', address)
    const { shippingMethods } = await checkout('GET', '/shipping-methods')
    const wanted = shippingMethods.find(({ name }: Json) => name === shipping)
    await checkout('PUT', '/shipping-method', { id: wanted.id })
    const ready = await checkout('GET', '/checkout')
    const { totals } = ready['checkout']
    const { cart_id: cartId } = await asking(base, 'GET', `/checkouts/${begun.id}`)
    return {
      cartId,
      totals: {
        subtotal: totals.subTotal,
        discount: totals.discountTotal,
        shipping: totals.shippingTotal,
        tax: totals.taxTotal,
        total: totals.grandTotal,
      },
      pay: async () => {
        await checkout('POST', '/checkout/complete')
        const { paymentStatus } = await session('GET', '')
        if (paymentStatus !== 'PAID') throw new Error(`the session is ${paymentStatus}`)
      },
    }
  },
}
