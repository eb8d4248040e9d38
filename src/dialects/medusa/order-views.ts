import type { Asked } from './query-params.ts'
import { type View, type Viewable, viewAsked, type viewParams } from './views.ts'

/** What of an order is shown besides its totals, which always are. */
export interface OrderView {
  readonly fields: ReadonlySet<string>
  readonly relations: ReadonlySet<string>
}

/** As Medusa's storefront reads an order. */
const readFields = [
  ...['object', 'id', 'created_at', 'status', 'fulfillment_status', 'payment_status', 'display_id', 'cart_id'],
  ...['customer_id', 'email', 'region_id', 'currency_code', 'tax_rate'],
]
const readRelations = [
  ...[
    'customer',
    'discounts',
    'discounts.rule',
    'fulfillments',
    'fulfillments.tracking_links',
    'items',
    'items.variant',
  ],
  ...['payments', 'region', 'shipping_address', 'shipping_methods', 'shipping_methods.shipping_option'],
]
const moneyRelations = ['claims', 'gift_card_transactions', 'gift_cards', 'refunds', 'swaps']

/** Shows the product of each line's variant. */
export const lineProducts = 'items.variant.product'

/** What the totals are made of. */
const totalRelations = ['discounts', 'items', 'payments', 'region', 'shipping_methods']

const placedFields = [
  ...readFields,
  ...['updated_at', 'billing_address_id', 'shipping_address_id', 'draft_order_id', 'canceled_at', 'metadata'],
  ...['no_notification', 'idempotency_key', 'external_id', 'sales_channel_id'],
]
const placedRelations = [
  ...['discounts', 'items', 'payments', 'region', 'shipping_address', 'shipping_methods'],
  ...moneyRelations,
]

/** What `expand` may name; what of it is not ours is an empty list. */
const orderRelations: ReadonlySet<string> = new Set([
  ...readRelations,
  ...moneyRelations,
  ...['billing_address', 'items.adjustments', 'items.tax_lines'],
])

/** What `fields` may name. */
export const orderFields: ReadonlySet<string> = new Set(placedFields)

/** By id, or looked up by number and e-mail. */
export const readOrder: OrderView = { fields: new Set(readFields), relations: new Set(readRelations) }

/** By its cart, or in a customer's list. */
export const orderWithMoney: OrderView = {
  fields: readOrder.fields,
  relations: new Set([...readRelations, ...moneyRelations]),
}

/** In the answer that places it. */
export const placedOrder: OrderView = { fields: new Set(placedFields), relations: new Set(placedRelations) }

type Wanted = Asked<typeof viewParams>

const totals = [
  ...['object', 'shipping_total', 'discount_total', 'tax_total', 'refunded_total', 'total', 'subtotal', 'paid_total'],
  ...['refundable_amount', 'gift_card_total', 'gift_card_tax_total', 'items.refundable'],
]

/** By id or number: the fields and relations that Medusa lists, and no others. */
const readable: Viewable = {
  fields: readFields,
  moreFields: totals,
  relations: readRelations,
  moreRelations: ['billing_address'],
  always: ['id'],
}

/** Relations that Medusa's order has and ours does not show: where Medusa lists none, they may be named. */
const unshown = [
  ...['returns', 'edits', 'currency', 'cart', 'draft_order', 'sales_channel', 'customer.orders', 'region.countries'],
  ...['customer.shipping_addresses', 'items.variant.options', 'items.variant.prices', 'items.variant.product.images'],
  ...['items.variant.product.collection', 'items.variant.product.profiles', 'items.variant.product.type'],
]

/** Where Medusa lists none, what an order of ours has. */
const ownable: Viewable = {
  fields: readFields,
  moreFields: [...orderFields, ...totals],
  relations: [...orderRelations, lineProducts],
  moreRelations: unshown,
  always: ['object', 'id'],
}

/** Lines come with whatever is expanded, unless only some fields are asked for. */
export function orderViewAsked(asked: Wanted, usual: OrderView, always: readonly string[] = []): OrderView {
  const { fields, relations } = viewAsked(asked, { ...readable, always: [...readable.always, ...always] })
  const more = relations && [...relations, ...(fields ? [] : ['items']), ...(relations.size ? [] : totalRelations)]
  return {
    fields: fields ?? usual.fields,
    relations: more ? new Set(more) : usual.relations,
  }
}

/** By its id: what Medusa fetches to work out a total that is named among the fields shows in the lines. */
export function orderByIdAsked(asked: Wanted, usual: OrderView): OrderView {
  const view = orderViewAsked(asked, usual)
  const isCounted = asked.fields !== null && totals.some((name) => name !== 'object' && view.fields.has(name))
  return isCounted ? { ...view, relations: new Set([...view.relations, lineProducts]) } : view
}

/** By its cart: what the totals are made of, and the money that moved, come with whatever is expanded. */
export function orderByCartAsked(asked: Wanted, usual: OrderView): OrderView {
  return withMoney(viewAsked(asked, { ...readable, always: ['object', 'id'] }), usual)
}

/** In a customer's list: as by its cart, and whatever else an order has. */
export function ownOrdersAsked(asked: Wanted, usual: OrderView, always: readonly string[]): OrderView {
  return withMoney(viewAsked(asked, { ...ownable, always: [...ownable.always, ...always] }), usual)
}

function withMoney({ fields, relations }: View, usual: OrderView): OrderView {
  return {
    fields: fields ?? usual.fields,
    relations: relations ? new Set([...relations, ...totalRelations, ...moneyRelations]) : usual.relations,
  }
}
