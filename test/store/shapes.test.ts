import { expect, test } from 'bun:test'
import { cartShape } from '../../src/cart/cart.ts'
import { readCart } from '../../src/store/sqlite/shapes.ts'
import { cartWith, lineWith } from '../support/carts.ts'

test('a cart as the first program wrote it is read as one of today', () => {
  const today = cartWith([lineWith('item_1')])
  const { manualDiscounts: _m, locale: _l, customerMessage: _c, isTest: _t, mergedInto: _i, ...old } = today
  const { revision: _r, visit: _v, lines, ...first } = old
  const written = lines.map(({ isPriceGiven: _p, revision: _n, ...line }) => line)
  expect(readCart(JSON.stringify({ ...first, lines: written }), 1)).toEqual(today)
})

test('a cart of today is read as it was written, and one of tomorrow not at all', () => {
  const cart = cartWith([lineWith('item_1')])
  expect(readCart(JSON.stringify(cart), cartShape)).toEqual(cart)
  expect(() => readCart(JSON.stringify(cart), cartShape + 1)).toThrow('cannot be read')
})
