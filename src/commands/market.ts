import { availableOf, type Product, type Stock, type Variant } from '../catalog/product.ts'
import type { Percent, Region } from '../catalog/region.ts'
import type { CatalogView } from '../checkout/books.ts'
import { type Minor, minor } from '../money/money.ts'
import { productTaxes, taxOnPrice } from '../pricing/tax-rates.ts'
import { unitPriceFor } from '../pricing/unit-price.ts'
import { Refusal } from '../refusal.ts'
import { marketOf, type NewVisit } from './visits.ts'

/** A product as it is for sale in one market: only variants that have a price there. */
export interface MarketProduct {
  readonly product: Product
  readonly region: Region
  readonly variants: readonly MarketVariant[]
}

export interface MarketVariant {
  readonly variant: Variant
  /** Of one piece, while nothing is on sale; never less than `salePrice`. */
  readonly basePrice: Minor
  readonly salePrice: Minor
  readonly saving: Minor
  /** On the sale price, or in it where prices contain tax. */
  readonly tax: Minor
  readonly rates: readonly Percent[]
  readonly stock: Stock | null
  /** What can still be promised to somebody. */
  readonly available: number
}

/** The product with that id or handle, for sale to that market; refuses what is not for sale, and unknown markets. */
export function marketProduct(
  books: CatalogView,
  productId: string,
  wanted: Omit<NewVisit, 'languageCode'>,
  now: number,
): MarketProduct {
  const { region } = marketOf(books, wanted)
  const product = books.product(productId) ?? books.productByHandle(productId)
  if (product?.status !== 'published')
    throw new Refusal('product-not-found', `There is no product ${productId}.`, { productId })
  const variants = product.variants.flatMap((variant) => marketVariant(variant, region, books, now) ?? [])
  return { product, region, variants }
}

function marketVariant(variant: Variant, region: Region, books: CatalogView, now: number): MarketVariant | null {
  const { currencyCode, id: regionId } = region
  const price = unitPriceFor(variant, { currencyCode, regionId, quantity: 1, now })
  if (!price) return null
  const salePrice = price.amount
  const basePrice = minor(Math.max(price.originalAmount, salePrice))
  const taxes = productTaxes(region, variant.productId)
  const stock = books.stock(variant.id)
  return {
    variant,
    basePrice,
    salePrice,
    saving: minor(basePrice - salePrice),
    tax: taxOnPrice(salePrice, taxes, region.includesTax),
    rates: taxes.map(({ rate }) => rate),
    stock,
    available: stock ? availableOf(stock) : 0,
  }
}
