import { describe, expect, test } from 'bun:test'
import { etagOf, isFresh } from '../../src/http/etag.ts'
import { fingerprintOf, keyedFor, readKey } from '../../src/http/keyed.ts'
import { Refusal } from '../../src/refusal.ts'

function having(headers: Record<string, string>): Request {
  return new Request('http://localhost/store/carts?x=1', { method: 'POST', headers })
}

describe('etag', () => {
  const tag = etagOf('{"cart":1}')

  test('is weak and differs with the answer', () => {
    expect(tag).toMatch(/^W\/"[\w-]+"$/)
    expect(etagOf('{"cart":1}')).toBe(tag)
    expect(etagOf('{"cart":2}')).not.toBe(tag)
  })

  test('is found among several, weak or not, and by a star', () => {
    expect(isFresh(having({ 'if-none-match': tag }), tag)).toBe(true)
    expect(isFresh(having({ 'if-none-match': `"other", ${tag.slice(2)}` }), tag)).toBe(true)
    expect(isFresh(having({ 'if-none-match': '*' }), tag)).toBe(true)
    expect(isFresh(having({ 'if-none-match': '"other"' }), tag)).toBe(false)
    expect(isFresh(having({}), tag)).toBe(false)
  })
})

describe('Idempotency-Key', () => {
  test('is read as it is', () => {
    expect(readKey(having({ 'idempotency-key': 'my key' }))).toBe('my key')
    expect(readKey(having({ 'idempotency-key': 'k'.repeat(255) }))).toHaveLength(255)
    expect(readKey(having({}))).toBeNull()
  })

  test('is refused when empty, too long or with control characters', () => {
    for (const key of ['', 'k'.repeat(256), 'a\tb', 'a\u0085b']) {
      expect(() => readKey(having({ 'idempotency-key': key }))).toThrow(Refusal)
    }
  })

  test('is bound to method, path and body, not to the query', () => {
    const keyed = keyedFor('carts', 'k', having({}), '{}', false)
    expect(keyed).toEqual({
      scope: 'carts',
      key: 'k',
      fingerprint: fingerprintOf('POST', '/store/carts', '{}'),
      isNew: false,
    })
    const others = [
      fingerprintOf('DELETE', '/store/carts', '{}'),
      fingerprintOf('POST', '/store/cart', 's{}'),
      fingerprintOf('POST', '/store/carts', '{ }'),
    ]
    for (const other of others) expect(other).not.toBe(keyed.fingerprint)
  })
})
