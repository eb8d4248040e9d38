import {
  type Metafield,
  mayRead,
  mayWrite,
  metafieldMax,
  ownMetafieldMax,
  type PermissionSet,
} from '../cart/metafields.ts'
import type { Books } from '../checkout/books.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'
import { cartFor } from './editing.ts'
import { once } from './idempotency.ts'
import type { Answer, Keyed, Shown } from './receipts.ts'
import type { Shop } from './shop.ts'

/** Metafields in one request. */
export const metafieldBatchMax = 100

/** What a metafield is to say. */
export interface MetafieldSaid {
  readonly permissionSet: PermissionSet
  readonly namespace: string
  readonly key: string
  readonly value: string
  readonly description: string
}

/** A new one on a cart, a change of one that is there, or the end of one. */
export type MetafieldWish =
  | { readonly kind: 'create'; readonly cartId: string; readonly said: MetafieldSaid }
  | {
      readonly kind: 'change'
      readonly number: number
      readonly cartId: string | null
      readonly said: Partial<MetafieldSaid>
    }
  | { readonly kind: 'remove'; readonly number: number; readonly cartId: string | null }

/** What became of one wish: what is there now (what was there, where it was removed), or why not. */
export type MetafieldOutcome =
  | { readonly kind: 'done'; readonly metafield: Metafield }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** The API key that asks; what it makes is its own. With a test key only test data is there. */
export interface Who {
  readonly keyId: string
  readonly isTest: boolean
}

export interface AskedByKey<Seen> extends Who {
  readonly keyed: Keyed | null
  readonly show: (seen: Seen) => Shown
}

/** Does one thing, or refuses it. */
export function changeMetafield(shop: Shop, wish: MetafieldWish, asked: AskedByKey<Metafield>): Promise<Answer> {
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => {
      const { result, changes } = carriedOut(shop, [wish], asked, books)
      const [outcome] = result
      if (outcome?.kind === 'refused') throw outcome.refusal
      return { result: outcome ? asked.show(outcome.metafield) : { status: 204, body: '' }, changes }
    }),
  )
}

/** Does each that can be done, in one commit, and says of the others why not. */
export function changeMetafields(
  shop: Shop,
  wishes: readonly MetafieldWish[],
  asked: AskedByKey<readonly MetafieldOutcome[]>,
): Promise<Answer> {
  if (wishes.length > metafieldBatchMax) {
    throw new Refusal('limit-exceeded', `At most ${metafieldBatchMax} metafields are changed at once.`, {
      limit: metafieldBatchMax,
    })
  }
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => {
      const { result, changes } = carriedOut(shop, wishes, asked, books)
      return { result: asked.show(result), changes }
    }),
  )
}

/** One metafield, for who may read it; to everybody else it is not there. */
export function metafieldFor(books: Books, number: number, cartId: string | null, who: Who): Metafield {
  const metafield = books.metafield(number)
  const isOfCart = metafield && (cartId === null || metafield.cartId === cartId)
  const isTest = metafield && books.cart(metafield.cartId)?.isTest
  if (isOfCart && isTest === who.isTest && mayRead(metafield, who.keyId)) return metafield
  throw notThere(number)
}

/** What the wishes before left, which no book knows yet. */
interface Draft {
  readonly written: Map<number, Metafield>
  readonly removed: Set<number>
  next: number
}

function carriedOut(
  shop: Shop,
  wishes: readonly MetafieldWish[],
  who: Who,
  books: Books,
): Decision<readonly MetafieldOutcome[]> {
  const draft: Draft = { written: new Map(), removed: new Set(), next: books.nextMetafieldNumber() }
  const result = wishes.map((wish): MetafieldOutcome => {
    try {
      return { kind: 'done', metafield: carryOut(shop, wish, who, books, draft) }
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', refusal: error }
      throw error
    }
  })
  const written = [...draft.written.values()].filter(({ number }) => !draft.removed.has(number))
  const changes: Change[] = written.map((metafield) => ({ kind: 'save-metafield', metafield }))
  const removed: Change[] = draft.removed.size > 0 ? [{ kind: 'delete-metafields', numbers: [...draft.removed] }] : []
  return { result, changes: [...removed, ...changes] }
}

function carryOut(shop: Shop, wish: MetafieldWish, who: Who, books: Books, draft: Draft): Metafield {
  if (wish.kind === 'create') return created(shop, wish.cartId, wish.said, who, books, draft)
  const present = draft.written.get(wish.number) ?? metafieldFor(books, wish.number, wish.cartId, who)
  if (draft.removed.has(wish.number)) throw notThere(wish.number)
  if (!mayWrite(present, who.keyId)) throw new Refusal('forbidden', 'The metafield belongs to another program.')
  if (wish.kind === 'remove') {
    draft.removed.add(wish.number)
    return present
  }
  const changed = { ...present, ...wish.said, updatedAt: shop.now() }
  assertFree(changed, books, draft)
  assertNoCardNumber(changed.value, changed.description)
  draft.written.set(changed.number, changed)
  return changed
}

function created(shop: Shop, cartId: string, said: MetafieldSaid, who: Who, books: Books, draft: Draft): Metafield {
  const now = shop.now()
  cartFor(books, cartId, null, who)
  assertNoCardNumber(said.value, said.description)
  const metafield = { number: draft.next, cartId, ownerId: who.keyId, ...said, createdAt: now, updatedAt: now }
  assertFree(metafield, books, draft)
  assertRoom(metafield, books, draft)
  draft.next += 1
  draft.written.set(metafield.number, metafield)
  return metafield
}

function assertFree(metafield: Metafield, books: Books, draft: Draft): void {
  const { cartId, ownerId, namespace, key, number } = metafield
  const stored = books.metafieldByKey(cartId, ownerId, namespace, key)
  const inDraft = [...draft.written.values()].find(
    (one) => one.cartId === cartId && one.ownerId === ownerId && one.namespace === namespace && one.key === key,
  )
  const now = stored && draft.written.get(stored.number)
  const isMoved = now && (now.key !== key || now.namespace !== namespace)
  const other = [isMoved ? null : stored, inDraft].find(
    (one) => one && one.number !== number && !draft.removed.has(one.number),
  )
  if (other)
    throw new Refusal('entry-taken', `${namespace} has a metafield ${key} on this cart already.`, { field: 'key' })
}

function assertRoom({ cartId, ownerId }: Metafield, books: Books, draft: Draft): void {
  const stored = books.metafieldCounts(cartId, ownerId)
  const fresh = [...draft.written.values()].filter((one) => one.cartId === cartId && !books.metafield(one.number))
  const own = stored.own + fresh.filter((one) => one.ownerId === ownerId).length
  if (own >= ownMetafieldMax) throw tooMany(ownMetafieldMax, 'of one API key')
  if (stored.all + fresh.length >= metafieldMax) throw tooMany(metafieldMax, 'in all')
}

function tooMany(limit: number, whose: string): Refusal {
  return new Refusal('limit-exceeded', `A cart takes at most ${limit} metafields ${whose}.`, { limit })
}

function notThere(number: number): Refusal {
  return new Refusal('entry-not-found', 'There is no metafield with that id.', { number })
}
