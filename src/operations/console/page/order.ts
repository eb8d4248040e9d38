import { type Child, h } from './dom.ts'
import { money } from './money.ts'
import { orderButtons } from './order-actions.ts'
import { actions, card, chip, facts, idLink, idText, receipt } from './pieces.ts'
import type { Address, Order, OrderAction, OrderItem } from './shapes.ts'
import { ago } from './time.ts'
import { answerView, type View } from './view.ts'
import { orderWording, paymentWording, providerName, type Tone } from './words.ts'

const actionWords = { capture: 'Capture', refund: 'Refund', cancel: 'Cancel' } as const
const stateWords = {
  waiting: { word: 'asked', tone: 'slow' },
  done: { word: 'done', tone: 'fine' },
  refused: { word: 'refused', tone: 'bad' },
} as const satisfies Record<OrderAction['state'], { word: string; tone: Tone }>

export function orderView(id: string): View {
  return answerView<{ readonly order: Order }>({
    title: 'Order',
    path: () => `/orders/${encodeURIComponent(id)}`,
    draw: ({ order }, refresh) => [
      h('p', { class: 'trail' }, h('a', { href: '#/orders', 'data-key': 'up' }, 'Orders')),
      h(
        'div',
        { class: 'title' },
        h('h1', {}, `Order #${order.display_id}`),
        chip(orderWording(order.status)),
        chip(paymentWording(order.payment_status)),
      ),
      actions(orderButtons(order, refresh)),
      h(
        'div',
        { class: 'columns wide-left' },
        h('div', {}, items(order), moneyCard(order), history(order)),
        h(
          'div',
          {},
          card('About', about(order)),
          address('Ships to', order.shipping_address),
          address('Billed to', order.billing_address),
        ),
      ),
    ],
  })
}

function items({ items: lines, currency_code: code }: Order): HTMLElement {
  const row = ({ title, description, sku, quantity, unit_price: price, total }: OrderItem): HTMLElement =>
    h(
      'li',
      {},
      h('div', {}, h('strong', {}, title), h('p', { class: 'quiet' }, [description, sku].filter(Boolean).join(' · '))),
      h('span', { class: 'quiet number' }, `${quantity} × ${money(price, code)}`),
      h('span', { class: 'number' }, money(total ?? price * quantity, code)),
    )
  const sums = 'The sums on the right are after discounts and with taxes.'
  return card('Items', h('ul', { class: 'items' }, lines.map(row)), h('p', { class: 'hint' }, sums))
}

function moneyCard(order: Order): HTMLElement {
  const { currency_code: code } = order
  const amount = (value: number): Child => (value === 0 ? null : money(value, code))
  return card(
    'Money',
    receipt([
      ['Subtotal', money(order.subtotal, code)],
      [
        order.discounts.length > 0 ? `Discounts (${order.discounts.join(', ')})` : 'Discounts',
        amount(-order.discount_total),
      ],
      [order.shipping_methods.map(({ name }) => name).join(', ') || 'Shipping', money(order.shipping_total, code)],
      ['Taxes', money(order.tax_total, code)],
      ['Gift cards', amount(-order.gift_card_total)],
      ['Total', h('strong', {}, money(order.total, code))],
      ...order.payments.map(
        (payment) => [`Paid by ${providerName(payment.provider_id)}`, paid(payment, code)] as const,
      ),
      ['Can be refunded', amount(order.refundable_amount)],
    ]),
  )
}

function paid(payment: Order['payments'][number], code: string): Child {
  const state =
    payment.canceled_at !== null ? 'given back' : payment.captured_at !== null ? 'captured' : 'set aside, not captured'
  const refunded = payment.amount_refunded > 0 ? `, ${money(payment.amount_refunded, code)} refunded` : ''
  return `${money(payment.amount, code)} ${state}${refunded}`
}

function history({ actions: done, currency_code: code, created_at: at }: Order): HTMLElement {
  const first = h(
    'li',
    { class: 'fine' },
    h('p', { class: 'step' }, h('strong', {}, 'Placed')),
    h('p', { class: 'quiet' }, ago(at)),
  )
  const steps = done.map(({ kind, amount, reason, state, problem, updated_at: moved }) => {
    const { word, tone } = stateWords[state]
    const sum = amount > 0 ? ` of ${money(amount, code)}` : ''
    return h(
      'li',
      { class: tone },
      h('p', { class: 'step' }, h('strong', {}, `${actionWords[kind]}${sum}: ${word}`)),
      problem !== null && h('p', {}, problem),
      reason !== null && h('p', {}, `“${reason}”`),
      h('p', { class: 'quiet' }, ago(moved)),
    )
  })
  return card('What happened', h('ol', { class: 'timeline' }, first, steps))
}

function about(order: Order): HTMLElement {
  return facts([
    ['Shopper', order.email],
    ['Placed', ago(order.created_at)],
    ['Canceled', order.canceled_at && ago(order.canceled_at)],
    ['Region', order.region],
    ['Came in by', order.door],
    ['Checkout', idLink('checkouts', order.checkout_id)],
    ['Order id', idText(order.id)],
    ['Payment', order.payments[0]?.reference && idText(order.payments[0].reference)],
  ])
}

function address(title: string, lines: Address | null): Child {
  if (!lines) return null
  const name = [lines['first_name'], lines['last_name']].filter(Boolean).join(' ')
  const town = [lines['postal_code'], lines['city']].filter(Boolean).join(' ')
  const told = [
    lines['company'],
    name,
    lines['address_1'],
    lines['address_2'],
    town,
    lines['province'],
    lines['country_code']?.toUpperCase(),
    lines['phone'],
  ]
  return card(
    title,
    h(
      'address',
      {},
      told.filter(Boolean).map((line) => h('span', {}, line)),
    ),
  )
}
