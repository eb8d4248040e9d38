import type { Line } from '../../cart/cart.ts'
import type { BillLine, BillTax } from '../../pricing/bill.ts'
import { refundableOf } from '../../pricing/refundable.ts'
import { derivedId, type Json, time } from './json.ts'

/** What lines and shipping methods belong to, and how they are shown there. */
export interface Owner {
  readonly cartId: string
  readonly orderId: string | null
  /** Lines of an order say what could still be refunded. */
  readonly isOrder: boolean
  /** Tax lines and shipping tax lines that are rows of their own: when they were made. Null: worked out as they are shown. */
  readonly taxedAt: number | null
  /** A line's variant, as shown there. */
  readonly variant: (variantId: string) => Json | null
  readonly withOptions: (optionId: string | null) => Json
}

/** A line and what it costs. On an order it also says what could still be refunded. */
export function lineJson(line: Line, bill: BillLine | undefined, owner: Owner): Json {
  return {
    ...lineRow(line, owner),
    adjustments: adjustmentsJson(line, bill),
    tax_lines: taxLinesJson(bill?.taxLines ?? [], { item_id: line.id }, 'litl', owner),
    variant: line.variantId === null ? null : owner.variant(line.variantId),
    subtotal: bill?.subtotal ?? 0,
    discount_total: bill?.discountTotal ?? 0,
    total: bill?.total ?? 0,
    original_total: bill?.originalTotal ?? 0,
    original_tax_total: bill?.originalTaxTotal ?? 0,
    tax_total: bill?.taxTotal ?? 0,
    raw_discount_total: bill?.discountTotal ?? 0,
    ...(owner.isOrder && { refundable: bill ? refundableOf(bill, line.quantity) : 0 }),
  }
}

/** Each tax, with whose it is; without id and times on a cart, where nothing of it is stored. */
export function taxLinesJson(
  taxes: readonly BillTax[],
  whose: { readonly item_id: string } | { readonly shipping_method_id: string },
  prefix: 'litl' | 'smtl',
  { taxedAt }: Owner,
): readonly Json[] {
  if (taxedAt === null) return taxes.map(({ rate, name, code }) => ({ rate, name, code, ...whose }))
  const ownerId = 'item_id' in whose ? whose.item_id : whose.shipping_method_id
  const at = time(taxedAt)
  return taxes.map(({ rate, name, code }, place) => ({
    id: derivedId(prefix, ownerId, place),
    created_at: at,
    updated_at: at,
    rate,
    name,
    code,
    metadata: null,
    ...whose,
  }))
}

function lineRow(line: Line, owner: Owner) {
  return {
    id: line.id,
    created_at: time(line.createdAt),
    updated_at: time(line.updatedAt),
    cart_id: owner.cartId,
    order_id: owner.orderId,
    swap_id: null,
    claim_order_id: null,
    original_item_id: null,
    order_edit_id: null,
    title: line.title,
    description: line.description,
    thumbnail: line.thumbnail,
    is_return: false,
    is_giftcard: line.isGiftcard,
    should_merge: line.kind === 'variant',
    allow_discounts: line.discountable,
    has_shipping: line.hasShipping,
    unit_price: line.unitPrice,
    variant_id: line.variantId,
    quantity: line.quantity,
    fulfilled_quantity: null,
    returned_quantity: null,
    shipped_quantity: null,
    metadata: line.metadata,
  }
}

function adjustmentsJson(line: Line, bill: BillLine | undefined): readonly Json[] {
  if (!bill || bill.adjustments.length === 0) return []
  return bill.adjustments.map(({ discountId, amount }, place) => ({
    id: derivedId('lia', line.id, place),
    item_id: line.id,
    description: 'discount',
    discount_id: discountId,
    amount,
    metadata: null,
  }))
}
