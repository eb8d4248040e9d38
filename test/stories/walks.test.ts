import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { brokenInvariants, testCharges } from '../support/invariants.ts'
import { figures, figuresIn, type Line } from './figures.ts'
import { embedded, type Place, withRedis } from './places.ts'
import { address, browse, clientOf, refusal } from './shopper.ts'

describe.each([embedded, withRedis])('with Medusa’s own client, every amount of every step, $name', ({ open }) => {
  let place: Place
  beforeAll(async () => {
    place = await open()
  }, 60_000)
  afterAll(async () => {
    expect(brokenInvariants(place.server.dataDir)).toEqual([])
    await place.close()
  })

  // Prices: shirt (Product 01) 10.00, book 15.90 with 5.5 % tax, button (Product 03) 3.33; 20 % on all else, shipping too.
  test('a guest buys', async () => {
    const medusa = clientOf(place.server.base)
    const shop = await browse(medusa)
    const shirt: Line = ['Product 01', 1000, 1, 1000, 0, 200, 1200]
    const begun = await medusa.carts.create({ region_id: shop.region('eu') })
    const id = begun.cart.id
    expect(figuresIn(begun.cart)).toEqual(figures({ lines: [], subtotal: 0, itemTax: 0, tax: 0, total: 0 }))

    const one = await medusa.carts.lineItems.create(id, { variant_id: shop.variant('PRODUCT-01-S'), quantity: 1 })
    expect(figuresIn(one.cart)).toEqual(
      figures({ lines: [shirt], subtotal: 1000, itemTax: 200, tax: 200, total: 1200 }),
    )

    // 3 × 15.90 = 47.70, 5.5 % of it is 2.6235: 2.62.
    const three = await medusa.carts.lineItems.create(id, {
      variant_id: shop.variant('REDUCED-TAX-BOOK-S'),
      quantity: 3,
    })
    const threeBooks: Line = ['Reduced tax book', 1590, 3, 4770, 0, 262, 5032]
    expect(figuresIn(three.cart)).toEqual(
      figures({ lines: [shirt, threeBooks], subtotal: 5770, itemTax: 462, tax: 462, total: 6232 }),
    )

    // 2 × 15.90 = 31.80, 5.5 % of it is 1.749: 1.75.
    const bookLine = three.cart.items.find(({ title }) => title === 'Reduced tax book')?.id ?? ''
    const two = await medusa.carts.lineItems.update(id, bookLine, { quantity: 2 })
    const books: Line = ['Reduced tax book', 1590, 2, 3180, 0, 175, 3355]
    const goods = { lines: [shirt, books], subtotal: 4180, itemTax: 375, tax: 375, total: 4555 }
    expect(figuresIn(two.cart)).toEqual(figures(goods))

    // 3.33 and 20 % of it, 0.666: 0.67; and away again.
    const more = await medusa.carts.lineItems.create(id, { variant_id: shop.variant('PRODUCT-03-S'), quantity: 1 })
    const button: Line = ['Product 03', 333, 1, 333, 0, 67, 400]
    expect(figuresIn(more.cart)).toEqual(
      figures({ lines: [shirt, books, button], subtotal: 4513, itemTax: 442, tax: 442, total: 4955 }),
    )
    const buttonLine = more.cart.items.find(({ title }) => title === 'Product 03')?.id ?? ''
    expect(figuresIn((await medusa.carts.lineItems.delete(id, buttonLine)).cart)).toEqual(figures(goods))

    const who = { email: 'guest@example.com', shipping_address: address, billing_address: address }
    expect(figuresIn((await medusa.carts.update(id, who)).cart)).toEqual(figures(goods))

    // 10.00 of shipping and 2.00 of tax on it; then 15.00 and 3.00 instead.
    const slow = await medusa.carts.addShippingMethod(id, { option_id: await shop.option(id, 'Standard') })
    expect(figuresIn(slow.cart)).toEqual(figures({ ...goods, shipping: 1000, shippingTax: 200, tax: 575, total: 5755 }))
    const fast = await medusa.carts.addShippingMethod(id, { option_id: await shop.option(id, 'Express') })
    const whole = figures({ ...goods, shipping: 1500, shippingTax: 300, tax: 675, total: 6355 })
    expect(figuresIn(fast.cart)).toEqual(whole)

    const { cart: paying } = await medusa.carts.createPaymentSessions(id)
    expect(figuresIn(paying)).toEqual(whole)
    expect(paying.payment_sessions).toMatchObject([{ provider_id: 'manual', is_selected: true, amount: 6355 }])
    expect(figuresIn((await medusa.carts.retrieve(id)).cart)).toEqual(whole)

    const { type, data } = await medusa.carts.complete(id)
    expect(type).toBe('order')
    expect(figuresIn(data)).toEqual(whole)
    const { order } = await medusa.orders.retrieve(data.id ?? '')
    expect(figuresIn(order)).toEqual(whole)
    expect(order).toMatchObject({ email: 'guest@example.com', payments: [{ amount: 6355, currency_code: 'eur' }] })
    expect(figuresIn((await medusa.orders.retrieveByCartId(id)).order)).toEqual(whole)
    const found = await medusa.orders.lookupOrder({ display_id: order.display_id, email: 'guest@example.com' })
    expect(found.order.id).toBe(order.id)
  })

  // On sale: 25.50 instead of 30.00.
  test('somebody registers, logs in, buys, and reads their own orders', async () => {
    const medusa = clientOf(place.server.base)
    const shop = await browse(medusa)
    const emmy = { first_name: 'Emmy', last_name: 'Noether', email: 'emmy@example.com', password: 'a ring of ideals' }
    const { cart } = await medusa.carts.create({ region_id: shop.region('eu') })
    const id = cart.id
    const filled = await medusa.carts.lineItems.create(id, { variant_id: shop.variant('ON-SALE-S'), quantity: 2 })
    // 2 × 25.50 = 51.00, and 20 % of it.
    const line: Line = ['On sale', 2550, 2, 5100, 0, 1020, 6120]
    const goods = { lines: [line], subtotal: 5100, itemTax: 1020, tax: 1020, total: 6120 }
    expect(figuresIn(filled.cart)).toEqual(figures(goods))

    const { customer } = await medusa.customers.create(emmy)
    const { access_token } = await medusa.auth.getToken({ email: emmy.email, password: emmy.password })
    const headers = { authorization: `Bearer ${access_token}` }
    expect((await medusa.auth.getSession(headers)).customer.id).toBe(customer.id)
    expect((await medusa.customers.listOrders({}, headers)).count).toBe(0)

    // The cart that was begun before is theirs by their reading it.
    const { cart: theirs } = await medusa.carts.retrieve(id, headers)
    expect(theirs).toMatchObject({ customer_id: customer.id, email: 'emmy@example.com' })
    expect(figuresIn(theirs)).toEqual(figures(goods))

    const book = await medusa.customers.addresses.addAddress({ address: { ...address, phone: '1' } }, headers)
    const [entry] = book.customer.shipping_addresses
    const sent = await medusa.carts.update(id, { shipping_address: entry?.id ?? '' }, headers)
    expect(figuresIn(sent.cart)).toEqual(figures(goods))
    const option = { option_id: await shop.option(id, 'Standard', headers) }
    const { cart: shipped } = await medusa.carts.addShippingMethod(id, option, headers)
    const whole = figures({ ...goods, shipping: 1000, shippingTax: 200, tax: 1220, total: 7320 })
    expect(figuresIn(shipped)).toEqual(whole)
    const { cart: paying } = await medusa.carts.createPaymentSessions(id, headers)
    expect(figuresIn(paying)).toEqual(whole)
    expect(paying.payment_session).toMatchObject({ amount: 7320, status: 'pending' })

    const { data } = await medusa.carts.complete(id, headers)
    expect(data).toMatchObject({ customer_id: customer.id, cart_id: id })
    expect(figuresIn(data)).toEqual(whole)
    const { orders, count } = await medusa.customers.listOrders({}, headers)
    expect([count, orders.map(({ id }: { id: string }) => id)]).toEqual([1, [data.id ?? '']])
    expect(orders.map(figuresIn)).toEqual([whole])
    expect(orders).toMatchObject([{ shipping_address: { address_1: 'Am Wall 1', city: 'Bremen' } }])

    await medusa.customers.create({ ...emmy, email: 'other@example.com' })
    const other = await medusa.auth.getToken({ email: 'other@example.com', password: emmy.password })
    const others = await medusa.customers.listOrders({}, { authorization: `Bearer ${other.access_token}` })
    expect([others.count, others.orders]).toEqual([0, []])
  })

  // 3.33, 2 × 19.99 and 3 × 6.50: 62.81. Without a discount the tax is 0.67 + 8.00 (7.996) + 3.90.
  test('a discount, then gift cards', async () => {
    const medusa = clientOf(place.server.base)
    const shop = await browse(medusa)
    const { cart: begun } = await medusa.carts.create({ region_id: shop.region('eu') })
    const id = begun.id
    for (const [sku, quantity] of [
      ['PRODUCT-03-S', 1],
      ['PRODUCT-02-S', 2],
      ['PRODUCT-11-S', 3],
    ] as const) {
      await medusa.carts.lineItems.create(id, { variant_id: shop.variant(sku), quantity })
    }
    const plain: Line[] = [
      ['Product 02', 1999, 2, 3998, 0, 800, 4798],
      ['Product 03', 333, 1, 333, 0, 67, 400],
      ['Product 11', 650, 3, 1950, 0, 390, 2340],
    ]
    const full = { lines: plain, subtotal: 6281, itemTax: 1257, shipping: 1000, shippingTax: 200 }
    const { cart: shipped } = await medusa.carts.addShippingMethod(id, { option_id: await shop.option(id, 'Standard') })
    expect(figuresIn(shipped)).toEqual(figures({ ...full, tax: 1457, total: 8738 }))

    // 10 % off each line, 4.00 (3.998), 0.33 (0.333) and 1.95; 20 % of what is left: 7.20 (7.196), 0.60 and 3.51.
    const { cart: discounted } = await medusa.carts.update(id, { discounts: [{ code: 'tenpercent' }] })
    const less: Line[] = [
      ['Product 02', 1999, 2, 3998, 400, 720, 4318],
      ['Product 03', 333, 1, 333, 33, 60, 360],
      ['Product 11', 650, 3, 1950, 195, 351, 2106],
    ]
    const reduced = { ...full, lines: less, discount: 628, itemTax: 1131, tax: 1331 }
    expect(figuresIn(discounted)).toEqual(figures({ ...reduced, total: 7984 }))

    // The card pays its 10.00 and spares 20 % of tax on them.
    const { cart: carded } = await medusa.carts.update(id, { gift_cards: [{ code: 'GCEU1000' }] })
    const withCard = figures({ ...reduced, giftCard: 1000, giftCardTax: 200, total: 6784 })
    expect(figuresIn(carded)).toEqual(withCard)

    // A code that is none changes nothing.
    const unknown = await refusal(medusa.carts.update(id, { gift_cards: [{ code: 'GCEU1001' }] }))
    expect(unknown).toEqual([404, { type: 'not_found', message: 'Gift card with code: GCEU1001 was not found' }])
    expect(figuresIn((await medusa.carts.retrieve(id)).cart)).toEqual(withCard)

    // Without the discount, and with it again; beside it, shipping may be free: neither its 10.00 nor its 2.00 are due.
    const { cart: dearer } = await medusa.carts.deleteDiscount(id, 'TENPERCENT')
    const cardOnly = { ...full, giftCard: 1000, giftCardTax: 200, tax: 1457, total: 7538 }
    expect(figuresIn(dearer)).toEqual(figures(cardOnly))
    const { cart: free } = await medusa.carts.update(id, { discounts: [{ code: 'TENPERCENT' }, { code: 'FREESHIP' }] })
    const delivered = { ...reduced, shipping: 0, shippingTax: 0, giftCard: 1000, giftCardTax: 200 }
    expect(figuresIn(free)).toEqual(figures({ ...delivered, tax: 1131, total: 5584 }))
    await medusa.carts.update(id, { discounts: [{ code: 'TENPERCENT' }] })

    // Two cards: 10.00 and 50.00 of the 66.53 that are due without tax, and 2.00 and 10.00 of the 13.31 of tax.
    const { cart: both } = await medusa.carts.update(id, { gift_cards: [{ code: 'GCEU1000' }, { code: 'GCEU5000' }] })
    const paid = { ...reduced, giftCard: 6000, giftCardTax: 1200, total: 784 }
    expect(figuresIn(both)).toEqual(figures(paid))

    await medusa.carts.update(id, { email: 'grete@example.com', shipping_address: address, billing_address: address })
    const { cart: paying } = await medusa.carts.createPaymentSessions(id)
    expect(figuresIn(paying)).toEqual(figures(paid))
    expect(paying.payment_session).toMatchObject({ amount: 784 })
    const { data } = await medusa.carts.complete(id)
    // An order says what tax is really due: 13.31 less the 12.00 that were spared.
    expect(figuresIn(data)).toEqual(figures({ ...paid, tax: 131 }))
    const { order } = await medusa.orders.retrieveByCartId(id)
    expect(figuresIn(order)).toEqual(figures({ ...paid, tax: 131 }))
    expect(order.payments).toMatchObject([{ amount: 784 }])
    for (const [code, value] of [
      ['GCEU1000', 1000],
      ['GCEU5000', 5000],
    ] as const) {
      expect((await medusa.giftCards.retrieve(code)).gift_card).toMatchObject({ value, balance: 0 })
    }
  })

  test('a gift card that pays for everything needs no payment', async () => {
    const medusa = clientOf(place.server.base)
    const shop = await browse(medusa)
    const { cart } = await medusa.carts.create({ region_id: shop.region('eu') })
    await medusa.carts.lineItems.create(cart.id, { variant_id: shop.variant('PRODUCT-01-S'), quantity: 1 })
    await medusa.carts.update(cart.id, { email: 'grete@example.com' })
    const { cart: free } = await medusa.carts.update(cart.id, { gift_cards: [{ code: 'GCEU100000' }] })
    const lines: Line[] = [['Product 01', 1000, 1, 1000, 0, 200, 1200]]
    const goods = { lines, subtotal: 1000, itemTax: 200, giftCard: 1000, giftCardTax: 200, total: 0 }
    expect(figuresIn(free)).toEqual(figures({ ...goods, tax: 200 }))
    const { cart: paying } = await medusa.carts.createPaymentSessions(cart.id)
    expect(paying.payment_sessions).toEqual([])
    const { type, data } = await medusa.carts.complete(cart.id)
    expect(type).toBe('order')
    expect(figuresIn(data)).toEqual(figures({ ...goods, tax: 0 }))
    expect((await medusa.giftCards.retrieve('GCEU100000')).gift_card).toMatchObject({ value: 100_000, balance: 99_000 })
  })

  // 22 % here. 7 × 3.33 = 23.31 and 5.13 (5.1282) of tax; with 10.00 of shipping and its 2.20: 40.64.
  test('a payment is declined, the cart is open again, and the second payment brings the order', async () => {
    const medusa = clientOf(place.server.base)
    const shop = await browse(medusa)
    const variantId = shop.variant('PRODUCT-03-S')
    const stock = async () => (await medusa.products.variants.retrieve(variantId)).variant.inventory_quantity
    const before = await stock()
    const { cart } = await medusa.carts.create({ region_id: shop.region('duo') })
    const id = cart.id
    await medusa.carts.lineItems.create(id, { variant_id: variantId, quantity: 7 })
    await medusa.carts.update(id, {
      email: 'grete@example.com',
      shipping_address: { ...address, country_code: 'it' },
    })
    const { cart: shipped } = await medusa.carts.addShippingMethod(id, { option_id: await shop.option(id, 'Standard') })
    const seven = figures({
      lines: [['Product 03', 333, 7, 2331, 0, 513, 2844]],
      ...{ subtotal: 2331, itemTax: 513, shipping: 1000, shippingTax: 220, tax: 733, total: 4064 },
    })
    expect(figuresIn(shipped)).toEqual(seven)
    const { cart: offered } = await medusa.carts.createPaymentSessions(id)
    expect(figuresIn(offered)).toEqual(seven)
    const offers = offered.payment_sessions.map(({ provider_id, is_selected }) => [provider_id, is_selected])
    expect(offers.toSorted()).toEqual([
      ['manual', null],
      ['test', null],
    ])
    const { cart: chosen } = await medusa.carts.setPaymentSession(id, { provider_id: 'test' })
    expect([chosen.payment_session?.provider_id, figuresIn(chosen)]).toEqual(['test', seven])
    await medusa.carts.updatePaymentSession(id, 'test', { data: { outcome: 'decline' } })

    const declined = await refusal(medusa.carts.complete(id))
    expect(declined).toEqual([422, { type: 'payment_authorization_error', message: 'Card declined' }])
    expect(testCharges(place.server.dataDir)).toEqual([])
    expect(await refusal(medusa.orders.retrieveByCartId(id))).toMatchObject([404, { type: 'not_found' }])
    const { cart: open } = await medusa.carts.retrieve(id)
    expect(open).toMatchObject({ completed_at: null, payment_authorized_at: null })
    expect(open.payment_session).toMatchObject({ provider_id: 'test', status: 'pending', amount: 4064 })
    expect([figuresIn(open), await stock()]).toEqual([seven, before])

    // 5 × 3.33 = 16.65 and 3.66 (3.663) of tax; another quantity has to be shipped anew, and the session follows.
    const line = open.items[0]?.id ?? ''
    const { cart: fewer } = await medusa.carts.lineItems.update(id, line, { quantity: 5 })
    const goods = { lines: [['Product 03', 333, 5, 1665, 0, 366, 2031] as const], subtotal: 1665, itemTax: 366 }
    expect(figuresIn(fewer)).toEqual(figures({ ...goods, tax: 366, total: 2031 }))
    expect(fewer.payment_session).toMatchObject({ amount: 2031 })
    const five = figures({ ...goods, shipping: 1000, shippingTax: 220, tax: 586, total: 3251 })
    const { cart: again } = await medusa.carts.addShippingMethod(id, { option_id: await shop.option(id, 'Standard') })
    expect(figuresIn(again)).toEqual(five)
    const retried = await medusa.carts.updatePaymentSession(id, 'test', { data: { outcome: 'authorize' } })
    expect(retried.cart.payment_session).toMatchObject({ provider_id: 'test', status: 'pending', amount: 3251 })

    const { type, data } = await medusa.carts.complete(id)
    expect([type, figuresIn(data)]).toEqual(['order', five])
    const { order } = await medusa.orders.retrieve(data.id ?? '')
    expect(figuresIn(order)).toEqual(five)
    expect(order.payments).toMatchObject([{ provider_id: 'test', amount: 3251 }])
    expect(testCharges(place.server.dataDir)).toMatchObject([{ amount: 3251, isLive: true }])
    expect((await medusa.carts.complete(id)).data.id).toBe(order.id)
    expect(testCharges(place.server.dataDir)).toHaveLength(1)
    expect(await stock()).toBe((before ?? Number.NaN) - 5)
  })
})
