import { type AddressChange, changeAddress } from '../cart/addresses.ts'
import type { Cart, ManualDiscount } from '../cart/cart.ts'
import { removeDiscount } from '../cart/discount-codes.ts'
import { addFees, type Fee, feeLine, removeFees, replaceFees } from '../cart/fees.ts'
import { putManualDiscounts } from '../cart/manual-discounts.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'
import { billOf } from './bills.ts'
import { putCodes } from './cart-codes.ts'
import { newGuest } from './cart-updates.ts'
import { regionOf } from './carts.ts'
import { editCart } from './editing.ts'
import { assertVersion } from './managed-lines.ts'
import type { PriceGiven } from './named-lines.ts'
import { assertParticulars } from './particulars.ts'
import type { Answer, Asked } from './receipts.ts'
import type { Shop } from './shop.ts'

interface Versioned {
  readonly version: number | null
}

/** What the shopper wants the shop to know. */
export function putCustomerMessage(
  shop: Shop,
  cartId: string,
  { message, version }: Versioned & { readonly message: string },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => {
    assertVersion(cart, version)
    assertNoCardNumber(message)
    return cart.customerMessage === message ? cart : { ...cart, customerMessage: message }
  })
}

/** Who pays: the e-mail is the cart's from here on, and makes it a guest's unless an account has it. */
export function putBilling(
  shop: Shop,
  cartId: string,
  wanted: Versioned & { readonly addressId: string | null; readonly email: string; readonly address: AddressChange },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, wanted.version)
    assertParticulars({ ...wanted.address, email: wanted.email })
    if (wanted.addressId !== null && cart.billingAddress?.id !== wanted.addressId) {
      throw new Refusal('entry-not-found', 'There is no billing address with that id.', { addressId: wanted.addressId })
    }
    const email = wanted.email.toLowerCase()
    const billingAddress = changeAddress(null, wanted.address, cart.billingAddress?.id ?? shop.newId('addr'), now)
    const owner = cart.customerId === null ? null : books.customer(cart.customerId)
    if (owner?.hasAccount) return { ...cart, email, billingAddress }
    const known = books.customerByEmail(email, false, cart.isTest)
    const guest = known ?? newGuest(shop, books, email, cart, now)
    return { cart: { ...cart, email, billingAddress, customerId: guest.id }, customers: known ? [] : [guest] }
  })
}

/** An amount off one line, or off all goods together. */
export interface WantedDiscount {
  readonly lineId: string | null
  readonly name: string
  readonly amount: PriceGiven
}

/** What was taken off by hand before is gone; refuses a line that a code makes cheaper already. */
export function putDiscounts(
  shop: Shop,
  cartId: string,
  { discounts, version }: Versioned & { readonly discounts: readonly WantedDiscount[] },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books) => {
    assertVersion(cart, version)
    assertNoCardNumber(discounts.map(({ name }) => name))
    const wanted = discounts.map(({ lineId, name, amount }): ManualDiscount => {
      return { id: shop.newId('disc'), lineId, name, amount: amount(cart.currencyCode) }
    })
    const bill = billOf({ ...cart, manualDiscounts: [] }, books, 'shown')
    const taken = wanted.find(({ lineId }) =>
      bill.lines.some((line) => line.lineId === lineId && line.adjustments.length > 0),
    )
    if (taken) {
      throw new Refusal('body-invalid', 'An item that a coupon makes cheaper takes no discount of its own.', {
        field: 'cart.line_items',
      })
    }
    return putManualDiscounts(cart, wanted)
  })
}

/** Puts a coupon on the cart; one that takes off the same sort of thing makes room. */
export function addCoupon(
  shop: Shop,
  cartId: string,
  { code, version }: Versioned & { readonly code: string },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, version)
    const others = cart.discounts.map((discount) => discount.code).filter((other) => !isSameCode(other, code))
    return putCodes(cart, { discounts: [code, ...others] }, books, now)
  })
}

/** Takes a coupon off; refuses one that is not on the cart. */
export function removeCoupon(
  shop: Shop,
  cartId: string,
  { code, version }: Versioned & { readonly code: string },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => {
    assertVersion(cart, version)
    if (!cart.discounts.some((discount) => isSameCode(discount.code, code)))
      throw new Refusal('entry-not-found', 'The coupon is not on the cart.', { code })
    return removeDiscount(cart, code)
  })
}

export interface WantedFee extends Omit<Fee, 'cost'> {
  readonly cost: PriceGiven
}

/** Puts fees on the cart. */
export function putFees(
  shop: Shop,
  cartId: string,
  { fees, version }: Versioned & { readonly fees: readonly WantedFee[] },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, version)
    const { includesTax } = regionOf(books, cart.regionId)
    return addFees(
      cart,
      fees.map((fee) => feeLine(costed(fee, cart), shop.newId('item'), includesTax, now)),
    )
  })
}

/** Changes fees that are on the cart. */
export function changeFees(
  shop: Shop,
  cartId: string,
  { fees, version }: Versioned & { readonly fees: readonly (WantedFee & { readonly id: string })[] },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, version)
    const { includesTax } = regionOf(books, cart.regionId)
    return replaceFees(
      cart,
      fees.map((fee) => feeLine(costed(fee, cart), fee.id, includesTax, now)),
    )
  })
}

/** Takes fees off. */
export function takeFees(
  shop: Shop,
  cartId: string,
  { ids, version }: Versioned & { readonly ids: readonly string[] },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => {
    assertVersion(cart, version)
    return removeFees(cart, ids)
  })
}

function costed(fee: WantedFee, { currencyCode }: Cart): Fee {
  assertNoCardNumber(fee.name, fee.displayName, fee.source)
  return { ...fee, cost: fee.cost(currencyCode) }
}

function isSameCode(one: string, other: string): boolean {
  return one.trim().toUpperCase() === other.trim().toUpperCase()
}
