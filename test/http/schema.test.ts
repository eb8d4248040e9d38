import { expect, test } from 'bun:test'
import { Type } from 'typebox'
import { shapeOf } from '../../src/http/schema.ts'

const closed = { additionalProperties: false }
const street = Type.Object({ city: Type.Optional(Type.Union([Type.String(), Type.Null()])) }, closed)
const shape = shapeOf(
  Type.Object(
    {
      variant_id: Type.String({ minLength: 1 }),
      quantity: Type.Integer(),
      address: Type.Optional(Type.Union([street, Type.String(), Type.Null()])),
      items: Type.Optional(Type.Array(Type.Object({ code: Type.String() }, closed))),
    },
    closed,
  ),
)

function told(value: unknown): string[] {
  return shape.faults(value).map((fault) => `${fault.path.join('.')} ${fault.rule} ${fault.expected.type ?? ''}`.trim())
}

test('accepts what fits and finds nothing wrong with it', () => {
  const good = { variant_id: 'v', quantity: 2, address: { city: null }, items: [{ code: 'X' }] }
  expect(shape.accepts(good)).toBe(true)
  expect(shape.faults(good)).toEqual([])
})

test('names every missing field with what it should have been', () => {
  expect(told({})).toEqual(['variant_id missing string', 'quantity missing integer'])
})

test('names unexpected fields once, at their place', () => {
  expect(told({ variant_id: 'v', quantity: 1, colour: 'red' })).toEqual(['colour unexpected'])
  expect(told({ variant_id: 'v', quantity: 1, items: [{ code: 'A' }, { kode: 'B' }] })).toEqual([
    'items.1.kode unexpected',
    'items.1.code missing string',
  ])
})

test('does not take text or fractions for whole numbers', () => {
  expect(told({ variant_id: 'v', quantity: '2' })).toEqual(['quantity type integer'])
  expect(told({ variant_id: '', quantity: 1.5 })).toEqual(['variant_id minLength string', 'quantity type integer'])
})

test('of a choice, tells about the branch whose type fits', () => {
  const having = (address: unknown) => ({ variant_id: 'v', quantity: 1, address })
  expect(told(having({ country: 'dk' }))).toEqual(['address.country unexpected'])
  expect(told(having({ city: 7 }))).toEqual(['address.city anyOf'])
  expect(told(having(7))).toEqual(['address anyOf'])
})

test('says of the whole that it is not an object', () => {
  expect(told([])).toEqual(['type object'])
  expect(told(null)).toEqual(['type object'])
})
