import type { Cart, Line } from '../../cart/cart.ts'
import { certificateOf } from '../../cart/gift-certificates.ts'
import type { Discount } from '../../catalog/discount.ts'
import type { Metadata } from '../../catalog/product.ts'
import type { Books } from '../../checkout/books.ts'
import { optionsOf } from '../../commands/option-selections.ts'
import { isShipped } from '../../commands/shipped-lines.ts'
import type { Minor } from '../../money/money.ts'
import type { LineAmounts, TakenOff } from '../../pricing/goods-amounts.ts'
import { unitPriceFor } from '../../pricing/unit-price.ts'
import { decimalsIn, type Json, uuid } from './json.ts'

/** What of the items is shown besides the usual. */
export interface ItemView {
  readonly physicalOptions: boolean
  readonly digitalOptions: boolean
  /** For prices as the catalog has them now. */
  readonly now: number
}

/** The items of a cart by their kinds; fees are none. */
export function itemsJson(cart: Cart, amounts: readonly LineAmounts[], books: Books, view: ItemView): Json {
  const priced = cart.lines.flatMap((line) => {
    const found = amounts.find(({ lineId }) => lineId === line.id)
    return found ? [{ line, amounts: found }] : []
  })
  const catalog = priced.filter(({ line }) => line.kind === 'variant')
  const isPhysical = ({ line }: (typeof priced)[number]): boolean => isShipped(line, books)
  const itemJson = (item: (typeof priced)[number], withOptions: boolean): Json =>
    catalogItemJson(item.line, item.amounts, { cart, books, withOptions, now: view.now })
  return {
    physical_items: catalog.filter(isPhysical).map((item) => itemJson(item, view.physicalOptions)),
    digital_items: catalog
      .filter((item) => !isPhysical(item))
      .map((item) => ({ ...itemJson(item, view.digitalOptions), ...nothingToDownload })),
    gift_certificates: priced
      .filter(({ line }) => line.kind === 'gift_certificate')
      .map(({ line }) => certificateJson(line, cart, books)),
    custom_items: priced
      .filter(({ line }) => line.kind === 'custom')
      .map(({ line, amounts: own }) => customItemJson(line, own, decimalsIn(cart.currencyCode))),
  }
}

const nothingToDownload = { download_file_urls: [], download_page_url: '', download_size: '' }

/** BigCommerce's types of coupons, as the numbers that stand for them. */
export function couponType({ rule }: Discount): number {
  if (rule.type === 'free_shipping') return 4
  if (rule.type === 'percentage') return 1
  return rule.allocation === 'item' ? 0 : 2
}

interface Showing {
  readonly cart: Cart
  readonly books: Books
  readonly withOptions: boolean
  readonly now: number
}

function catalogItemJson(line: Line, amounts: LineAmounts, { cart, books, withOptions, now }: Showing): Json {
  const decimal = decimalsIn(cart.currencyCode)
  const product = line.productId === null ? null : books.product(line.productId)
  const variant = line.variantId === null ? null : books.variant(line.variantId)
  const { currencyCode, regionId } = cart
  const original = variant && unitPriceFor(variant, { currencyCode, regionId, quantity: null, now })
  const isPhysical = isShipped(line, books)
  return {
    id: uuid(line.id),
    parent_id: null,
    variant_id: variant?.number ?? null,
    product_id: product?.number ?? null,
    sku: line.sku ?? '',
    name: line.title,
    url: '',
    quantity: line.quantity,
    taxable: true,
    is_taxable: true,
    image_url: line.thumbnail ?? '',
    discounts: discountsJson(amounts, cart, decimal),
    coupons: amounts.coupons.flatMap((taken) => couponJson(taken, books, decimal)),
    discount_amount: decimal(total([...amounts.byHand.map(({ amount }) => amount), amounts.itemDiscount])),
    coupon_amount: decimal(total(amounts.coupons.map(({ amount }) => amount))),
    original_price: decimal(original?.originalAmount ?? line.unitPrice),
    list_price: decimal(line.unitPrice),
    sale_price: decimal(amounts.salePrice),
    extended_list_price: decimal(amounts.listed),
    extended_sale_price: decimal(amounts.sale),
    is_require_shipping: isPhysical,
    is_mutable: true,
    added_by_promotion: false,
    gift_wrapping: wrappingJson(line.metadata),
    ...(withOptions && {
      options: [...(product && variant ? optionsOf(product, variant) : []), ...wishesJson(line.metadata)],
    }),
  }
}

