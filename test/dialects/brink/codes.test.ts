import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { type BrinkDoor, openBrinkDoor, type Visit } from './door.ts'

let door: BrinkDoor
let visit: Visit
beforeAll(async () => {
  door = await openBrinkDoor()
})
afterAll(() => door.close())
beforeEach(async () => {
  visit = await door.visit()
  await visit.ok('POST /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 3 })
})

const cart = async () => (await visit.ok('GET /sessions')).cart

describe.each(['/sessions/discount-code', '/sessions/discount-codes'])('%s', (path) => {
  test('a code is added in whichever case, shown in both editions, and removed', async () => {
    const { cart: discounted } = await visit.ok(`POST ${path}`, { code: 'tenPercent' })
    // 30.00 less 3.00; 20 % tax on the rest.
    expect(discounted).toMatchObject({
      discountCode: 'TENPERCENT',
      discountAmount: 300,
      subTotalAmount: 3000,
      totalAmount: 3240,
      totalTaxAmount: 540,
      discountCodes: [{ code: 'TENPERCENT', discountAmount: 300, freeShipping: false }],
      totals: { subTotal: 3000, discountTotal: 300, taxTotal: 540, grandTotal: 3240 },
      items: [{ totalDiscountAmount: 300, totalPriceAmount: 2700 }],
    })
    const { cart: without } = await visit.ok(`DELETE ${path}/tenpercent`)
    expect(without).toMatchObject({ discountCode: null, discountAmount: 0, discountCodes: [], totalAmount: 3600 })
  })

  test('discountCode in the body does as well', async () => {
    expect((await visit.ok(`POST ${path}`, { discountCode: 'FIXED5' })).cart.discountAmount).toBe(500)
  })

  test.each([
    ['unknown', { code: 'NOBODYS' }, 404, 'not found'],
    ['over', { code: 'EXPIRED' }, 400, 'discount code error'],
    ['not there yet', { code: 'FUTURE' }, 400, 'discount code error'],
    ['switched off', { code: 'DISABLED' }, 400, 'discount code error'],
    ['for elsewhere', { code: 'NAONLY' }, 400, 'discount code error'],
    ['missing', {}, 400, 'validation error'],
    ['empty', { code: '' }, 400, 'validation error'],
    ['a number', { code: 1 }, 400, 'validation error'],
  ])('a code that is %s is refused', async (_, body, status, error) => {
    const answer = await visit.call(`POST ${path}`, body)
    expect([answer.status, answer.json.error]).toEqual([status, error])
    expect((await cart()).discountCodes).toEqual([])
  })

  test('removing what is not on the cart is 404', async () => {
    expect((await visit.call(`DELETE ${path}/TENPERCENT`)).status).toBe(404)
  })
})

test('another code takes the place of the former; one for free shipping stands beside it', async () => {
  const codes = async (code: string) =>
    (await visit.ok('POST /sessions/discount-codes', { code })).cart.discountCodes.map(
      (one: { code: string; freeShipping: boolean }) => [one.code, one.freeShipping],
    )
  expect(await codes('TENPERCENT')).toEqual([['TENPERCENT', false]])
  expect(await codes('FREESHIP')).toEqual(
    expect.arrayContaining([
      ['TENPERCENT', false],
      ['FREESHIP', true],
    ]),
  )
  expect(await codes('FIXED5')).toEqual(
    expect.arrayContaining([
      ['FIXED5', false],
      ['FREESHIP', true],
    ]),
  )
  expect((await cart()).discountCodes).toHaveLength(2)
})

describe('gift cards', () => {
  test('one pays, several pay more, and each is taken off by its code or its id', async () => {
    const { cart: paid } = await visit.ok('POST /sessions/gift-cards', { code: 'GCEU1000' })
    // 30.00 and 6.00 of tax; the card pays 10.00 and spares 2.00 of the tax.
    expect(paid).toMatchObject({
      giftCards: [{ name: 'GCEU1000', amount: 1000 }],
      totals: { subTotal: 3000, giftCardTotal: 1000, taxTotal: 400, grandTotal: 2400 },
    })
    const { cart: more } = await visit.ok('POST /sessions/gift-cards', { code: 'GCEU5000' })
    expect(more.totals).toMatchObject({ giftCardTotal: 3000, taxTotal: 0, grandTotal: 0 })
    await visit.ok('DELETE /sessions/gift-cards/GCEU5000')
    await visit.ok(`DELETE /sessions/gift-cards/${paid.giftCards[0].id}`)
    expect((await cart()).totals.grandTotal).toBe(3600)
  })

  test.each([
    ['unknown', { code: 'NOBODYS' }, 404],
    ['switched off', { code: 'GCDISABLED' }, 400],
    ['for elsewhere', { code: 'GCNA2000' }, 400],
    ['missing', {}, 400],
  ])('a code that is %s is refused', async (_, body, status) => {
    expect((await visit.call('POST /sessions/gift-cards', body)).status).toBe(status)
    expect((await cart()).giftCards).toEqual([])
  })

  test('removing what is not on the cart is 404', async () => {
    expect((await visit.call('DELETE /sessions/gift-cards/GCEU1000')).status).toBe(404)
  })
})

test('codes cannot be found by trying: after sixty that are nobody’s there is a pause, at both doors to them', async () => {
  const limited = await openBrinkDoor({ isLimited: true })
  const guesser = await limited.visit()
  const guess = (line: string, at: number, from: string) =>
    guesser.call(line, { code: `GUESS-${at}` }, { 'x-forwarded-for': from })
  for (let at = 0; at < 60; at += 1) {
    const line = at % 2 ? 'POST /sessions/discount-code' : 'POST /sessions/gift-cards'
    expect((await guess(line, at, '192.0.2.1')).status).toBe(404)
  }
  const { status, headers, json } = await guess('POST /sessions/discount-codes', 60, '192.0.2.1')
  expect([status, json.error]).toEqual([429, 'too many requests'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await guess('POST /sessions/discount-codes', 61, '192.0.2.2')).status).toBe(404)
  await limited.close()
})
