import { expect, test } from 'bun:test'
import { fromUuid, makeId, toUuid } from '../src/id.ts'

const random = () => crypto.getRandomValues(new Uint8Array(10))

test('an id is a prefix and 26 Crockford characters, and its UUID spelling is a version 7 that leads back', () => {
  for (let at = 0; at < 1000; at += 1) {
    const id = makeId('cart', 1_700_000_000_000 + at, random())
    expect(id).toMatch(/^cart_[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
    const uuid = toUuid(id)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(fromUuid('cart', uuid ?? '')).toBe(id)
  }
})

test('ids sort by time, carry the millisecond and do not follow from each other', () => {
  const [early, late] = [makeId('cart', 1_700_000_000_000, random()), makeId('cart', 1_700_000_000_001, random())]
  expect(early < late).toBe(true)
  expect(toUuid(makeId('cart', 0x0123456789ab, random()))?.slice(0, 13)).toBe('01234567-89ab')
  expect(makeId('cart', 0, random()).slice(-14)).not.toBe(makeId('cart', 0, random()).slice(-14))
})

test('text that is no id has no UUID, and no UUID no id', () => {
  expect(toUuid('cart_nope')).toBeNull()
  expect(toUuid('prod_01J0000000000000000000DRFU')).toBeNull()
  expect(fromUuid('cart', 'cart_01J')).toBeNull()
})
