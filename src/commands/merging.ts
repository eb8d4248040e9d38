import type { Cart } from '../cart/cart.ts'
import { putDiscounts } from '../cart/discount-codes.ts'
import { assertWithinLimits } from '../cart/limits.ts'
import { mergedCart } from '../cart/merge.ts'
import type { Books } from '../checkout/books.ts'
import type { Decision } from '../checkout/decision.ts'
import { Refusal } from '../refusal.ts'
import { regionOf } from './carts.ts'
import { accountOf } from './customers.ts'
import { cartFor, cartMerged, freeForEditing, nextVersion } from './editing.ts'
import { once } from './idempotency.ts'
import { withShippingKept } from './kept-shipping.ts'
import type { Answer, Asked, Shown } from './receipts.ts'
import { repriced } from './repricing.ts'
import type { Shop } from './shop.ts'

/** The cart whose things move; `targetId` null: into the customer's own active cart, and without one it becomes that. */
export interface Merge {
  readonly sourceId: string
  readonly targetId: string | null
}

/** Who merges has to be signed in. */
export interface AskedToMerge extends Asked {
  readonly signedInAs: string
}

/**
 * Puts everything of a cart into one of the customer's, in one commit; the emptied one is `merged` and no longer active.
 * Done again it only shows the cart that everything is in. Refuses carts of other accounts, and what cannot be moved whole.
 */
export function mergeCarts(shop: Shop, wanted: Merge, asked: AskedToMerge): Promise<Answer> {
  return shop.store.change((books) => {
    const source = cartFor(books, wanted.sourceId, asked.signedInAs, asked)
    const target = targetOf(source, wanted, asked, books)
    return once(shop, books, asked.keyed, () => {
      if (source.mergedInto !== null && source.mergedInto !== target.id) throw cartMerged(source)
      if (source.mergedInto === target.id) return { result: asked.show(target, books), changes: [] }
      return target.id === source.id
        ? takenOver(shop, source, asked, books)
        : merged(shop, source, target, asked, books)
    })
  })
}

function targetOf(source: Cart, { targetId }: Merge, asked: AskedToMerge, books: Books): Cart {
  const { signedInAs, isTest = false } = asked
  const known = targetId ?? source.mergedInto
  if (known !== null) return cartFor(books, known, signedInAs, asked)
  const own = books.activeCartOfCustomer(signedInAs, isTest)
  return own && source.customerId !== signedInAs ? own : source
}

/** A guest's cart changes owner; the owner's own stays as it is. */
function takenOver(shop: Shop, source: Cart, asked: AskedToMerge, books: Books): Decision<Shown> {
  if (source.customerId === asked.signedInAs) return { result: asked.show(source, books), changes: [] }
  const now = shop.now()
  const freed = freeForEditing(shop, source, books, now, null)
  const owned = ownedBy(freed.cart, asked, books, now)
  const cart = nextVersion(shop, freed.cart, withShippingKept(freed.cart, owned, books), books, now)
  return { result: asked.show(cart, books), changes: [...freed.changes, { kind: 'save-cart', cart }] }
}

function merged(shop: Shop, source: Cart, target: Cart, asked: AskedToMerge, books: Books): Decision<Shown> {
  const now = shop.now()
  const [from, into] = [source, target].map((cart) => freeForEditing(shop, cart, books, now, null))
  if (!from || !into) return { result: asked.show(target, books), changes: [] }
  const arriving = movedTo(from.cart, into.cart, books, now)
  const full = withCodes(mergedCart(ownedBy(into.cart, asked, books, now), arriving, now), into.cart, arriving, books)
  assertWithinLimits(full, into.cart)
  const shipping = into.cart.shippingMethods.length > 0 ? into.cart : { ...arriving, lines: into.cart.lines }
  const cart = nextVersion(shop, into.cart, withShippingKept(shipping, full, books), books, now)
  const emptied = nextVersion(shop, from.cart, { ...from.cart, stage: 'merged', mergedInto: cart.id }, books, now)
  return {
    result: asked.show(cart, books),
    changes: [
      ...from.changes,
      ...into.changes,
      { kind: 'save-cart', cart: { ...emptied, paymentSessions: [] } },
      { kind: 'save-cart', cart },
    ],
  }
}

function ownedBy(cart: Cart, { signedInAs }: AskedToMerge, books: Books, now: number): Cart {
  const { id, email } = accountOf(books, signedInAs)
  const owned = { ...cart, customerId: id, email }
  return wholly(cart, repriced(owned, regionOf(books, cart.regionId), books, now))
}

/** At the prices of the cart that it goes into. */
function movedTo(source: Cart, target: Cart, books: Books, now: number): Cart {
  if (source.regionId === target.regionId) return source
  const { regionId, currencyCode } = target
  const moved = repriced(source, regionOf(books, regionId), books, now)
  return { ...wholly(source, moved), regionId, currencyCode, discounts: [], giftCards: [], shippingMethods: [] }
}

/** Prices that are not there must not make goods disappear. */
function wholly(before: Cart, after: Cart): Cart {
  const lost = before.lines.find(({ id }) => !after.lines.some((line) => line.id === id))
  if (!lost) return after
  throw new Refusal('price-missing', `${lost.title} has no price where the cart would be.`, {
    variantId: lost.variantId ?? '',
    title: lost.title,
  })
}

/** The target's own codes go before those that come with the source. */
function withCodes(cart: Cart, target: Cart, source: Cart, books: Books): Cart {
  const discounts = [...target.discounts, ...source.discounts].flatMap(({ id }) => books.discount(id) ?? [])
  const further = source.giftCards.filter(({ id }) => !target.giftCards.some((card) => card.id === id))
  return putDiscounts({ ...cart, giftCards: [...target.giftCards, ...further] }, discounts)
}
