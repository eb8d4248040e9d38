import type { Collection, Price, Product, Variant } from '../catalog/product.ts'
import type { Region } from '../catalog/region.ts'
import type { ShippingOption } from '../catalog/shipping-option.ts'
import type { Books, CatalogView, ProductQuery, TimeRange } from '../checkout/books.ts'
import type { Order } from '../checkout/order.ts'
import type { Minor } from '../money/money.ts'
import { type DueTax, optionTaxes, productTaxes, taxOnPrice } from '../pricing/tax-rates.ts'
import { isActive, type UnitPrice, unitPriceFor } from '../pricing/unit-price.ts'
import { Refusal } from '../refusal.ts'
import { regionOf } from './carts.ts'
import { cartFor } from './editing.ts'
import type { Shop } from './shop.ts'

/** As many as the store gives in one answer. */
const productsAtOnce = 1_000

/** Looks at the shop's books without changing them. */
export function look<Seen>(shop: Shop, see: (books: Books) => Seen): Promise<Seen> {
  return shop.store.read(see)
}

/** For whom prices are shown: a region's customers, or whoever pays in a currency; then taxes stay unknown. */
export interface PriceContext {
  readonly currencyCode: string
  readonly region: Region | null
}

export interface PriceContextWanted {
  readonly cartId: string | null
  readonly regionId: string | null
  readonly currencyCode: string | null
}

/** Whether it lies in the range; every time does where none is asked for. */
export function isWithin(at: number, range: TimeRange | null): boolean {
  return !range || ((range.from === null || range.from <= at) && (range.to === null || at <= range.to))
}

/** A cart says more than a region, a region more than a currency; null when none of them is named. */
export function priceContext(books: Books, wanted: PriceContextWanted): PriceContext | null {
  const regionId = wanted.cartId === null ? wanted.regionId : cartFor(books, wanted.cartId, null).regionId
  if (regionId !== null) {
    const region = regionOf(books, regionId)
    return { currencyCode: region.currencyCode, region }
  }
  return wanted.currencyCode === null ? null : { currencyCode: wanted.currencyCode, region: null }
}

/** What one piece of a variant costs. Null where nobody said for whom, or there is no price for them. */
export interface ShownPrices {
  readonly prices: readonly Price[]
  readonly unit: UnitPrice | null
  readonly original: ShownAmount | null
  readonly calculated: ShownAmount | null
  readonly taxes: readonly DueTax[] | null
}

export interface ShownAmount {
  readonly amount: Minor
  /** Null where no region says at which rate, or the region's taxes are worked out on request only. */
  readonly tax: Minor | null
  readonly withTax: Minor | null
}

export function shownPrices(variant: Variant, context: PriceContext | null, now: number): ShownPrices {
  if (!context) {
    const prices = variant.prices.filter(({ priceList }) => priceList === null || isActive(priceList, now))
    return { prices, unit: null, original: null, calculated: null, taxes: null }
  }
  const { currencyCode, region } = context
  const unit = unitPriceFor(variant, { currencyCode, regionId: region?.id ?? null, quantity: null, now })
  const taxes = region?.automaticTaxes ? productTaxes(region, variant.productId) : null
  return {
    prices: unit?.prices ?? [],
    unit,
    original: unit && taxed(unit.originalAmount, taxes, region),
    calculated: unit && taxed(unit.amount, taxes, region),
    taxes,
  }
}

/** What a way to ship costs with tax; without it where taxes are worked out on request only. */
export function shippingPrice(
  option: ShippingOption,
  region: Region,
): ShownAmount & { readonly taxes: readonly DueTax[] } {
  const taxes = region.automaticTaxes ? optionTaxes(region, option.id) : []
  return { ...taxed(option.amount, taxes, region), taxes }
}

/** Every product, for sale or not, the oldest first. */
export function everyProduct(books: CatalogView): readonly Product[] {
  return inPages(books, { ...everything, statuses: [], newestFirst: false })
}

/** Everything that is for sale and fits, the newest first. */
export function matchingProducts(
  books: CatalogView,
  wanted: Pick<ProductQuery, 'text' | 'collectionIds' | 'tags'>,
): readonly Product[] {
  return inPages(books, { ...everything, ...wanted, statuses: ['published'], newestFirst: true })
}

const everything = {
  ids: null,
  handles: null,
  collectionIds: null,
  tags: null,
  title: null,
  text: null,
  isGiftcard: null,
} as const

function inPages(books: CatalogView, wanted: Omit<ProductQuery, 'offset' | 'limit'>): readonly Product[] {
  const query = { ...wanted, limit: productsAtOnce }
  const first = books.products({ ...query, offset: 0 })
  const further = Math.ceil(first.count / productsAtOnce) - 1
  const rest = Array.from({ length: Math.max(0, further) }, (_, page) => (page + 1) * productsAtOnce)
  return [...first.products, ...rest.flatMap((offset) => books.products({ ...query, offset }).products)]
}

/** The product with that id, whatever its status. */
export function productOf(books: CatalogView, productId: string): Product {
  const product = books.product(productId)
  if (!product) throw new Refusal('product-not-found', `There is no product ${productId}.`, { productId })
  return product
}

export function collectionOf(books: CatalogView, collectionId: string): Collection {
  const collection = books.collection(collectionId)
  if (!collection)
    throw new Refusal('collection-not-found', `There is no collection ${collectionId}.`, { collectionId })
  return collection
}

export function variantOf(books: CatalogView, variantId: string): Variant {
  const variant = books.variant(variantId)
  if (!variant) throw new Refusal('variant-not-found', `There is no variant ${variantId}.`, { variantId })
  return variant
}

/** Test orders are not there for live requests, nor live ones for test requests. */
export function orderOf(books: Books, orderId: string, isTest = false): Order {
  const order = books.order(orderId)
  if (order?.cart.isTest !== isTest)
    throw new Refusal('order-not-found', `Order with id ${orderId} was not found`, { orderId })
  return order
}

export function orderByCart(books: Books, cartId: string): Order {
  const order = books.orderOfCart(cartId)
  if (!order || order.cart.isTest)
    throw new Refusal('order-not-found', `Order with cart id ${cartId} was not found`, { cartId })
  return order
}

interface OrderLookup {
  readonly displayId: number
  readonly email: string
  readonly postalCode: string | null
  /** Absent: live. */
  readonly isTest?: boolean
}

/** The order that people call by that number, for who knows its e-mail too, and its postal code where one is given. */
export function orderByNumber(
  books: Books,
  { displayId, email, postalCode, isTest = false }: OrderLookup,
): Order | null {
  const order = books.orderByDisplayId(displayId)
  if (!order || order.cart.isTest !== isTest || order.email !== email.toLowerCase()) return null
  return postalCode === null || order.cart.shippingAddress?.postalCode === postalCode ? order : null
}

function taxed(amount: Minor, taxes: readonly DueTax[] | null, region: Region | null): ShownAmount {
  if (!taxes || !region) return { amount, tax: null, withTax: null }
  const tax = taxOnPrice(amount, taxes, region.includesTax)
  return { amount, tax, withTax: region.includesTax ? amount : ((amount + tax) as Minor) }
}
