import type { Cart, Line } from '../cart/cart.ts'
import {
  hasGoods,
  lineOf,
  addLine as withLine,
  removeLine as withoutLine,
  setLine as withQuantity,
} from '../cart/line-items.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Books } from '../checkout/books.ts'
import { assertPurchasing } from '../checkout/purchasing.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'
import { editCart } from './editing.ts'
import { assertInStock, lineOfVariant, priceOf } from './line-items.ts'
import { type CertificateItem, type CustomItem, certificateLine, customLine, type PriceGiven } from './named-lines.ts'
import { type Selection, variantSelected } from './option-selections.ts'
import { variantOf } from './reads.ts'
import type { Answer, Asked } from './receipts.ts'
import type { Shop } from './shop.ts'

/** Products, variants by their numbers; `field` is where it was said, for who has to mend it. */
export interface CatalogItem {
  readonly field: string
  readonly productNumber: number
  readonly variantNumber: number | null
  readonly selections: readonly Selection[]
  readonly quantity: number
  /** Null: the catalog's. Else as text in the currency's major unit. */
  readonly price: PriceGiven | null
  /** Null: the product's own. */
  readonly title: string | null
  readonly metadata: Metadata
}

export interface NewItems {
  readonly catalog: readonly CatalogItem[]
  readonly custom: readonly CustomItem[]
  readonly certificates: readonly CertificateItem[]
}

/** Puts all of it into the cart or nothing. */
export function addItems(
  shop: Shop,
  cartId: string,
  items: NewItems,
  version: number | null,
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, version)
    return withItems(shop, cart, items, books, now)
  })
}

/** What of a line may be different. */
export interface ItemChange {
  readonly productNumber: number
  readonly variantNumber: number | null
  readonly quantity: number
  readonly price: PriceGiven | null
}

/** Sets quantity and price of a catalog line; refuses every other line, and another product than the line's. */
export function setItem(
  shop: Shop,
  cartId: string,
  lineId: string,
  wanted: ItemChange & { readonly version: number | null },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, wanted.version)
    const line = goodsLineOf(cart, lineId)
    if (line.variantId === null) {
      throw new Refusal('line-fixed', 'Only items of the catalog can be updated: remove this one and add another.', {
        lineId,
      })
    }
    const variant = variantOf(books, line.variantId)
    assertSameProduct(line, wanted, books)
    assertInStock(variant, wanted.quantity, books, 'set')
    const given = wanted.price?.(cart.currencyCode) ?? (line.isPriceGiven ? line.unitPrice : null)
    const unitPrice = given ?? priceOf(variant, cart, wanted.quantity, now)
    const changed = withQuantity(cart, lineId, { quantity: wanted.quantity, unitPrice, metadata: {} }, now)
    const lines = changed.lines.map((one) => (one.id === lineId ? { ...one, isPriceGiven: given !== null } : one))
    return { ...changed, lines }
  })
}

/** Takes an item out; with the last one the cart goes. Refuses what is not there. */
export function removeItem(
  shop: Shop,
  cartId: string,
  lineId: string,
  version: number | null,
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => {
    assertVersion(cart, version)
    const rest = withoutLine(cart, goodsLineOf(cart, lineId).id)
    return { cart: rest, customers: [], isGone: !hasGoods(rest) }
  })
}

/** Refuses a change of another version than the one it was meant for; null: whatever the version. */
export function assertVersion(cart: Cart, version: number | null): void {
  if (version === null || version === cart.version) return
  throw new Refusal('version-mismatch', `The cart is at version ${cart.version}, not ${version}.`, {
    version: cart.version,
  })
}

/** The cart with all of it in it; equal catalog lines become one. */
export function withItems(shop: Shop, cart: Cart, items: NewItems, books: Books, now: number): Cart {
  assertPurchasing(books, cart.channelId)
  const includesTax = books.region(cart.regionId)?.includesTax ?? false
  const blank = { includesTax, now, newId: shop.newId, currencyCode: cart.currencyCode }
  const custom = items.custom.map((item) => customLine(item, blank, books))
  const certificates = items.certificates.map((item) => certificateLine(item, blank))
  const filled = items.catalog.reduce((grown, item) => withCatalogItem(shop, grown, item, books, now), cart)
  return [...custom, ...certificates].reduce((grown, line) => withLine(grown, line, now), filled)
}

function withCatalogItem(shop: Shop, cart: Cart, item: CatalogItem, books: Books, now: number): Cart {
  assertNoCardNumber(item.title)
  const { variant, metadata } = variantSelected(item, books)
  const given = item.price?.(cart.currencyCode) ?? null
  const unitPrice = given ?? priceOf(variant, cart, item.quantity, now)
  const wanted = { variantId: variant.id, quantity: item.quantity, metadata: { ...item.metadata, ...metadata } }
  const line = lineOfVariant(shop, cart, { ...wanted, unitPrice, isPriceGiven: given !== null }, books, now)
  const grown = withLine(cart, item.title === null ? line : { ...line, title: item.title }, now)
  const held = grown.lines.filter(({ variantId }) => variantId === variant.id)
  const pieces = held.reduce((sum, { quantity }) => sum + quantity, 0)
  assertInStock(variant, pieces, books, 'add')
  return grown
}

/** A fee is no item. */
function goodsLineOf(cart: Cart, lineId: string): Line {
  const line = lineOf(cart, lineId)
  if (line.kind === 'fee') throw new Refusal('line-not-found', 'Could not find the line item', { lineId })
  return line
}

function assertSameProduct(line: Line, wanted: ItemChange, books: Books): void {
  const product = line.productId === null ? null : books.product(line.productId)
  const variant = line.variantId === null ? null : books.variant(line.variantId)
  const isSame = product?.number === wanted.productNumber
  if (isSame && (wanted.variantNumber === null || variant?.number === wanted.variantNumber)) return
  throw new Refusal('body-invalid', 'The item is another product or variant: remove it and add the other one.', {
    field: isSame ? 'line_item.variant_id' : 'line_item.product_id',
  })
}