/** Everything that makes the line cheaper; codes under the one word that BigCommerce has for them. */
function discountsJson(amounts: LineAmounts, cart: Cart, decimal: (amount: Minor) => number): readonly Json[] {
  const codes = amounts.coupons.map(({ amount }) => ({ id: 'coupon', discounted_amount: decimal(amount) }))
  const nameOf = (discountId: string): string =>
    cart.manualDiscounts.find(({ id }) => id === discountId)?.name ?? 'manual'
  const hand = amounts.byHand.map(({ discountId, amount }) => {
    return { id: nameOf(discountId), discounted_amount: decimal(amount) }
  })
  const own = cart.manualDiscounts.find(({ lineId }) => lineId === amounts.lineId)
  const item =
    own && amounts.itemDiscount > 0 ? [{ id: own.name, discounted_amount: decimal(amounts.itemDiscount) }] : []
  return [...codes, ...hand, ...item]
}

function couponJson(
  { discountId, amount }: TakenOff,
  books: Books,
  decimal: (amount: Minor) => number,
): readonly Json[] {
  const discount = books.discount(discountId)
  if (!discount) return []
  return [
    {
      id: books.discountNumber(discountId),
      code: discount.code,
      name: discount.rule.description ?? discount.code,
      discountType: couponType(discount),
      totalDiscount: decimal(amount),
    },
  ]
}

function certificateJson(line: Line, cart: Cart, books: Books): Json {
  const { theme, sender, recipient, message } = certificateOf(line)
  const isTaxable = books.region(cart.regionId)?.giftCardsTaxable ?? false
  return {
    id: uuid(line.id),
    name: line.title,
    theme,
    amount: decimalsIn(cart.currencyCode)(line.unitPrice),
    quantity: line.quantity,
    taxable: isTaxable,
    is_taxable: isTaxable,
    sender,
    recipient,
    message,
  }
}

function customItemJson(line: Line, amounts: LineAmounts, decimal: (amount: Minor) => number): Json {
  return {
    id: uuid(line.id),
    sku: line.sku ?? '',
    name: line.title,
    quantity: line.quantity,
    list_price: decimal(line.unitPrice),
    extended_list_price: decimal(amounts.listed),
    image_url: line.thumbnail ?? '',
  }
}

/** The shop has no wrappings of its own to choose from; what is to be written on them is kept. */
function wrappingJson(metadata: Metadata): Json | null {
  const said = objectIn(metadata['gift_wrapping'])
  if (!said) return null
  const details: readonly unknown[] = Array.isArray(said['wrap_details']) ? said['wrap_details'] : []
  const messages = details
    .map((detail) => objectIn(detail)?.['message'])
    .filter((message) => typeof message === 'string')
  return { name: '', message: messages.join('\n'), amount: 0 }
}

/** What the shopper wants done with the item: selections that are of none of the product's options. */
function wishesJson(metadata: Metadata): readonly Json[] {
  const wishes: readonly unknown[] = Array.isArray(metadata['option_selections']) ? metadata['option_selections'] : []
  return wishes.flatMap((wish) => {
    const said = objectIn(wish)
    if (!said) return []
    const value = said['value'] ?? said['option_value'] ?? ''
    const written = typeof value === 'object' ? JSON.stringify(value) : String(value)
    const valueId = typeof said['option_value'] === 'number' ? said['option_value'] : null
    return [{ name: said['name'] ?? '', nameId: said['option_id'], value: written, valueId }]
  })
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : null
}

function total(amounts: readonly Minor[]): Minor {
  return amounts.reduce((sum, amount) => (sum + amount) as Minor, 0 as Minor)
}
