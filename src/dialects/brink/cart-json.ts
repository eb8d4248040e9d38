import type { Cart } from '../../cart/cart.ts'
import type { Discount } from '../../catalog/discount.ts'
import type { Books, CatalogView } from '../../checkout/books.ts'
import { billOf } from '../../commands/bills.ts'
import { regionOf } from '../../commands/carts.ts'
import { invariant } from '../../invariant.ts'
import { sum } from '../../money/money.ts'
import { asListed, type ListedBill } from '../../pricing/as-listed.ts'
import type { Bill } from '../../pricing/bill.ts'
import { itemsJson, type Priced } from './item-json.ts'
import { type Json, time, uuid } from './json.ts'

/** The cart with what it costs; with the bill that was agreed on, if there is one. */
export function priced(cart: Cart, books: Books, agreed: Bill | null = null): Priced {
  const bill = agreed ?? billOf(cart, books, 'due')
  return { cart, bill, listed: asListed(bill, regionOf(books, cart.regionId)) }
}

/** Both shapes that are documented, the older one's fields first. */
export function cartJson(whole: Priced, books: Books): Json {
  const { cart, listed } = whole
  const codes = discountCodesJson(whole, books)
  return {
    id: uuid(cart.id),
    items: itemsJson(whole, books),
    discountCode: cart.discounts[0]?.code ?? null,
    discountAmount: listed.discountTotal,
    subTotalAmount: listed.subtotal,
    totalAmount: listed.total,
    totalTaxAmount: listed.taxTotal,
    sessionId: cart.sessionId,
    ...marketJson(cart, books),
    discountCodes: codes,
    discountRules: [],
    discountExternals: [],
    gifts: [],
    giftCards: giftCardsJson(whole),
    revision: cart.revision,
    totals: totalsJson(listed),
    created: time(cart.createdAt),
    updated: time(cart.updatedAt),
  }
}

/** Where the cart sells, in Brink's spelling. */
export function marketJson(cart: Cart, books: CatalogView) {
  const { visit } = cart
  invariant(visit, 'a session has a cart of a visit')
  return {
    storeGroupId: books.channels().find(({ id }) => id === cart.channelId)?.storeGroupId ?? null,
    countryCode: visit.countryCode.toUpperCase(),
    currencyCode: cart.currencyCode.toUpperCase(),
    languageCode: visit.languageCode,
    isTaxIncludedInPrice: regionOf(books, cart.regionId).includesTax,
  }
}

/** `grandTotal` is what is to be paid. Where prices contain tax, so do the other amounts, and `taxTotal` is part of them. */
export function totalsJson({ subtotal, discountTotal, shippingTotal, giftCardTotal, taxTotal, total }: ListedBill) {
  return {
    subTotal: subtotal,
    discountTotal,
    shippingTotal,
    giftCardTotal,
    voucherTotal: 0,
    taxTotal,
    grandTotal: total,
  }
}

export function discountCodesJson({ cart, listed }: Priced, books: CatalogView): readonly Json[] {
  return cart.discounts.map(({ id, code }) => {
    const discount = books.discount(id)
    return {
      code,
      name: discount?.rule.description ?? code,
      discountAmount: takenOffBy(id, listed),
      currencyCode: cart.currencyCode.toUpperCase(),
      applyLast: false,
      isExclusive: false,
      freeShipping: isFreeShipping(discount),
      discountCodeRuleId: discount?.rule.id ?? null,
    }
  })
}

export function giftCardsJson({ cart, listed }: Priced): readonly Json[] {
  return cart.giftCards.map(({ id, code }) => {
    const paying = listed.giftCards.find(({ giftCardId }) => giftCardId === id)
    return { id, name: code, amount: paying?.amount ?? 0 }
  })
}

function takenOffBy(discountId: string, { lines }: ListedBill) {
  const cuts = lines.flatMap(({ adjustments }) => adjustments.filter((cut) => cut.discountId === discountId))
  return sum(cuts.map(({ amount }) => amount))
}

function isFreeShipping(discount: Discount | null): boolean {
  return discount?.rule.type === 'free_shipping'
}
