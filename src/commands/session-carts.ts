import type { Cart } from '../cart/cart.ts'
import type { Books } from '../checkout/books.ts'
import type { Decision } from '../checkout/decision.ts'
import { Refusal } from '../refusal.ts'
import { announced } from './announcing.ts'
import { type NewCart, newCart } from './carts.ts'
import { cartFor, isAnothers, nextVersion } from './editing.ts'
import { pricedAnew } from './fresh-prices.ts'
import { once } from './idempotency.ts'
import type { Answer, Asked, Shown, Sight } from './receipts.ts'
import type { Shop } from './shop.ts'

/** How an answer looks for a cart that was made, and for the session's cart that was there already. */
export interface AskedForCart extends Omit<Asked, 'show'> {
  /** The customer whose cart it is to be; null: nobody's yet. */
  readonly owner: string | null
  readonly show: (cart: Cart, books: Books, isNew: boolean) => Shown
}

/**
 * Makes a cart; for a session that has an active one, that is the answer, so that asking at the same moment makes one cart.
 * A session whose cart belongs to an account by now, that is not the asker's, begins anew: its cart stays the account's.
 */
export function openSessionCart(shop: Shop, wanted: NewCart, asked: AskedForCart): Promise<Answer> {
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, (): Decision<Shown> => {
      const { sessionId, isTest = false } = wanted
      const present = sessionId === null ? null : books.activeCartOfSession(sessionId, isTest)
      if (present && !isAnothers(present, books, asked.signedInAs))
        return { result: asked.show(present, books, false), changes: [] }
      const cart = newCart(shop, wanted, books, asked.owner)
      const left = present && nextVersion(shop, present, { ...present, sessionId: null }, books, shop.now())
      const saved = [left, cart].flatMap((each) => (each ? [{ kind: 'save-cart', cart: each } as const] : []))
      return { result: asked.show(cart, books, true), changes: announced(shop, saved) }
    }),
  )
}

/** Who looks, and what they may see. */
export interface Looking extends Sight {
  readonly signedInAs: string | null
}

/** The session's active cart; whoever may not see it is told that there is none. */
export async function readSessionCart<Seen>(
  shop: Shop,
  sessionId: string,
  looking: Looking,
  show: (cart: Cart, books: Books) => Seen,
): Promise<Seen> {
  const found = await shop.store.read((books) => books.activeCartOfSession(sessionId, looking.isTest ?? false)?.id)
  const missing = new Refusal('cart-not-found', `The session has no active cart.`, { sessionId })
  if (found === undefined) throw missing
  try {
    return await readFreshCart(shop, found, looking, show)
  } catch (error) {
    throw error instanceof Refusal && error.code === 'unauthorized' ? missing : error
  }
}

/** The cart with the prices of now; where they have changed, it is saved with them. */
export async function readFreshCart<Seen>(
  shop: Shop,
  cartId: string,
  looking: Looking,
  show: (cart: Cart, books: Books) => Seen,
): Promise<Seen> {
  const look = (books: Books): { readonly cart: Cart; readonly fresh: Cart } => {
    const cart = cartFor(books, cartId, looking.signedInAs, looking)
    return { cart, fresh: cart.stage === 'open' ? pricedAnew(cart, books, shop.now()) : cart }
  }
  const seen = await shop.store.read((books) => {
    const { cart, fresh } = look(books)
    return cart === fresh ? { shown: show(cart, books) } : null
  })
  if (seen) return seen.shown
  return shop.store.change<Seen>((books) => {
    const { cart, fresh } = look(books)
    if (cart === fresh) return { result: show(cart, books), changes: [] }
    const saved = nextVersion(shop, cart, fresh, books, shop.now())
    return { result: show(saved, books), changes: [{ kind: 'save-cart', cart: saved }] }
  })
}
