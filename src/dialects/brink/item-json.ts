import type { Cart, Line } from '../../cart/cart.ts'
import type { Product, Variant } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { invariant } from '../../invariant.ts'
import { type Minor, minor } from '../../money/money.ts'
import type { ListedBill, ListedLine } from '../../pricing/as-listed.ts'
import type { Bill, BillLine } from '../../pricing/bill.ts'
import { unitPriceFor } from '../../pricing/unit-price.ts'
import { type Json, percentage, time, uuid } from './json.ts'

/** A cart with its bill, in full and as prices are listed where it is. */
export interface Priced {
  readonly cart: Cart
  readonly bill: Bill
  readonly listed: ListedBill
}

/** Every line of the cart. */
export function itemsJson({ cart, bill, listed }: Priced, books: CatalogView): readonly Json[] {
  return cart.lines.map((line, at) => {
    const [billed, shown] = [bill.lines[at], listed.lines[at]]
    invariant(
      billed?.lineId === line.id && shown?.lineId === line.id,
      'a bill has the lines of its cart, in their order',
    )
    return itemJson(line, billed, shown, cart, books)
  })
}

function itemJson(line: Line, billed: BillLine, shown: ListedLine, cart: Cart, books: CatalogView): Json {
  const variant = line.variantId === null ? null : books.variant(line.variantId)
  const product = line.productId === null ? null : books.product(line.productId)
  const base = basePriceOf(line, variant, cart)
  return {
    id: uuid(line.id),
    productVariantId: line.variantId,
    productParentId: line.productId,
    sku: line.sku ?? line.variantId,
    quantity: line.quantity,
    name: line.title,
    displayName: line.title,
    description: product?.description ?? '',
    displayDescription: product?.description ?? '',
    basePriceAmount: base,
    salePriceAmount: line.unitPrice,
    discountAmount: minor(base - line.unitPrice),
    totalDiscountAmount: shown.discountTotal,
    totalPriceAmount: shown.total,
    taxGroupId: billed.taxLines[0]?.code ?? 'default',
    ...percentage(billed.taxLines.map(({ rate }) => rate)),
    totalTaxAmount: shown.taxTotal,
    imageUrl: line.thumbnail ?? product?.images[0]?.url ?? null,
    slug: product?.handle ?? null,
    customAttributes: line.metadata,
    tags: product ? tagsJson(product) : {},
    options: product && variant ? optionsJson(product, variant) : {},
    shippingAttributes: product ? shippingAttributesJson(product, variant) : {},
    created: time(line.createdAt),
    updated: time(line.updatedAt),
    revision: line.revision,
  }
}

/** What a piece costs while nothing is on sale; never less than what it does cost. */
function basePriceOf({ unitPrice, quantity }: Line, variant: Variant | null, cart: Cart): Minor {
  const { currencyCode, regionId, updatedAt: now } = cart
  const price = variant && unitPriceFor(variant, { currencyCode, regionId, quantity, now })
  return price && price.originalAmount > unitPrice ? price.originalAmount : unitPrice
}

function tagsJson({ tags }: Product): Json {
  return tags.length > 0 ? { tags: tags.map(({ value }) => value) } : {}
}

/** What the variant is, by the name of each choice: `{"Size": "S"}`. */
function optionsJson(product: Product, variant: Variant): Json {
  const named = product.options.map(({ id, title }) => {
    return [title, variant.options.find(({ optionId }) => optionId === id)?.value ?? null] as const
  })
  return Object.fromEntries(named)
}

function shippingAttributesJson(product: Product, variant: Variant | null): Json {
  const of = (part: 'weight' | 'length' | 'width' | 'height'): number | null => variant?.[part] ?? product[part]
  return { weight: of('weight'), dimensions: { length: of('length'), width: of('width'), height: of('height') } }
}
