import type { Books } from '../../checkout/books.ts'
import type { Order, OrderAction } from '../../checkout/order.ts'
import { drawnFrom } from '../../pricing/gift-cards.ts'
import { addressOrNull } from './address-json.ts'
import { shownCustomer } from './customer-json.ts'
import { discountJson, giftCardJson } from './discount-json.ts'
import { derivedId, type Json, time, timeOrNull } from './json.ts'
import { lineJson, type Owner } from './line-json.ts'
import { lineProducts, type OrderView } from './order-views.ts'
import { paymentJson } from './payment-json.ts'
import { variantJson, variantOfLine } from './product-json.ts'
import { regionJson } from './region-json.ts'
import { shippingMethodJson, withOptionsOf, withoutOptions } from './shipping-json.ts'
import { shows } from './views.ts'

/** An order with what it cost; `signedInAs` decides whether it says who bought. */
export function orderJson(order: Order, books: Books, view: OrderView, signedInAs: string | null): Json {
  const owner = ownerOf(order, books, view)
  const relations = relationsOf(order, books, owner, signedInAs)
  const shown = Object.entries(relations).filter(([name]) => shows(view, name))
  const plain = Object.entries(plainFields(order)).filter(([name]) => view.fields.has(name))
  return {
    ...Object.fromEntries(plain),
    ...Object.fromEntries(shown.map(([name, show]) => [name, show()])),
    ...totalsJson(order),
  }
}

function plainFields(order: Order): Json {
  const { cart } = order
  return {
    object: 'order',
    id: order.id,
    created_at: time(order.createdAt),
    updated_at: time(order.updatedAt),
    status: order.status,
    fulfillment_status: order.status === 'canceled' ? 'canceled' : 'not_fulfilled',
    payment_status: order.paymentStatus,
    display_id: order.displayId,
    cart_id: order.cartId,
    customer_id: order.customerId,
    email: order.email,
    billing_address_id: cart.billingAddress?.id ?? null,
    shipping_address_id: cart.shippingAddress?.id ?? null,
    region_id: cart.regionId,
    currency_code: cart.currencyCode,
    tax_rate: null,
    draft_order_id: null,
    canceled_at: timeOrNull(order.canceledAt),
    metadata: cart.metadata ?? {},
    no_notification: null,
    idempotency_key: null,
    external_id: null,
    sales_channel_id: cart.channelId,
  }
}

function relationsOf(
  order: Order,
  books: Books,
  owner: Owner,
  signedInAs: string | null,
): Readonly<Record<string, () => unknown>> {
  const { cart, bill } = order
  const customer = () => (order.customerId === null ? null : books.customer(order.customerId))
  return {
    billing_address: () => addressOrNull(cart.billingAddress),
    claims: () => [],
    customer: () => shownCustomer(customer(), { email: order.email, signedInAs }),
    discounts: () => order.discounts.map((discount) => discountJson(discount, books)),
    fulfillments: () => [],
    gift_card_transactions: () => transactionsJson(order),
    gift_cards: () => order.giftCards.map((card) => giftCardJson(books.giftCard(card.id) ?? card, books)),
    items: () =>
      cart.lines.map((line) =>
        lineJson(
          line,
          bill.lines.find(({ lineId }) => lineId === line.id),
          owner,
        ),
      ),
    payments: () => order.payments.map((payment) => paymentJson(payment, order.cartId)),
    refunds: () => order.actions.filter(isRefunded).map((action) => refundJson(order, action)),
    region: () => regionJson(order.region),
    shipping_address: () => addressOrNull(cart.shippingAddress),
    shipping_methods: () =>
      cart.shippingMethods.map((method) => {
        return shippingMethodJson(
          method,
          bill.shipping.find(({ methodId }) => methodId === method.id),
          owner,
        )
      }),
    swaps: () => [],
  }
}

function isRefunded({ kind, state }: OrderAction): boolean {
  return kind === 'refund' && state === 'done'
}

/** Money that went back; Medusa's reason is one of its own words, so the operator's stand in the note. */
function refundJson(order: Order, { id, amount, reason, key, createdAt, updatedAt }: OrderAction): Json {
  return {
    id,
    created_at: time(createdAt),
    updated_at: time(updatedAt),
    order_id: order.id,
    payment_id: order.payments[0]?.id ?? null,
    amount,
    note: reason,
    reason: 'other',
    metadata: null,
    idempotency_key: key,
  }
}

function transactionsJson(order: Order): readonly Json[] {
  return drawnFrom(order.bill.giftCards, order.giftCards).map(({ giftCardId, amount, isTaxable, taxRate }, place) => ({
    id: derivedId('gct', order.id, place),
    gift_card_id: giftCardId,
    order_id: order.id,
    amount,
    created_at: time(order.createdAt),
    is_taxable: isTaxable,
    tax_rate: taxRate,
  }))
}

/** `tax_total` of an order lacks the tax that taxable gift cards paid; a cart's does not. */
function totalsJson({ bill, payments }: Order): Json {
  const paid = payments.reduce((total, { amount }) => total + amount, 0)
  const refunded = payments.reduce((total, { amountRefunded }) => total + amountRefunded, 0)
  return {
    subtotal: bill.subtotal,
    discount_total: bill.discountTotal,
    shipping_total: bill.shippingTotal,
    refunded_total: refunded,
    paid_total: paid,
    refundable_amount: paid - refunded,
    item_tax_total: bill.itemTaxTotal,
    shipping_tax_total: bill.shippingTaxTotal,
    tax_total: bill.itemTaxTotal + bill.shippingTaxTotal - bill.giftCardTaxTotal,
    gift_card_total: bill.giftCardTotal,
    gift_card_tax_total: bill.giftCardTaxTotal,
    total: bill.total,
  }
}

function ownerOf(order: Order, books: Books, { relations }: OrderView): Owner {
  const shownVariant = relations.has(lineProducts) ? variantOfLine : variantJson
  return {
    cartId: order.cartId,
    orderId: order.id,
    isOrder: true,
    taxedAt: order.createdAt,
    variant: (id) => {
      const variant = books.variant(id)
      return variant && shownVariant(variant, books)
    },
    withOptions: relations.has('shipping_methods.shipping_option') ? withOptionsOf(books) : withoutOptions,
  }
}
