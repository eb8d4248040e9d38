import type { Cart } from '../cart/cart.ts'
import type { CartLink } from '../cart/cart-links.ts'
import type { Books } from '../checkout/books.ts'
import type { Change } from '../checkout/decision.ts'
import { Refusal } from '../refusal.ts'
import { cartFor } from './editing.ts'
import { once } from './idempotency.ts'
import type { Answer, Asked, Shown } from './receipts.ts'
import { hashOfSecret, newSecret } from './secrets.ts'
import type { Shop } from './shop.ts'

/** How long a link may be kept before it is visited. */
export const linkLifeMs = 30 * 86_400_000

/** How long the page stays open to who visited a link. */
export const passLifeMs = 24 * 3_600_000

/** How often a page may be asked for. */
const passUses = 1_000_000

/** A link that nobody has yet: its token is known only here. */
export interface NewLink {
  readonly token: string
  readonly uses: number
  readonly lifeMs: number
  readonly queryParams: Readonly<Record<string, string>>
}

/** As many visits as said, within that time. */
export function newLink(uses: number, lifeMs: number, queryParams: NewLink['queryParams'] = {}): NewLink {
  return { token: newSecret(), uses, lifeMs, queryParams }
}

/** What keeps the link, for whatever the cart turns out to be. */
export function keptLink(shop: Shop, { token, uses, lifeMs, queryParams }: NewLink): (cart: Cart) => readonly Change[] {
  return (cart) => [
    { kind: 'save-cart-link', link: linkFor(shop, cart.id, hashOf('link', token), { uses, lifeMs, queryParams }) },
  ]
}

/** Shows the cart as it is, to who runs the shop. */
export function showCart(shop: Shop, cartId: string, { show, isTest = false }: Asked): Promise<Shown> {
  return shop.store.read((books) => show(cartFor(books, cartId, null, { isTest }), books))
}

/** Shows the cart and keeps what goes with it; the cart itself stays as it is. */
export function linkCart(shop: Shop, cartId: string, asked: Asked): Promise<Answer> {
  return shop.store.change((books) => {
    const cart = cartFor(books, cartId, asked.signedInAs, asked)
    return once(shop, books, asked.keyed, () => ({
      result: asked.show(cart, books),
      changes: asked.alongside?.(cart) ?? [],
    }))
  })
}

/** Only carts that were made by the shop's own programs are handed to shoppers by link. */
export function assertLinkable({ door, id }: Cart): void {
  if (door === 'bigcommerce') return
  throw new Refusal('body-invalid', 'Redirect URLs are for carts that were created through this API.', { cartId: id })
}

/** A visit: what the link was for, and a pass to the page instead of it. */
export interface Visit {
  readonly cart: Cart
  readonly pass: string
  readonly queryParams: CartLink['queryParams']
}

/** Uses the link once; refuses one that was used up, is over or never was. */
export function visitLink(shop: Shop, token: string, isMeant: (cart: Cart) => boolean): Promise<Visit> {
  const pass = newSecret()
  return shop.store.change((books) => {
    const { link, cart } = linkOf(shop, books, hashOf('link', token))
    if (!isMeant(cart)) throw linkOver()
    const wanted = { uses: passUses, lifeMs: passLifeMs, queryParams: link.queryParams }
    const opened = linkFor(shop, cart.id, hashOf('pass', pass), wanted)
    return {
      result: { cart, pass, queryParams: link.queryParams },
      changes: [
        { kind: 'use-cart-link', tokenHash: link.tokenHash },
        { kind: 'save-cart-link', link: opened },
      ],
    }
  })
}

/** The cart that the pass opens; refuses one that is over or never was. */
export function cartByPass<Seen>(shop: Shop, pass: string, see: (cart: Cart, books: Books) => Seen): Promise<Seen> {
  return shop.store.read((books) => see(linkOf(shop, books, hashOf('pass', pass)).cart, books))
}

function linkOf(shop: Shop, books: Books, tokenHash: string): { readonly link: CartLink; readonly cart: Cart } {
  const link = books.cartLink(tokenHash)
  const cart = link && books.cart(link.cartId)
  if (!link || !cart || link.usesLeft < 1 || link.expiresAt <= shop.now()) {
    throw linkOver()
  }
  return { link, cart }
}

function linkOver(): Refusal {
  return new Refusal('entry-not-found', 'This link was used already, or its time is over.')
}

function linkFor(
  shop: Shop,
  cartId: string,
  tokenHash: string,
  { uses, lifeMs, queryParams }: Omit<NewLink, 'token'>,
): CartLink {
  const now = shop.now()
  return { tokenHash, cartId, usesLeft: uses, queryParams, createdAt: now, expiresAt: now + lifeMs }
}

/** A link is no pass: what may be visited once does not open the page again. */
function hashOf(kind: 'link' | 'pass', token: string): string {
  return hashOfSecret(`${kind} ${token}`)
}
