import type { Address } from '../cart/addresses.ts'
import type { Cart, Line } from '../cart/cart.ts'
import type { ShippingOption } from '../catalog/shipping-option.ts'
import type { Books } from '../checkout/books.ts'
import { meetsRequirements } from '../pricing/shipping-requirement.ts'
import { billOf } from './bills.ts'

/** Goods of shipping profiles with this key travel by wire, as gift cards do. */
const digitalProfile = 'digital'

/** The address that goods go to, once more than a country is known of it. */
export function consignmentOf({ shippingAddress: address, shippingMethods }: Cart): Address | null {
  if (!address) return null
  const { address1, city, postalCode, firstName, lastName, company, phone, province, metadata } = address
  const said = [address1, city, postalCode, firstName, lastName, company, phone, province, metadata]
  return said.some((part) => part !== null) || shippingMethods.length > 0 ? address : null
}

/** Whether it is something to be sent: stored value, services and what travels by wire are not. */
export function isShipped(line: Line, books: Books): boolean {
  if (line.kind === 'fee' || line.isGiftcard) return false
  const profile = line.profileId === null ? null : books.shippingProfile(line.profileId)
  return profile !== null && profile.type !== 'gift_card' && profile.key !== digitalProfile
}

export function shippedLines(cart: Cart, books: Books): readonly Line[] {
  return cart.lines.filter((line) => isShipped(line, books))
}

/** How the goods could ship: of the cart's region, for a profile that one of them has, requirement met. */
export function optionsFor(cart: Cart, books: Books): readonly ShippingOption[] {
  const { subtotal } = billOf(cart, books, 'shown')
  const profiles = new Set(shippedLines(cart, books).map(({ profileId }) => profileId))
  return books
    .shippingOptionsOf(cart.regionId)
    .filter((option) => profiles.has(option.profileId) && meetsRequirements(option, subtotal))
}

/** Goods for which nothing was chosen yet although they ship. */
export function unshippedLines(cart: Cart, books: Books): readonly Line[] {
  if (cart.shippingMethods.some(({ optionId }) => optionId === null)) return []
  const chosen = new Set(cart.shippingMethods.map(({ profileId }) => profileId))
  return shippedLines(cart, books).filter(({ profileId }) => profileId === null || !chosen.has(profileId))
}
