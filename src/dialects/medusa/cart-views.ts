import type { Query } from '../../http/query.ts'
import { Refusal } from '../../refusal.ts'
import { type CartRelation, type CartView, wholeCart } from './cart-json.ts'

/** What `expand` may name, and what of it is shown; the rest comes anyway, since the totals need it. */
const relations: Readonly<Record<string, CartRelation | null>> = {
  billing_address: 'billing_address',
  payment: 'payment',
  payment_sessions: 'payment_sessions',
  payment_session: 'payment_sessions',
  'region.countries': 'region.countries',
  'region.payment_providers': 'region.countries',
  sales_channel: 'sales_channel',
  'shipping_methods.shipping_option': 'shipping_methods.shipping_option',
  customer: null,
  discounts: null,
  'discounts.rule': null,
  'discounts.regions': null,
  gift_cards: null,
  items: null,
  'items.adjustments': null,
  'items.tax_lines': null,
  'items.variant': null,
  'items.variant.product': null,
  region: null,
  'region.tax_rates': null,
  shipping_address: null,
  shipping_methods: null,
  'shipping_methods.tax_lines': null,
}

/** The view that `fields` and `expand` ask for; refuses relations that a cart does not have. */
export function cartViewAsked(query: Query): CartView {
  const fields = namesOf(query, 'fields')
  const expanded = namesOf(query, 'expand')
  if (!fields && !expanded) return wholeCart
  const unknown = expanded?.find((name) => !Object.hasOwn(relations, name))
  if (unknown !== undefined) {
    throw new Refusal(
      'query-invalid',
      `Relation ${unknown.slice(0, 100)} was not found; please check that it is correct`,
    )
  }
  const wanted = expanded?.flatMap((name) => relations[name] ?? [])
  return { ...wholeCart, fields: fields && new Set(fields), relations: wanted ? new Set(wanted) : wholeCart.relations }
}

/** A comma-separated list; null when it was not sent. */
export function namesOf(query: Query, name: string): readonly string[] | null {
  const text = query.one(name)
  return text === null
    ? null
    : text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
}
