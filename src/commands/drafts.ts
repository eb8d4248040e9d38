import type { Cart } from '../cart/cart.ts'
import { selectedSession } from '../cart/payment-sessions.ts'
import type { Books } from '../checkout/books.ts'
import type { Checkout } from '../checkout/checkout.ts'
import { type Draft, type DraftProviders, draftsMax, isCurrent } from '../checkout/draft.ts'
import { zero } from '../money/money.ts'
import { Refusal } from '../refusal.ts'
import { billOf } from './bills.ts'
import { editCart, sessionFacts } from './editing.ts'
import { payingWith, payWith } from './payments.ts'
import type { Answer, Asked, Shown } from './receipts.ts'
import type { Shop } from './shop.ts'
import { settleTaxes } from './taxes.ts'

export interface AskedForDraft extends Omit<Asked, 'show'> {
  readonly show: (draft: Draft, books: Books) => Shown
}

/**
 * Begins with a checkout: keeps what the cart holds now, and opens the payment session with the provider that is named.
 * Any earlier draft is outdated by it. Refuses an empty cart, and providers that the cart's region does not have.
 */
export async function beginDraft(
  shop: Shop,
  cartId: string,
  providers: DraftProviders,
  asked: AskedForDraft,
): Promise<Answer> {
  await settleTaxes(shop, cartId, asked)
  const id = shop.newId('chk')
  const draftOf = (cart: Cart, books: Books): Draft => {
    return { id, cartId, cart, bill: billOf(cart, books, 'due'), providers, createdAt: cart.updatedAt }
  }
  const show: Asked['show'] = (cart, books) => asked.show(draftOf(cart, books), books)
  return editCart(shop, cartId, { ...asked, show }, (cart, books, now) => {
    if (!cart.lines.length) throw new Refusal('cart-empty', 'There is nothing in the cart to check out.')
    assertShipsBy(providers.shipping, cart, books)
    const facts = sessionFacts(shop, cart, books, now)
    const paying = providers.payment === null ? cart : payingWith(cart, providers.payment, null, facts)
    return {
      cart: paying,
      customers: [],
      also: (saved, after) => [{ kind: 'save-draft', draft: draftOf(saved, after), countMax: draftsMax }],
    }
  })
}

/**
 * Sees to it that somebody can be paid once the draft is completed: what was to be paid when it was begun may have been
 * nothing, since shipping was not chosen yet.
 */
export async function readyToPay(shop: Shop, cartId: string, draftId: string, asked: Asked): Promise<void> {
  const providerId = await shop.store.read((books) => {
    const cart = books.cart(cartId)
    const draft = books.draft(draftId)
    if (cart?.stage !== 'open' || selectedSession(cart) || !draft) return null
    if (!isCurrent(draft, cart, books.newestDraft(cartId))) return null
    return billOf(cart, books, 'due').total > zero ? draft.providers.payment : null
  })
  if (providerId !== null) await payWith(shop, cartId, { providerId, data: null }, asked)
}

/** The id under which the draft becomes an attempt; refuses one that is outdated, or was an attempt that ended already. */
export function startedAs(draftId: string, cart: Cart, books: Books): string {
  const draft = books.draft(draftId)
  if (!draft || !isCurrent(draft, cart, books.newestDraft(cart.id)))
    throw new Refusal('checkout-outdated', 'The cart was changed since this checkout was started; start another one.', {
      checkoutId: draftId,
    })
  const earlier = books.checkout(draftId)
  if (earlier)
    throw new Refusal('checkout-settled', `This checkout has ${earlier.state} already; start another one.`, {
      checkoutId: draftId,
    })
  return draftId
}

/** An attempt, or the draft that may become one. */
export type Progress =
  | { readonly kind: 'attempt'; readonly checkout: Checkout }
  | { readonly kind: 'draft'; readonly draft: Draft; readonly isCurrent: boolean }

/** How far the checkout with that id is, whether or not it was asked for yet. */
export function readProgress(shop: Shop, checkoutId: string): Promise<Progress> {
  return shop.store.read((books) => {
    const checkout = books.checkout(checkoutId)
    if (checkout) return { kind: 'attempt', checkout }
    const draft = books.draft(checkoutId)
    const cart = draft && books.cart(draft.cartId)
    if (!draft || !cart) throw new Refusal('checkout-not-found', `There is no checkout ${checkoutId}.`, { checkoutId })
    const isOpen = cart.stage !== 'completed' && isCurrent(draft, cart, books.newestDraft(cart.id))
    return { kind: 'draft', draft, isCurrent: isOpen }
  })
}

function assertShipsBy(providerId: string | null, cart: Cart, books: Books): void {
  const offered = books.region(cart.regionId)?.fulfillmentProviders ?? []
  if (providerId === null || offered.includes(providerId)) return
  throw new Refusal('shipping-provider-unknown', `${providerId} does not ship here.`, { providerId })
}
