/** What an answer says about money, of a cart or an order; minor units. */
interface Priced {
  readonly items?: readonly PricedLine[]
  readonly [figure: string]: unknown
}

interface PricedLine {
  readonly title: string
  readonly quantity: number
  readonly unit_price: number
  readonly subtotal: number
  readonly discount_total: number
  readonly tax_total: number
  readonly total: number
}

/** A line as people write it down: piece price, quantity, what that comes to, discount, tax, total. */
export type Line = readonly [
  title: string,
  price: number,
  quantity: number,
  subtotal: number,
  discount: number,
  tax: number,
  total: number,
]

/** Every amount of a cart or an order; what is left out is nothing. */
export interface Figures {
  readonly lines: readonly Line[]
  readonly subtotal: number
  readonly discount?: number
  readonly shipping?: number
  readonly itemTax: number
  readonly shippingTax?: number
  readonly tax: number
  readonly giftCard?: number
  readonly giftCardTax?: number
  readonly total: number
}

/** The figures of an answer, beside `figures` of the same shape. */
export function figuresIn(answer: Priced) {
  return {
    lines: (answer.items ?? []).map(lineIn).toSorted(byTitle),
    subtotal: answer['subtotal'],
    discount: answer['discount_total'],
    shipping: answer['shipping_total'],
    itemTax: answer['item_tax_total'],
    shippingTax: answer['shipping_tax_total'],
    tax: answer['tax_total'],
    giftCard: answer['gift_card_total'],
    giftCardTax: answer['gift_card_tax_total'],
    total: answer['total'],
  }
}

/** Worked out by hand, written out whole. */
export function figures(wanted: Figures) {
  const nothing = { discount: 0, shipping: 0, shippingTax: 0, giftCard: 0, giftCardTax: 0 }
  return { ...nothing, ...wanted, lines: wanted.lines.toSorted(byTitle) }
}

function lineIn({ title, unit_price, quantity, subtotal, discount_total, tax_total, total }: PricedLine) {
  return [title, unit_price, quantity, subtotal, discount_total, tax_total, total] as const
}

function byTitle(one: readonly [string, ...unknown[]], other: readonly [string, ...unknown[]]): number {
  return one[0].localeCompare(other[0])
}
