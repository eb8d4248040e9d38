import { describe, expect, test } from 'bun:test'
import { addFees, feeLine, feeMax, removeFees, replaceFees } from '../../src/cart/fees.ts'
import { certificateMetadata, certificateOf } from '../../src/cart/gift-certificates.ts'
import { addLine, hasGoods, removeLine, setLine } from '../../src/cart/line-items.ts'
import { putManualDiscounts } from '../../src/cart/manual-discounts.ts'
import { mayRead, mayWrite } from '../../src/cart/metafields.ts'
import { minor } from '../../src/money/money.ts'
import { cartWith, lineWith, noon } from '../support/carts.ts'

const later = noon + 1000
const fee = (id: string, cost = 100) =>
  feeLine({ name: 'F', displayName: 'Fee', cost: minor(cost), source: 'A', taxClassId: null }, id, false, noon)
const code = (action: () => unknown): string => {
  try {
    action()
    return ''
  } catch (error) {
    return String(Object(error).code)
  }
}

describe('fees', () => {
  const shipped = cartWith([lineWith('item_1')], {
    shippingMethods: [
      {
        id: 'sm_1',
        optionId: 'so_1',
        name: 'S',
        profileId: 'sp_1',
        price: minor(1),
        includesTax: false,
        data: {},
        createdAt: noon,
      },
    ],
  })

  test('leave how the goods ship as it is', () => {
    const cart = addFees(shipped, [fee('item_2')])
    expect(cart.shippingMethods).toHaveLength(1)
    expect(replaceFees(cart, [fee('item_2', 200)]).lines[1]).toMatchObject({ unitPrice: 200, revision: 2 })
    expect(removeFees(cart, ['item_2']).lines).toEqual(shipped.lines)
  })

  test(`are at most ${feeMax}, and only fees are theirs to change`, () => {
    const five = addFees(
      shipped,
      ['a', 'b', 'c', 'd', 'e'].map((id) => fee(id)),
    )
    expect(code(() => addFees(five, [fee('f')]))).toBe('limit-exceeded')
    expect(code(() => replaceFees(five, [fee('item_1')]))).toBe('entry-not-found')
    expect(code(() => removeFees(five, ['item_1']))).toBe('entry-not-found')
  })

  test('cannot be changed as goods are, and are nothing to buy', () => {
    const cart = addFees(cartWith([]), [fee('item_2')])
    expect(hasGoods(cart)).toBe(false)
    const change = { quantity: 2, unitPrice: minor(1), metadata: {} }
    expect(code(() => setLine(cart, 'item_2', change, later))).toBe('line-fixed')
    expect(code(() => removeLine(cart, 'item_2'))).toBe('line-fixed')
    const off = { id: 'd', name: 'd', amount: minor(1), lineId: 'item_2' }
    expect(code(() => putManualDiscounts(cart, [off]))).toBe('line-fixed')
  })
})

describe('lines with a price that was given', () => {
  const given = (price: number) => lineWith('item_2', { unitPrice: minor(price), isPriceGiven: true })

  test('merge with their like alone', () => {
    const cart = cartWith([lineWith('item_1', { unitPrice: minor(500), isPriceGiven: true })])
    expect(addLine(cart, given(500), later).lines).toMatchObject([{ id: 'item_1', quantity: 2 }])
    expect(addLine(cart, given(501), later).lines).toHaveLength(2)
    expect(addLine(cart, lineWith('item_2', { unitPrice: minor(500) }), later).lines).toHaveLength(2)
  })
})

describe('discounts by hand', () => {
  test('go with their line, and take off something', () => {
    const off = (lineId: string | null, amount: number) => ({
      id: `d${amount}`,
      name: 'd',
      amount: minor(amount),
      lineId,
    })
    const cart = putManualDiscounts(cartWith([lineWith('item_1'), lineWith('item_2')]), [
      off('item_1', 5),
      off(null, 7),
      off(null, 0),
    ])
    expect(cart.manualDiscounts.map(({ id }) => id)).toEqual(['d5', 'd7'])
    expect(removeLine(cart, 'item_1').manualDiscounts.map(({ id }) => id)).toEqual(['d7'])
    expect(code(() => putManualDiscounts(cart, [off('item_9', 5)]))).toBe('line-not-found')
    expect(
      code(() =>
        putManualDiscounts(
          cart,
          Array.from({ length: 101 }, () => off(null, 1)),
        ),
      ),
    ).toBe('limit-exceeded')
  })
})

test('a certificate says what was said, and nothing where somebody wrote over it', () => {
  const contact = { name: 'A', email: 'a@example.com' }
  const certificate = { theme: 'Boy', sender: contact, recipient: contact, message: 'Hi' }
  expect(certificateOf(lineWith('item_1', { metadata: certificateMetadata(certificate) }))).toEqual(certificate)
  const empty = { theme: '', sender: { name: '', email: '' }, recipient: { name: '', email: '' }, message: '' }
  for (const gift_certificate of [undefined, null, 'x', { sender: 7, theme: [] }]) {
    expect(certificateOf(lineWith('item_1', { metadata: { gift_certificate } }))).toEqual(empty)
  }
})

test.each([
  ['app_only', false, false],
  ['read', true, false],
  ['write', true, true],
  ['read_and_sf_access', true, false],
  ['write_and_sf_access', true, true],
] as const)('a metafield that is %s', (permissionSet, reading, writing) => {
  const times = { createdAt: noon, updatedAt: noon }
  const own = {
    number: 1,
    cartId: 'cart_1',
    ownerId: 'key_1',
    namespace: 'n',
    key: 'k',
    value: 'v',
    description: '',
    ...times,
  }
  const metafield = { ...own, permissionSet }
  expect([mayRead(metafield, 'key_2'), mayWrite(metafield, 'key_2')]).toEqual([reading, writing])
  expect([mayRead(metafield, 'key_1'), mayWrite(metafield, 'key_1')]).toEqual([true, true])
})
