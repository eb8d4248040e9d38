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
})

const add = (sku: string, quantity: number) => visit.ok('POST /sessions/items', { productVariantId: sku, quantity })

interface Item {
  readonly id: string
  readonly sku: string
  readonly quantity: number
}

const inCart = async () => {
  const { cart } = await visit.ok('GET /sessions')
  return cart.items.map(({ sku, quantity }: Item) => [sku, quantity])
}

describe('POST /sessions/items', () => {
  test('answers with the item in every documented field', async () => {
    const productVariantId = await door.variant('PRODUCT-02-S')
    const { cart } = await add(productVariantId, 3)
    const at = new Date(door.clock.now()).toISOString()
    expect(cart.items).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        productVariantId,
        productParentId: expect.stringMatching(/^prod_/),
        sku: 'PRODUCT-02-S',
        quantity: 3,
        name: 'Product 02',
        displayName: 'Product 02',
        description: 'Product 02, seeded.',
        displayDescription: 'Product 02, seeded.',
        basePriceAmount: 1999,
        salePriceAmount: 1999,
        discountAmount: 0,
        totalDiscountAmount: 0,
        totalPriceAmount: 5997,
        taxGroupId: 'default',
        taxPercentage: 20,
        taxPercentageDecimals: 0,
        // 20 % of 59.97 is 11.994.
        totalTaxAmount: 1199,
        imageUrl: null,
        slug: 'product-02',
        customAttributes: {},
        tags: {},
        options: { Size: 'S' },
        shippingAttributes: { weight: 400, dimensions: { length: null, width: null, height: null } },
        created: at,
        updated: at,
        revision: 1,
      },
    ])
    expect(cart).toMatchObject({ subTotalAmount: 5997, discountAmount: 0, totalTaxAmount: 1199, totalAmount: 7196 })
    expect(cart.totals).toMatchObject({ subTotal: 5997, discountTotal: 0, taxTotal: 1199, grandTotal: 7196 })
  })

  test('a tax rate with a decimal is a whole number that says so', async () => {
    const { cart } = await add('REDUCED-TAX-BOOK-S', 1)
    expect(cart.items[0]).toMatchObject({ taxPercentage: 55, taxPercentageDecimals: 1, taxGroupId: 'reduced' })
  })

  test('the same variant again is one item with more pieces', async () => {
    await add('PRODUCT-01-S', 1)
    await add(await door.variant('PRODUCT-01-S'), 2)
    expect(await inCart()).toEqual([['PRODUCT-01-S', 3]])
  })

  test('with other attributes it is another item', async () => {
    await add('PRODUCT-01-S', 1)
    const engraved = { productVariantId: 'PRODUCT-01-S', quantity: 1, customAttributes: { engraving: 'G. H.' } }
    const { cart } = await visit.ok('POST /sessions/items', engraved)
    expect(cart.items.map(({ customAttributes }: { customAttributes: object }) => customAttributes)).toEqual([
      {},
      { engraving: 'G. H.' },
    ])
  })

  test.each([
    ['an unknown variant', { productVariantId: 'NOWHERE', quantity: 1 }, 404, 'not found'],
    ['more than there are', { productVariantId: 'LOW-STOCK-S', quantity: 4 }, 409, 'out of stock error'],
    ['no quantity', { productVariantId: 'PRODUCT-01-S' }, 400, 'validation error'],
    ['zero', { productVariantId: 'PRODUCT-01-S', quantity: 0 }, 400, 'validation error'],
    ['less than zero', { productVariantId: 'PRODUCT-01-S', quantity: -1 }, 400, 'validation error'],
    ['a half', { productVariantId: 'PRODUCT-01-S', quantity: 0.5 }, 400, 'validation error'],
    ['text', { productVariantId: 'PRODUCT-01-S', quantity: '1' }, 400, 'validation error'],
    ['a very large number', { productVariantId: 'PRODUCT-01-S', quantity: 1e21 }, 400, 'validation error'],
    ['no variant', { quantity: 1 }, 400, 'validation error'],
  ])('%s is refused and changes nothing', async (_, body, status, error) => {
    await add('PRODUCT-03-S', 1)
    const answer = await visit.call('POST /sessions/items', body)
    expect([answer.status, answer.json.error]).toEqual([status, error])
    expect(await inCart()).toEqual([['PRODUCT-03-S', 1]])
  })

  test('sent twice under one Idempotency-Key it is added once, and the answer has its token again', async () => {
    const headers = { 'idempotency-key': 'add-once' }
    const body = { productVariantId: 'PRODUCT-01-S', quantity: 1 }
    const first = await visit.call('POST /sessions/items', body, headers)
    const again = await visit.call('POST /sessions/items', body, headers)
    expect(again.text).toBe(first.text)
    expect(again.json.token).toBe(visit.token)
    expect(await inCart()).toEqual([['PRODUCT-01-S', 1]])
  })
})

describe('changing an item', () => {
  let item: Item
  beforeEach(async () => {
    item = (await add('PRODUCT-01-S', 2)).cart.items[0]
  })

  test('PUT with its id in the path sets the quantity', async () => {
    await visit.ok(`PUT /sessions/items/${item.id}`, { quantity: 7 })
    expect(await inCart()).toEqual([['PRODUCT-01-S', 7]])
  })

  test.each([
    ['id', () => ({ id: item.id })],
    ['itemId', () => ({ itemId: item.id })],
    ['productVariantId', () => ({ productVariantId: 'PRODUCT-01-S' })],
  ])('PUT with %s in the body sets the quantity', async (_, named) => {
    await visit.ok('PUT /sessions/items', { ...named(), quantity: 4 })
    expect(await inCart()).toEqual([['PRODUCT-01-S', 4]])
  })

  test('zero removes it, either way, and so does DELETE', async () => {
    await visit.ok(`PUT /sessions/items/${item.id}`, { quantity: 0 })
    expect(await inCart()).toEqual([])
    await add('PRODUCT-01-S', 1)
    await visit.ok('PUT /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 0 })
    expect(await inCart()).toEqual([])
    const [again] = (await add('PRODUCT-01-S', 1)).cart.items
    const { cart, token } = await visit.ok(`DELETE /sessions/items/${again.id}`)
    expect([cart.items, token]).toEqual([[], visit.token])
  })

  test.each([
    ['PUT /sessions/items/nothing', { quantity: 1 }, 404],
    ['PUT /sessions/items/nothing', { quantity: 0 }, 404],
    ['DELETE /sessions/items/nothing', undefined, 404],
    ['DELETE /sessions/items/%E0%A4%A', undefined, 400],
    ['PUT /sessions/items', { id: 'nothing', quantity: 1 }, 404],
    ['PUT /sessions/items', { productVariantId: 'PRODUCT-02-S', quantity: 1 }, 404],
    ['PUT /sessions/items', { quantity: 1 }, 400],
    ['PUT /sessions/items', { productVariantId: 'PRODUCT-01-S' }, 400],
    ['PUT /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: -1 }, 400],
    ['PUT /sessions/items', { productVariantId: 'PRODUCT-01-S', quantity: 100_000_000 }, 409],
  ])('%s %j is %i', async (line, body, status) => {
    expect((await visit.call(line, body)).status).toBe(status)
    expect(await inCart()).toEqual([['PRODUCT-01-S', 2]])
  })
})
