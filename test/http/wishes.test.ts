import { describe, expect, test } from 'bun:test'
import { readPreference, readWait, waitMaxMs } from '../../src/http/prefer.ts'
import { parseQuery, readQuery } from '../../src/http/query.ts'

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

test('where nothing can be answered before the end, only how long is read', () => {
  const wished = (prefer: string) => readWait(new Request('http://localhost/', { headers: { prefer } }))
  expect(wished('respond-async')).toBeNull()
  expect(wished('respond-async, wait=4')).toEqual({ waitMs: 4000, applied: 'wait=4' })
  expect(readWait(new Request('http://localhost/'))).toBeNull()
})

describe('a query', () => {
  const asked = (text: string) => new Request(`http://localhost/?${text}`)

  test.each([
    ['', {}],
    ['id=a', { id: 'a' }],
    ['id=', { id: '' }],
    ['id=a&id=b', { id: ['a', 'b'] }],
    ['id[]=a', { id: ['a'] }],
    ['id[]=a&id[]=b', { id: ['a', 'b'] }],
    ['id[0]=a&id[1]=b', { id: ['a', 'b'] }],
    ['id=a&id[]=b', { id: ['a', 'b'] }],
    ['id%5B%5D=a+b%20c', { id: ['a b c'] }],
    ['at[gt]=1&at[lt]=2', { at: { gt: '1', lt: '2' } }],
    ['shipping_address[postal_code]=1000', { shipping_address: { postal_code: '1000' } }],
    ['a[b][]=1&a[b][]=2', { a: { b: ['1', '2'] } }],
    ['a[b]c=1&[x]=2', { 'a[b]c': '1', '[x]': '2' }],
    ['a[b][c][d][e][f][g]=1', { 'a[b][c][d][e][f][g]': '1' }],
  ])('%s', (text, tree) => {
    expect(parseQuery(asked(text))).toEqual(tree)
  })

  test('changes nothing that objects inherit', () => {
    expect(parseQuery(asked('__proto__[admin]=1&a[__proto__][admin]=1'))).not.toHaveProperty('admin')
    expect({}).not.toHaveProperty('admin')
  })

  test('has the last of several single values', () => {
    expect(readQuery(asked('x=1&x=2')).one('x')).toBe('2')
    expect(readQuery(asked('')).one('x')).toBeNull()
  })

  test('is not endless', () => {
    expect(() => parseQuery(asked('id=a&'.repeat(1001)))).toThrow('at most 1000 values')
  })
})
