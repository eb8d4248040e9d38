import type { Address } from '../cart/addresses.ts'
import type { Cart } from '../cart/cart.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Region } from '../catalog/region.ts'
import type { Books } from '../checkout/books.ts'
import { Refusal } from '../refusal.ts'
import { type CartUpdate, updatedCart } from './cart-updates.ts'
import { regionOf } from './carts.ts'
import { type Edit, editCart } from './editing.ts'
import { withShippingKept } from './kept-shipping.ts'
import type { Answer, Asked } from './receipts.ts'
import { shippedBy } from './shipping.ts'
import type { Shop } from './shop.ts'

/** An address as it is to be, every field of it. */
export type WholeAddress = Omit<Address, 'id' | 'customerId' | 'createdAt' | 'updatedAt'>

/** What is to be different, all at once; what is left out stays, null is taken away. */
export interface CartDetails {
  /** Whose the cart becomes; only who asks may be that. */
  readonly customerId?: string
  readonly email?: string
  /** The cart moves to where the address is shipped to. */
  readonly shippingAddress?: WholeAddress | null
  readonly billingAddress?: WholeAddress | null
  readonly shippingOptionId?: string | null
  readonly metadata?: Metadata
}

/** Changes the cart as one step; refuses countries nobody ships to, and a region where something has no price. */
export function updateCartDetails(shop: Shop, cartId: string, wanted: CartDetails, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => detailed(shop, cart, wanted, asked.signedInAs, books, now))
}

/** The cart with its details, for commands that do more than that. */
export function detailed(
  shop: Shop,
  cart: Cart,
  wanted: CartDetails,
  signedInAs: string | null,
  books: Books,
  now: number,
): Edit {
  assertSelf(wanted.customerId, signedInAs)
  const owner = wanted.customerId ?? (cart.customerId === signedInAs ? signedInAs : null)
  const update = updateFor(cart, wanted, books)
  const isSame = Object.keys(update).length === 0 && owner === null
  const unchanged: Edit = { cart, customers: [] }
  const edit = isSame ? unchanged : updatedCart(cart, { shop, books, wanted: update, signedInAs: owner, now })
  assertWhole(cart, edit.cart)
  const kept = withShippingKept(cart, edit.cart, books)
  return { ...edit, cart: shipped(shop, kept, wanted.shippingOptionId, books, now) }
}

function assertSelf(customerId: string | undefined, signedInAs: string | null): void {
  if (customerId === undefined || customerId === signedInAs) return
  if (signedInAs === null) throw new Refusal('unauthorized', 'The customer has to be signed in.', { customerId })
  throw new Refusal('forbidden', 'The cart can only become the signed-in customer’s own.', { customerId })
}

/** Only what differs: saying again what is there already changes nothing, and ends no attempt that waits. */
function updateFor(cart: Cart, wanted: CartDetails, books: Books): CartUpdate {
  const { email, shippingAddress: shipping, billingAddress: billing, metadata } = wanted
  const country = shipping?.countryCode ?? null
  const isEmailNew = email !== undefined && email.toLowerCase() !== cart.email
  const isShippingNew = shipping !== undefined && !isSameAddress(cart.shippingAddress, shipping)
  const isBillingNew = billing !== undefined && !isSameAddress(cart.billingAddress, billing)
  const isMetadataNew = metadata !== undefined && JSON.stringify(metadata) !== JSON.stringify(cart.metadata ?? {})
  return {
    ...(isEmailNew && { email }),
    ...(isShippingNew && { shippingAddress: shipping }),
    ...(isShippingNew && country !== null && regionChange(cart, country, books)),
    ...(isBillingNew && { billingAddress: billing }),
    ...(isMetadataNew && { metadata }),
  }
}

function regionChange(cart: Cart, countryCode: string, books: Books): CartUpdate {
  const region = regionShippingTo(books, regionOf(books, cart.regionId), countryCode)
  return region.id === cart.regionId ? {} : { regionId: region.id, countryCode }
}

/** The cart's own region if it may be; else one with the same currency, so that no price changes, before any other. */
function regionShippingTo(books: Books, present: Region, countryCode: string): Region {
  const shipping = [present, ...books.regions()].filter(({ countries }) => countries.includes(countryCode))
  const region = shipping.find(({ currencyCode }) => currencyCode === present.currencyCode) ?? shipping[0]
  if (region) return region
  throw new Refusal('country-outside-region', `Nothing is shipped to ${countryCode.toUpperCase()}.`, { countryCode })
}

/** A name that is said whole is the one that was said in parts before, if it reads the same. */
function isSameAddress(present: Address | null, wanted: WholeAddress | null): boolean {
  if (present === null || wanted === null) return present === wanted
  const { firstName, lastName, ...place } = wanted
  const names = lastName === null ? fullName(present) === firstName : isNamed(present, firstName, lastName)
  const fields = Object.keys(place) as (keyof typeof place)[]
  return names && fields.every((field) => JSON.stringify(present[field]) === JSON.stringify(wanted[field]))
}

function fullName({ firstName, lastName }: Address): string | null {
  return [firstName, lastName].filter(Boolean).join(' ') || null
}

function isNamed(address: Address, firstName: string | null, lastName: string): boolean {
  return address.firstName === firstName && address.lastName === lastName
}

/** A move must not make goods disappear. */
function assertWhole(before: Cart, after: Cart): void {
  const lost = before.lines.find(({ id }) => !after.lines.some((line) => line.id === id))
  if (!lost) return
  throw new Refusal('price-missing', `${lost.title} is not sold where the address is.`, {
    variantId: lost.variantId ?? '',
    title: lost.title,
  })
}

/** One way to ship at a time. */
function shipped(shop: Shop, cart: Cart, optionId: string | null | undefined, books: Books, now: number): Cart {
  const present = cart.shippingMethods
  if (optionId === undefined || (present.length === 1 && present[0]?.optionId === optionId)) return cart
  const bare = present.length > 0 ? { ...cart, shippingMethods: [] } : cart
  return optionId === null ? bare : shippedBy(shop, bare, { optionId, data: {} }, books, now)
}
