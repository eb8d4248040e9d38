import { describe, expect, test } from 'bun:test'
import { assertNoCardNumberOf, containsCardNumber, withoutCardNumbers } from '../../src/payments/card-data.ts'

describe('a card number is found', () => {
  test.each([
    '4111111111111111',
    '4222222222222',
    '4000000000000000006',
    '378282246310005',
    '3782 822463 10005',
    '135412345678911',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    'my card is 5555 5555 5555 4444, thanks',
    '4111 1111 1111 1111 12/27',
    '4111111111111111 123',
    4111111111111111,
    { note: { deep: ['x', { card: '6011000990139424' }] } },
    { '4111111111111111': true },
  ])('%p', (value) => {
    expect(containsCardNumber(value)).toBe(true)
  })

  test('however deep it hides', () => {
    let nested: unknown = '4111111111111111'
    for (let depth = 0; depth < 30; depth += 1) nested = { nested }
    expect(containsCardNumber(nested)).toBe(true)
  })
})

describe('no card number is seen in', () => {
  test.each([
    '4111111111111112',
    '411111111111',
    '41111111111111111111',
    '0000000000000000',
    '2026-08-07T12:00:00.000Z',
    1_795_474_250_648,
    'shopper-1795474250648@example.com',
    '1795474250648007',
    '1795474250648000018',
    '7000000000000005',
    'EAN 5073188012399',
    19.99,
    null,
    true,
    { outcome: 'decline', delay_ms: 250 },
    'pi_3MtwBwLkdIwHu7ix28a3tqPa',
  ])('%p', (value) => {
    expect(containsCardNumber(value)).toBe(false)
  })
})

test('a text of a hundred thousand digits is looked through in an instant', () => {
  const begun = performance.now()
  expect(containsCardNumber('1 '.repeat(50_000))).toBe(false)
  expect(containsCardNumber('7'.repeat(100_000))).toBe(false)
  expect(performance.now() - begun).toBeLessThan(1000)
})

test('who somebody is may have a telephone number of any digits, as long as it can be one', () => {
  expect(() => assertNoCardNumberOf({ phone: '+378282246310005', first_name: 'A' })).not.toThrow()
  expect(() => assertNoCardNumberOf({ phone: '4242 4242 4242 4242' })).toThrow('card number')
  expect(() => assertNoCardNumberOf({ phone: '1', address1: '4242 4242 4242 4242' })).toThrow('card number')
})

test('in what is logged, the digits of one are stars', () => {
  expect(withoutCardNumbers('/carts/4242-4242-4242-4242?x=17')).toBe('/carts/****-****-****-****?x=17')
  expect(withoutCardNumbers('/carts/cart_01M855QEV6E34VJFSBNG0AX5T0')).toBe('/carts/cart_01M855QEV6E34VJFSBNG0AX5T0')
})
