import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import {
  apiKeyNameMax,
  assertMayOperate,
  createApiKey,
  keyFor,
  listApiKeys,
  type NewApiKey,
  revokeApiKey,
} from '../../src/commands/api-keys.ts'
import { Refusal } from '../../src/refusal.ts'
import { openStockedShop, type StockedShop } from '../support/shop.ts'
import { openStoreOn } from '../support/store.ts'

let at: StockedShop
beforeEach(async () => {
  at = await openStockedShop()
})
afterEach(() => at.close())

const wanted = (kind: NewApiKey['kind'], isTest = false): NewApiKey => ({ kind, isTest, name: null })

test.each([
  ['publishable', false, /^pk_live_[0-9a-f]{48}$/],
  ['publishable', true, /^pk_test_[0-9a-f]{48}$/],
  ['secret', false, /^sk_live_[0-9a-f]{48}$/],
  ['secret', true, /^sk_test_[0-9a-f]{48}$/],
  ['management', false, /^mk_live_[0-9a-f]{48}$/],
] as const)('a %s key, test %p, says what it is, and opens', async (kind, isTest, shape) => {
  const { apiKey, key } = await createApiKey(at.shop, wanted(kind, isTest))
  expect(key).toMatch(shape)
  expect(await keyFor(at.shop, key)).toEqual(apiKey)
  expect(apiKey).toMatchObject({ kind, isTest, revokedAt: null })
  expect(key.startsWith(apiKey.prefix)).toBe(true)
})

test('no two keys are the same, and none is found by less than all of it', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => createApiKey(at.shop, wanted('secret'))))
  expect(new Set(made.map(({ key }) => key)).size).toBe(50)
  const [{ key, apiKey } = { key: '', apiKey: null }] = made
  for (const wrong of ['', key.slice(0, -1), `${key}0`, ` ${key}`, key.toUpperCase(), apiKey?.keyHash ?? '']) {
    expect(await keyFor(at.shop, wrong)).toBeNull()
  }
  expect(await keyFor(at.shop, 'x'.repeat(100_000))).toBeNull()
})

test('nothing of the random part beyond its beginning is in the file', async () => {
  const { key } = await createApiKey(at.shop, wanted('secret'))
  const sql = new Database(join(at.dataDir, 'cartwright.db'), { readonly: true })
  const [row] = sql.prepare<Record<string, unknown>, []>('select * from api_keys').all()
  sql.close(true)
  expect(JSON.stringify(row)).not.toContain(key.slice('sk_live_'.length + 5))
})

describe('a key that is revoked', () => {
  test('opens nothing from then on, also when another process revoked it', async () => {
    const { apiKey, key } = await createApiKey(at.shop, wanted('publishable'))
    const { key: kept } = await createApiKey(at.shop, wanted('publishable'))
    expect(await keyFor(at.shop, key)).not.toBeNull()
    const store = openStoreOn(join(at.dataDir, 'cartwright.db'), at.clock)
    await revokeApiKey({ ...at.shop, store }, apiKey.id)
    expect(await keyFor(at.shop, key)).toBeNull()
    expect(await keyFor(at.shop, kept)).not.toBeNull()
    await store.close()
  })

  test('opens nothing from then on in the process that revoked it', async () => {
    const { apiKey, key } = await createApiKey(at.shop, wanted('publishable'))
    expect(await keyFor(at.shop, key)).not.toBeNull()
    await revokeApiKey(at.shop, apiKey.id)
    expect(await keyFor(at.shop, key)).toBeNull()
  })

  test('stays in the list with the time of the first revoking; an unknown one is refused', async () => {
    const { apiKey } = await createApiKey(at.shop, { kind: 'secret', isTest: false, name: 'till 3' })
    const first = await revokeApiKey(at.shop, apiKey.id)
    at.clock.advance(1_000)
    expect(await revokeApiKey(at.shop, apiKey.id)).toEqual(first)
    expect(await listApiKeys(at.shop)).toEqual([first])
    await expect(revokeApiKey(at.shop, 'key_nothing')).rejects.toMatchObject({ code: 'api-key-not-found' })
  })
})

test.each(['', 'x'.repeat(apiKeyNameMax + 1), 'a\nb'])('the name %j is refused', async (name) => {
  await expect(createApiKey(at.shop, { ...wanted('secret'), name })).rejects.toMatchObject({ code: 'body-invalid' })
  expect(await listApiKeys(at.shop)).toEqual([])
})

test('only secret keys may run the shop', async () => {
  const make = async (kind: NewApiKey['kind']) => (await createApiKey(at.shop, wanted(kind))).apiKey
  const [publishable, secret, management] = [await make('publishable'), await make('secret'), await make('management')]
  expect(() => assertMayOperate(secret)).not.toThrow()
  for (const key of [publishable, management]) expect(() => assertMayOperate(key)).toThrow(Refusal)
})
