import { Refusal } from '../../refusal.ts'
import { type CartRelation, type CartView, wholeCart } from './cart-json.ts'
import type { Asked } from './query-params.ts'
import { namesIn, type Viewable, viewAsked, type viewParams } from './views.ts'

/** What `expand` may name, and what of it is shown; the rest comes anyway, since the totals need it. */
const relations: Readonly<Record<string, CartRelation | null>> = {
  billing_address: 'billing_address',
  payment: 'payment',
  payment_sessions: 'payment_sessions',
  payment_session: 'payment_sessions',
  'region.countries': 'region.countries',
  'region.currency': 'region.currency',
  'region.fulfillment_providers': 'region.fulfillment_providers',
  'region.payment_providers': 'region.payment_providers',
  sales_channel: 'sales_channel',
  'shipping_methods.shipping_option': 'shipping_methods.shipping_option',
  customer: 'customer',
  'customer.orders': 'customer',
  'customer.shipping_addresses': 'customer',
  discounts: null,
  'discounts.rule': null,
  gift_cards: null,
  items: null,
  'items.adjustments': null,
  'items.tax_lines': null,
  'items.variant': null,
  'items.variant.product': null,
  'items.variant.product.profiles': null,
  region: null,
  'region.tax_rates': null,
  shipping_address: null,
  shipping_methods: null,
  'shipping_methods.tax_lines': null,
}

/** Relations that Medusa's cart has and ours does not show: they may be named. */
const unshown = [
  ...['discounts.regions', 'discounts.rule.conditions', 'sales_channel.locations', 'items.variant.product.type'],
  ...['items.variant.options', 'items.variant.prices', 'items.variant.product.collection'],
  ...['items.variant.product.images', 'items.variant.product.options', 'items.variant.product.tags'],
]

/** With `fields`, only the id and what is named is left of a cart's plain fields; totals always come. */
const viewable: Viewable = {
  fields: [],
  moreFields: [
    ...['created_at', 'updated_at', 'deleted_at', 'email', 'billing_address_id', 'shipping_address_id', 'region_id'],
    ...['customer_id', 'payment_id', 'type', 'completed_at', 'payment_authorized_at', 'idempotency_key', 'context'],
    ...['metadata', 'sales_channel_id', 'object', 'subtotal', 'discount_total', 'item_tax_total', 'shipping_total'],
    ...['shipping_tax_total', 'tax_total', 'gift_card_total', 'gift_card_tax_total', 'total', 'raw_discount_total'],
  ],
  relations: [...Object.keys(relations), ...unshown],
  always: ['id'],
}

/** The view that `fields` and `expand` ask for; refuses relations that a cart does not have. `signedInAs`: who asks. */
export function cartViewAsked({ fields, expand }: Asked<typeof viewParams>, signedInAs: string | null): CartView {
  if (fields === null && expand === null) return wholeCart
  const unknown = namesIn(expand ?? '').find((name) => !viewable.relations.includes(name))
  if (unknown !== undefined) {
    throw new Refusal(
      'query-invalid',
      `Relation ${unknown.slice(0, 100)} was not found; please check that it is correct`,
    )
  }
  const plain = fields === null ? null : withoutParts(fields)
  const asked = viewAsked({ fields: plain, expand }, viewable)
  const wanted = asked.relations && new Set([...asked.relations].flatMap((name) => relations[name] ?? []))
  return {
    ...wholeCart,
    fields: asked.fields,
    relations: wanted ?? wholeCart.relations,
    customer: wanted?.has('customer') ? { signedInAs } : null,
  }
}

/** Relations may stand among the fields, where they change nothing. */
function withoutParts(fields: string): string {
  const isPart = (name: string): boolean => viewable.relations.includes(name.replace(/^\*/, '').split('.')[0] ?? '')
  return namesIn(fields)
    .filter((name) => !isPart(name))
    .join(',')
}
