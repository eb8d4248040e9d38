import type { Line } from '../../cart/cart.ts'
import type { CatalogView } from '../../checkout/books.ts'
import type { Bill } from '../../pricing/bill.ts'
import { moneyJson } from './money-json.ts'

/** A line of a cart or an order; without tax, which the summary says. */
export function lineJson(line: Line, bill: Bill, books: CatalogView) {
  const billed = bill.lines.find(({ lineId }) => lineId === line.id)
  const money = (amount: number) => moneyJson(amount, bill.currencyCode)
  return {
    id: line.id,
    variant_id: line.variantId,
    product_id: line.productId,
    product_name: line.title,
    variant_name: line.description,
    sku: line.sku,
    image_url: line.thumbnail,
    quantity: line.quantity,
    unit_price: money(line.unitPrice),
    line_discount: money(billed?.discountTotal ?? 0),
    line_total: money((billed?.subtotal ?? 0) - (billed?.discountTotal ?? 0)),
    option_values: optionValues(line, books),
    metadata: line.metadata,
  }
}

/** By the name of the option; empty for what is no variant of the catalog any more. */
function optionValues({ variantId }: Line, books: CatalogView): Readonly<Record<string, string>> {
  const variant = variantId === null ? null : books.variant(variantId)
  const product = variant && books.product(variant.productId)
  if (!variant || !product) return {}
  return Object.fromEntries(
    variant.options.flatMap(({ optionId, value }) => {
      const option = product.options.find(({ id }) => id === optionId)
      return option ? [[option.title, value] as const] : []
    }),
  )
}
