import type { ApiKey } from '../../checkout/api-key.ts'
import { keyFor } from '../../commands/api-keys.ts'
import { look } from '../../commands/reads.ts'
import type { Shop } from '../../commands/shop.ts'
import { isTokenGood } from '../../commands/sign-in.ts'
import type { AccessTokens } from '../../http/access-token.ts'
import { Refusal } from '../../refusal.ts'
import { keyMissing, keyUnknown } from './errors.ts'

/** The key that every request needs; those of storefronts open storefronts, secret ones too, management ones do not. */
export async function keyOf(shop: Shop, request: Request): Promise<ApiKey> {
  const presented = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (presented === undefined) throw keyMissing
  const key = await keyFor(shop, presented)
  if (!key || key.kind === 'management') throw keyUnknown
  return key
}

/** Which requests say whose they are: `required` only by them, `optional` if they like; elsewhere nobody looks. */
export type TokenUse = 'unread' | 'optional' | 'required'

/**
 * The customer that `X-Customer-Token` stands for; null without one. A token that is wrong, worn out or of the other mode
 * is refused even where none is needed: who thinks to be signed in must not go on as a guest unknowingly.
 */
export async function customerOf(
  shop: Shop,
  tokens: AccessTokens,
  request: Request,
  { isTest }: ApiKey,
  use: TokenUse,
): Promise<string | null> {
  const token = use === 'unread' ? null : request.headers.get('x-customer-token')
  if (token === null) {
    if (use === 'required') throw new Refusal('unauthorized', 'This takes the customer’s token, as X-Customer-Token.')
    return null
  }
  const claims = await tokens.read(token)
  const isGood = claims !== null && (await isTokenGood(shop, claims.customerId, claims.generation))
  const isOurs = isGood && (await look(shop, (books) => books.customer(claims.customerId)?.isTest === isTest))
  if (!isOurs) throw new Refusal('unauthorized', 'The customer’s token is wrong or no longer good.')
  return claims.customerId
}
