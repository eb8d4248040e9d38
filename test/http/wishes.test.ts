import { describe, expect, test } from 'bun:test'
import { readPreference, waitMaxMs } from '../../src/http/prefer.ts'
import { readQuery } from '../../src/http/query.ts'

function preferring(prefer: string | null) {
  const headers: Record<string, string> = prefer === null ? {} : { prefer }
  return readPreference(new Request('http://localhost/', { headers }), 8000)
}

describe('Prefer', () => {
  test.each([
    [null, 8000, null],
    ['return=minimal', 8000, null],
    ['respond-async', 0, 'respond-async'],
    ['wait=3', 3000, 'wait=3'],
    ['Respond-Async, Wait=0', 0, 'respond-async, wait=0'],
    ['wait = "2"; why=that', 2000, 'wait=2'],
    ['wait=86400', waitMaxMs, `wait=${waitMaxMs / 1000}`],
    ['wait=soon', 8000, null],
  ])('%p means waiting %p ms and is confirmed as %p', (prefer, waitMs, applied) => {
    expect(preferring(prefer)).toEqual({ waitMs, applied })
  })
})

describe('a query', () => {
  const query = readQuery(
    new Request('http://localhost/?id[]=a&id[]=b&ids=c,d&tags[0]=e&x=1&x=2&address[city]=f&idle=g'),
  )

  test('has lists in all their spellings', () => {
    expect(query.list('id')).toEqual(['a', 'b'])
    expect(query.list('tags')).toEqual(['e'])
    expect(query.commaList('ids')).toEqual(['c', 'd'])
    expect(query.list('nothing')).toBeNull()
  })

  test('has the last of several single values, and names with brackets', () => {
    expect(query.one('x')).toBe('2')
    expect(query.one('address[city]')).toBe('f')
    expect(query.one('nothing')).toBeNull()
  })

  test('is not endless', () => {
    const many = readQuery(new Request(`http://localhost/?${'id=a&'.repeat(1001)}`))
    expect(() => many.list('id')).toThrow('more than 1000')
  })
})
