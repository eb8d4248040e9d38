import type { Cart } from '../cart/cart.ts'
import { chooseShipping as withShipping } from '../cart/shipping-choice.ts'
import type { Metadata } from '../catalog/product.ts'
import type { ShippingOption } from '../catalog/shipping-option.ts'
import type { Books } from '../checkout/books.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { meetsRequirements } from '../pricing/shipping-requirement.ts'
import { Refusal } from '../refusal.ts'
import { billOf } from './bills.ts'
import { cartFor, editCart } from './editing.ts'
import type { Answer, Asked } from './receipts.ts'
import type { Shop } from './shop.ts'

export interface ShippingChoice {
  readonly optionId: string
  /** What the storefront wants the carrier to know. */
  readonly data: Metadata
}

/** Chooses how to ship; refuses an unknown option, another region's, and one whose requirement the cart does not meet. */
export function chooseShipping(shop: Shop, cartId: string, wanted: ShippingChoice, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => shippedBy(shop, cart, wanted, books, now))
}

/** The cart as it ships with that option, for commands that do more than choosing. */
export function shippedBy(shop: Shop, cart: Cart, wanted: ShippingChoice, books: Books, now: number): Cart {
  assertNoCardNumber(wanted.data)
  const option = optionFor(cart, wanted.optionId, books)
  const { id: optionId, name, profileId, amount: price } = option
  const includesTax = books.region(cart.regionId)?.includesTax ?? false
  return withShipping(cart, {
    id: shop.newId('sm'),
    optionId,
    name,
    profileId,
    price,
    includesTax,
    data: wanted.data,
    createdAt: now,
  })
}

/** The options that fit the cart: of its region, for a profile that one of its lines has, requirement met. */
export function shippingOptionsFor(
  shop: Shop,
  cartId: string,
  signedInAs: string | null,
): Promise<readonly ShippingOption[]> {
  return shop.store.read((books) => {
    const cart = cartFor(books, cartId, signedInAs)
    const { subtotal } = billOf(cart, books, 'shown')
    const profiles = new Set(cart.lines.map(({ profileId }) => profileId))
    return books
      .shippingOptionsOf(cart.regionId)
      .filter((option) => profiles.has(option.profileId) && meetsRequirements(option, subtotal))
  })
}

function optionFor(cart: Cart, optionId: string, books: Books): ShippingOption {
  const option = books.shippingOption(optionId)
  if (!option)
    throw new Refusal('shipping-option-not-found', `Shipping Option with id: ${optionId} was not found`, { optionId })
  if (option.regionId !== cart.regionId) {
    throw new Refusal('shipping-wrong-region', 'The shipping option is not available in the cart’s region', {
      optionId,
    })
  }
  if (!meetsRequirements(option, billOf(cart, books, 'shown').subtotal)) {
    throw new Refusal('shipping-requirement-unmet', 'The cart does not meet the requirement of the shipping option', {
      optionId,
    })
  }
  return option
}
