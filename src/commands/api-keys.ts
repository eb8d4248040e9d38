import { timingSafeEqual } from 'node:crypto'
import type { ApiKey, ApiKeyKind } from '../checkout/api-key.ts'
import { Refusal } from '../refusal.ts'
import { hashOfSecret } from './secrets.ts'
import type { Shop } from './shop.ts'

/** Random bytes of a key. */
const keyBytes = 24

/** Characters of a key that lists show: what kind it is, and the first of its random part. */
const randomShown = 4

/** Characters of a key's name. */
export const apiKeyNameMax = 100

/** Longer ones are no keys of ours, and not worth hashing. */
const presentedMax = 200

const kindPrefixes: Readonly<Record<ApiKeyKind, string>> = { publishable: 'pk', secret: 'sk', management: 'mk' }

export interface NewApiKey {
  readonly kind: ApiKeyKind
  readonly isTest: boolean
  readonly name: string | null
}

/** A key as it is shown, once; the shop cannot say it again. */
export interface CreatedApiKey {
  readonly apiKey: ApiKey
  readonly key: string
}

/** Makes a key; refuses names that are empty, too long or have control characters. */
export async function createApiKey(shop: Shop, { kind, isTest, name }: NewApiKey): Promise<CreatedApiKey> {
  if (name !== null && !isName(name)) {
    throw new Refusal('body-invalid', `A key's name has 1 to ${apiKeyNameMax} characters and no control characters.`)
  }
  const start = `${kindPrefixes[kind]}_${isTest ? 'test' : 'live'}_`
  const key = `${start}${Buffer.from(crypto.getRandomValues(new Uint8Array(keyBytes))).toString('hex')}`
  const apiKey: ApiKey = {
    id: shop.newId('key'),
    kind,
    isTest,
    name,
    keyHash: hashOfSecret(key),
    prefix: key.slice(0, start.length + randomShown),
    createdAt: shop.now(),
    revokedAt: null,
  }
  await shop.store.change(() => ({ result: null, changes: [{ kind: 'add-api-key', apiKey }] }))
  return { apiKey, key }
}

/** Every key there ever was, oldest first. */
export function listApiKeys(shop: Shop): Promise<readonly ApiKey[]> {
  return shop.store.read((books) => books.apiKeys())
}

/** From the next request on, in every process, the key opens nothing; revoking it again changes nothing. */
export function revokeApiKey(shop: Shop, id: string): Promise<ApiKey> {
  return shop.store.change((books) => {
    const apiKey = books.apiKey(id)
    if (!apiKey) throw new Refusal('api-key-not-found', `There is no key with the id "${id}".`, { keyId: id })
    if (apiKey.revokedAt !== null) return { result: apiKey, changes: [] }
    const at = shop.now()
    return { result: { ...apiKey, revokedAt: at }, changes: [{ kind: 'revoke-api-key', id, at }] }
  })
}

/**
 * What somebody presented, if it is a key and was not revoked. Looked up by its hash, so that how long the looking takes
 * says nothing about the key; the hashes are then compared in constant time.
 */
export function keyFor(shop: Shop, presented: string): Promise<ApiKey | null> {
  if (presented.length === 0 || presented.length > presentedMax) return Promise.resolve(null)
  const keyHash = hashOfSecret(presented)
  return shop.store.read((books) => {
    const apiKey = books.apiKeyByHash(keyHash)
    return apiKey && apiKey.revokedAt === null && isSame(apiKey.keyHash, keyHash) ? apiKey : null
  })
}

/** Refuses whoever may not run the shop: storefronts' keys are known to every visitor. */
export function assertMayOperate({ kind }: ApiKey): void {
  if (kind !== 'secret') throw new Refusal('forbidden', 'This takes a secret key.')
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function isName(name: string): boolean {
  return name.length > 0 && name.length <= apiKeyNameMax && !/\p{Cc}/u.test(name)
}
