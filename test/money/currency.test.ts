import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { InvariantError } from '../../src/invariant.ts'
import { currencyDigits, fromDecimal, isCurrencyCode, toDecimal, toDecimalNumber } from '../../src/money/currency.ts'
import { minor } from '../../src/money/money.ts'

test.each([
  ['eur', 1999, '19.99', 19.99],
  ['usd', 5, '0.05', 0.05],
  ['usd', -5, '-0.05', -0.05],
  ['usd', 0, '0.00', 0],
  ['jpy', 500, '500', 500],
  ['krw', -1, '-1', -1],
  ['kwd', 1234, '1.234', 1.234],
  ['clf', 1, '0.0001', 0.0001],
  ['eur', 100_000_000_001, '1000000000.01', 1_000_000_000.01],
] as const)('%s %d is %s', (code, amount, text, number) => {
  expect(toDecimal(minor(amount), code)).toBe(text)
  expect(toDecimalNumber(minor(amount), code)).toBe(number)
})

test.each([
  ['eur', '19.99', 1999],
  ['eur', '19.9', 1990],
  ['eur', '19', 1900],
  ['eur', '19.9900', 1999],
  ['eur', '-0.05', -5],
  ['eur', '19.995', null],
  ['jpy', '500', 500],
  ['jpy', '500.00', 500],
  ['jpy', '500.5', null],
  ['bhd', '1.234', 1234],
  ['eur', '1e3', null],
  ['eur', '', null],
  ['eur', '.5', null],
  ['eur', '5.', null],
  ['eur', ' 5', null],
  ['eur', '+5', null],
  ['eur', '1,000', null],
  ['eur', 'NaN', null],
  ['eur', '10000000000.00', 1_000_000_000_000],
  ['eur', '10000000000.01', null],
  ['eur', '99999999999999999999', null],
] as const)('%s "%s" is read as %p', (code, text, amount) => {
  expect<number | null>(fromDecimal(text, code)).toBe(amount)
})

test('what is written is read back, as text and as a JSON number', () => {
  const amount = fc.integer({ min: -(10 ** 12), max: 10 ** 12 })
  fc.assert(
    fc.property(amount, fc.constantFrom('eur', 'jpy', 'kwd', 'clf'), (value, code) => {
      expect<number | null>(fromDecimal(toDecimal(minor(value), code), code)).toBe(value)
      const printed = JSON.stringify(toDecimalNumber(minor(value), code))
      if (!printed.includes('e')) expect<number | null>(fromDecimal(printed, code)).toBe(value)
    }),
    { numRuns: 10_000 },
  )
})

test('currencies are known by their codes in lower case', () => {
  expect(['eur', 'usd', 'jpy', 'xof'].every(isCurrencyCode)).toBe(true)
  expect(['EUR', 'eu', 'zzz', ''].some(isCurrencyCode)).toBe(false)
  expect([currencyDigits('isk'), currencyDigits('huf'), currencyDigits('tnd')]).toEqual([0, 2, 3])
  expect(() => currencyDigits('zzz')).toThrow(InvariantError)
})
