import type { Cart, Line } from '../cart/cart.ts'
import {
  assertQuantity,
  lineOf,
  addLine as withLine,
  removeLine as withoutLine,
  setLine as withQuantity,
} from '../cart/line-items.ts'
import { availableOf, type Metadata, type Variant } from '../catalog/product.ts'
import type { Books } from '../checkout/books.ts'
import { assertPurchasing } from '../checkout/purchasing.ts'
import { invariant } from '../invariant.ts'
import type { Minor } from '../money/money.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { unitPriceFor } from '../pricing/unit-price.ts'
import { Refusal } from '../refusal.ts'
import { editCart, withSessionsBack } from './editing.ts'
import type { Answer, Asked } from './receipts.ts'
import type { Shop } from './shop.ts'

export interface NewLine {
  readonly variantId: string
  readonly quantity: number
  readonly metadata: Metadata
}

/** Puts pieces of a variant into the cart; an equal line grows. Refuses unknown variants, no price here, short stock. */
export function addLine(shop: Shop, cartId: string, wanted: NewLine, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    const grown = withLine(cart, newLine(shop, cart, wanted, books, now), now)
    const line = grown.lines.find(({ quantity }, at) => cart.lines[at]?.quantity !== quantity)
    assertInStock(variantOf(books, wanted.variantId), line?.quantity ?? wanted.quantity, books, 'add')
    return grown
  })
}

export interface LineUpdate {
  /** Null leaves it; zero removes the line, or changes nothing where there is none. */
  readonly quantity: number | null
  readonly metadata: Metadata | null
}

/** Sets a line's quantity or metadata and looks its price up anew. */
export function setLine(shop: Shop, cartId: string, lineId: string, wanted: LineUpdate, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertNoCardNumber(wanted.metadata)
    if (wanted.quantity === 0) return withSessionsBack(withoutLine(cart, lineId))
    const line = lineOf(cart, lineId)
    const quantity = wanted.quantity ?? line.quantity
    const variant = line.variantId === null ? null : books.variant(line.variantId)
    if (variant) assertInStock(variant, quantity, books, 'set')
    const isPriced = variant && !line.isPriceGiven
    const unitPrice = isPriced ? priceOf(variant, cart, quantity, now) : line.unitPrice
    return withQuantity(cart, lineId, { quantity, unitPrice, metadata: wanted.metadata ?? {} }, now)
  })
}

/** Takes a line out; one that is not there changes nothing. */
export function removeLine(shop: Shop, cartId: string, lineId: string, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => withSessionsBack(withoutLine(cart, lineId)))
}

/** A line for the cart as the catalog has it now, its stock looked at by itself. */
export function newLine(shop: Shop, cart: Cart, wanted: NewLine, books: Books, now: number): Line {
  const variant = variantOf(books, wanted.variantId)
  const unitPrice = priceOf(variant, cart, wanted.quantity, now)
  return lineOfVariant(shop, cart, { ...wanted, unitPrice, isPriceGiven: false }, books, now)
}

/** What a line of a variant is to be, its price known. */
export interface PricedVariant extends NewLine {
  readonly unitPrice: Minor
  readonly isPriceGiven: boolean
}

/** As `newLine`, at a price that is the catalog's or that somebody named. */
export function lineOfVariant(shop: Shop, cart: Cart, wanted: PricedVariant, books: Books, now: number): Line {
  assertNoCardNumber(wanted.metadata)
  assertPurchasing(books, cart.channelId)
  const variant = variantOf(books, wanted.variantId)
  const { unitPrice, isPriceGiven } = wanted
  const product = books.product(variant.productId)
  invariant(product, `the product of variant ${variant.id} is there`)
  if (wanted.quantity > 0) assertInStock(variant, wanted.quantity, books, 'add')
  assertQuantity(wanted.quantity, unitPrice)
  return {
    id: shop.newId('item'),
    revision: 1,
    kind: 'variant',
    variantId: variant.id,
    productId: product.id,
    profileId: product.profileId,
    title: product.title,
    description: variant.title,
    thumbnail: product.thumbnail,
    sku: variant.sku,
    unitPrice,
    isPriceGiven,
    includesTax: books.region(cart.regionId)?.includesTax ?? false,
    quantity: wanted.quantity,
    isGiftcard: product.isGiftcard,
    discountable: product.discountable,
    hasShipping: false,
    metadata: wanted.metadata,
    createdAt: now,
    updatedAt: now,
  }
}

function variantOf(books: Books, variantId: string): Variant {
  const variant = books.variant(variantId)
  if (!variant) throw new Refusal('variant-not-found', `There is no variant ${variantId}.`, { variantId })
  return variant
}

/** What a piece costs in the cart, by the catalog. */
export function priceOf(variant: Variant, cart: Cart, quantity: number, now: number): Minor {
  const price = unitPriceFor(variant, { currencyCode: cart.currencyCode, regionId: cart.regionId, quantity, now })
  if (!price)
    throw new Refusal('price-missing', `${variant.id} has no price in ${cart.currencyCode}.`, {
      variantId: variant.id,
      title: variant.title,
      currencyCode: cart.currencyCode,
      regionId: cart.regionId,
    })
  return price.amount
}

/** Looks only: nothing is held before the cart is completed. `while` tells a dialect which words to use. */
export function assertInStock(variant: Variant, quantity: number, books: Books, doing: 'add' | 'set'): void {
  if (!variant.manageInventory || variant.allowBackorder) return
  const stock = books.stock(variant.id)
  if (stock && availableOf(stock) >= quantity) return
  throw new Refusal('insufficient-stock', `Too little of ${variant.id} is left.`, {
    variantId: variant.id,
    while: doing,
  })
}
