import { describe, expect, test } from 'bun:test'
import { expectationOf } from './expectation.ts'
import { type Allowance, differences, Meanings } from './likeness.ts'
import type { Json } from './recordings.ts'

const strictly: Allowance = () => null
const cart = 'cart_01J0000000000000000000000A'
const other = 'cart_01J0000000000000000000000B'

function paths(expected: Json, actual: unknown, meanings = new Meanings([]), allowed = strictly): string[] {
  return differences(expected, actual, meanings, allowed).map(({ path }) => path)
}

describe('an answer is like the recorded one', () => {
  test('when its fields are, in any order and among others', () => {
    expect(
      paths({ a: 1, list: [{ sku: 'A' }, { sku: 'B' }] }, { list: [{ sku: 'B' }, { sku: 'A' }], a: 1, more: 2 }),
    ).toEqual([])
  })

  test('and not when a field is missing, another, or once too often', () => {
    expect(paths({ a: 1, b: null, list: [1] }, { a: 2, list: [1, 2] })).toEqual([
      'body.a',
      'body.b',
      'body.list.length',
    ])
    expect(paths({ at: '<time>' }, { at: 'yesterday' })).toEqual(['body.at'])
    expect(paths({ id: '<cart:1>' }, { id: 'cart_1' })).toEqual(['body.id'])
  })

  test('a word means one thing, and in one answer two words mean two', () => {
    const meanings = new Meanings([])
    expect(paths({ id: '<cart:1>' }, { id: cart }, meanings)).toEqual([])
    expect(paths({ message: 'Cart <cart:1> is gone' }, { message: `Cart ${other} is gone` }, meanings)).toEqual([
      'body.message',
    ])
    expect(paths({ one: '<cart:1>', two: '<cart:2>' }, { one: cart, two: cart }, meanings)).toEqual(['body.two'])
  })

  test('a word is not bound to an element that was only tried', () => {
    const expected = [{ id: '<cart:1>', total: 2 }]
    const meanings = new Meanings([])
    expect(
      paths(
        expected,
        [
          { id: cart, total: 1 },
          { id: other, total: 2 },
        ],
        meanings,
      ),
    ).toEqual(['body.length'])
    expect(meanings.of('<cart:1>')).toBe(other)
  })

  test('within what is allowed', () => {
    const byOne: Allowance = (path) => (path === 'body.total' ? { within: 1 } : null)
    expect(paths({ total: 5, tax: 5 }, { total: 6, tax: 6 }, new Meanings([]), byOne)).toEqual(['body.tax'])
  })
})

test('a deviation takes the place of the recorded answer, a change is laid over it', () => {
  const recording = {
    ...{ exchange: 'group.name', scenario: 'name', step: 1, request: null },
    response: { status: 500, body: { a: 1, list: [{ b: 1, c: 1 }] } },
  }
  const none = { answers: [], changes: [], fields: [], checks: [] }
  const rule = { exchanges: ['group.*'], reason: 'better' }
  const replaced = expectationOf(recording, { ...none, answers: [{ ...rule, answer: { status: 404, body: {} } }] })
  expect(replaced).toMatchObject({ status: 404, body: {} })
  const changed = expectationOf(recording, { ...none, changes: [{ ...rule, change: { body: { list: [{ b: 2 }] } } }] })
  expect(changed).toMatchObject({ status: 500, body: { a: 1, list: [{ b: 2, c: 1 }] } })
})
