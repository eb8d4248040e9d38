import { describe, expect, test } from 'bun:test'
import type { Cart } from '../../src/cart/cart.ts'
import { addLine, lineMax, quantityMax, removeLine, setLine } from '../../src/cart/line-items.ts'
import { minor } from '../../src/money/money.ts'
import { cartWith, lineWith, noon } from '../support/carts.ts'

const later = noon + 1000
const quantities = (cart: Cart) => cart.lines.map(({ quantity }) => quantity)
const shipped = {
  shippingMethods: [
    {
      id: 'sm_1',
      optionId: 'so_1',
      name: 'Standard',
      profileId: 'sp_1',
      price: minor(500),
      includesTax: false,
      data: {},
      createdAt: noon,
    },
  ],
}

describe('adding a line', () => {
  test('the same variant with equal metadata grows the line and takes the new price', () => {
    const cart = addLine(
      cartWith([lineWith('item_1', { hasShipping: true })]),
      lineWith('item_2', { quantity: 2, unitPrice: minor(900) }),
      later,
    )
    expect(cart.lines).toMatchObject([
      { id: 'item_1', quantity: 3, unitPrice: 900, hasShipping: false, updatedAt: later },
    ])
  })

  test('other metadata is another line, and the equal one is found among several', () => {
    const engraved = addLine(
      cartWith([lineWith('item_1')]),
      lineWith('item_2', { metadata: { engraving: 'A', size: { w: 1 } } }),
      later,
    )
    expect(quantities(engraved)).toEqual([1, 1])
    expect(quantities(addLine(engraved, lineWith('item_3'), later))).toEqual([2, 1])
    expect(
      quantities(addLine(engraved, lineWith('item_4', { metadata: { size: { w: 1 }, engraving: 'A' } }), later)),
    ).toEqual([1, 2])
  })

  test('custom lines always stand alone', () => {
    const custom = { kind: 'custom', variantId: null } as const
    expect(quantities(addLine(cartWith([lineWith('item_1', custom)]), lineWith('item_2', custom), later))).toEqual([
      1, 1,
    ])
  })

  test('chosen shipping is gone, for other goods may ship otherwise', () => {
    expect(addLine(cartWith([], shipped), lineWith('item_1'), later).shippingMethods).toEqual([])
  })

  test.each([0, -1, 1.5, 1e21, Number.NaN, quantityMax + 1])('a quantity of %p is refused', (quantity) => {
    expect(() => addLine(cartWith([]), lineWith('item_1', { quantity }), later)).toThrow(
      expect.objectContaining({ code: 'quantity-invalid' }),
    )
  })

  test('a merge beyond the largest quantity is refused', () => {
    const cart = cartWith([lineWith('item_1', { quantity: quantityMax, unitPrice: minor(0) })])
    expect(() => addLine(cart, lineWith('item_2', { unitPrice: minor(0) }), later)).toThrow(
      expect.objectContaining({ code: 'quantity-invalid' }),
    )
  })

  test('a full cart takes no further line', () => {
    const full = cartWith(
      Array.from({ length: lineMax }, (_, at) => lineWith(`item_${at}`, { variantId: `variant_${at}` })),
    )
    expect(() => addLine(full, lineWith('item_x', { variantId: 'variant_x' }), later)).toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }),
    )
  })
})

describe('setting and removing a line', () => {
  const cart = cartWith(
    [lineWith('item_1', { metadata: { a: 1, b: 2 } }), lineWith('item_2', { variantId: 'variant_2' })],
    shipped,
  )

  test('metadata is laid over what is there, key by key', () => {
    const set = setLine(cart, 'item_1', { quantity: 4, unitPrice: minor(1000), metadata: { b: 3 } }, later)
    expect(set.lines[0]).toMatchObject({ quantity: 4, metadata: { a: 1, b: 3 } })
    expect(set.shippingMethods).toEqual([])
  })

  test('a quantity of zero removes it', () => {
    expect(
      setLine(cart, 'item_1', { quantity: 0, unitPrice: minor(1000), metadata: {} }, later).lines.map(({ id }) => id),
    ).toEqual(['item_2'])
  })

  test('a line that is not there is refused on setting and ignored on removing', () => {
    const nothing = { quantity: 1, unitPrice: minor(1), metadata: {} }
    expect(() => setLine(cart, 'item_9', nothing, later)).toThrow(expect.objectContaining({ code: 'line-not-found' }))
    expect(removeLine(cart, 'item_9')).toBe(cart)
  })
})
