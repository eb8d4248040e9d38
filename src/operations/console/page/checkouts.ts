import { change } from './api.ts'
import { ask, attempt } from './dialog.ts'
import { type Child, h } from './dom.ts'
import { jobTable } from './jobs.ts'
import { listView } from './list.ts'
import { money } from './money.ts'
import { actions, card, chip, facts, idLink, idText } from './pieces.ts'
import type { Checkout, CheckoutEvent, CheckoutWithHistory } from './shapes.ts'
import { ago, duration, exact } from './time.ts'
import { answerView, type View } from './view.ts'
import { actorWord, checkoutWording, providerName } from './words.ts'

const cancelable: readonly string[] = ['accepted', 'taxed', 'requires_action']

const states = [
  ['', 'All'],
  ['live', 'Under way'],
  ['accepted', 'Accepted'],
  ['taxed', 'Taxed'],
  ['authorizing', 'Authorizing'],
  ['requires_action', 'Shopper’s turn'],
  ['payment_unknown', 'Payment unknown'],
  ['authorized', 'Paid'],
  ['completed', 'Completed'],
  ['failed', 'Failed'],
  ['canceled', 'Canceled'],
  ['expired', 'Expired'],
] as const

export function checkoutsView(query: URLSearchParams): View {
  return listView<Checkout>(
    {
      title: 'Checkouts',
      section: 'checkouts',
      path: '/checkouts',
      noun: 'checkouts',
      search: { name: 'q', label: 'Beginning of an id, or an e-mail address' },
      filters: [{ name: 'state', label: 'State', options: states }],
      columns: [
        { name: 'Checkout', cell: ({ id }) => idText(id) },
        { name: 'State', cell: ({ state }) => chip(checkoutWording(state)) },
        { name: 'Shopper', cell: ({ email }) => email ?? '–' },
        { name: 'Total', cell: ({ total, currency_code: code }) => money(total, code), isNumber: true },
        { name: 'Moved', cell: ({ updated_at: at }) => ago(at), isNumber: true },
      ],
      idOf: ({ id }) => id,
      empty: 'No checkout is like that.',
    },
    query,
  )
}

export function checkoutView(id: string): View {
  return answerView<{ readonly checkout: CheckoutWithHistory }>({
    title: 'Checkout',
    path: () => `/checkouts/${encodeURIComponent(id)}`,
    draw: ({ checkout }, refresh) => [
      h('p', { class: 'trail' }, h('a', { href: '#/checkouts', 'data-key': 'up' }, 'Checkouts')),
      h('div', { class: 'title' }, h('h1', {}, idText(checkout.id)), chip(checkoutWording(checkout.state))),
      problem(checkout),
      actions(buttons(checkout, refresh)),
      h(
        'div',
        { class: 'columns' },
        h('div', {}, card('Timeline', timeline(checkout.events))),
        h('div', {}, card('About', about(checkout)), payment(checkout)),
      ),
      h('h2', {}, 'Jobs'),
      checkout.jobs.length > 0
        ? jobTable(checkout.jobs)
        : h('p', { class: 'empty' }, 'No job is kept of this checkout.'),
    ],
  })
}

function buttons(checkout: CheckoutWithHistory, refresh: () => Promise<void>) {
  const { id, state, terminal } = checkout
  const retry = async (): Promise<void> => {
    await attempt(async () => {
      await change(`/checkouts/${id}/retry`)
      return 'Begun again: what the checkout waits for is tried now.'
    })
    await refresh()
  }
  const cancel = async (): Promise<void> => {
    const text = 'The cart is open again for the shopper, and what was held for it is free for others.'
    const said = await ask({ title: 'Cancel this checkout?', text, yes: 'Cancel the checkout', isDanger: true })
    if (said === null) return
    await attempt(async () => {
      await change(`/checkouts/${id}/cancel`)
      return 'The checkout is canceled; the cart is open again.'
    })
    await refresh()
  }
  return [
    ...(terminal || state === 'requires_action' ? [] : [{ name: 'Try again now', isMain: true, act: retry }]),
    ...(cancelable.includes(state) ? [{ name: 'Cancel…', isDanger: true, act: cancel }] : []),
  ]
}

function problem({ problem: trouble, terminal, state }: Checkout): Child {
  if (trouble) return h('p', { class: 'callout bad' }, trouble.message, ' ', h('code', {}, trouble.code))
  if (terminal || cancelable.includes(state)) return null
  return h(
    'p',
    { class: 'callout' },
    'A payment is under way, so this checkout can no longer be canceled; it ends by itself once the provider has answered.',
  )
}

/** What happened, one below the other, with how long each step took. */
function timeline(events: readonly CheckoutEvent[]): HTMLElement {
  return h(
    'ol',
    { class: 'timeline' },
    events.map(({ to, why, by, at }, index) => {
      const before = events[index - 1]
      const passedMs = before ? Date.parse(at) - Date.parse(before.at) : 0
      const took = before ? `after ${passedMs < 1_000 ? `${passedMs} ms` : duration(passedMs)}` : exact(at)
      const { word, tone } = checkoutWording(to)
      return h(
        'li',
        { class: tone },
        h('p', { class: 'step' }, h('strong', {}, word), h('span', { class: 'quiet' }, took)),
        h('p', {}, why),
        h('p', { class: 'quiet' }, `by ${actorWord(by)}, `, ago(at)),
      )
    }),
  )
}

function about(checkout: Checkout): HTMLElement {
  return facts([
    ['Shopper', checkout.email],
    ['Total', money(checkout.total, checkout.currency_code)],
    ['Came in by', checkout.door],
    ['Order', checkout.order_id && idLink('orders', checkout.order_id)],
    ['Cart', idText(checkout.cart_id)],
    ['Begun', ago(checkout.created_at)],
    ['Moved', ago(checkout.updated_at)],
  ])
}

function payment({ payment: asked, currency_code: code }: Checkout): Child {
  if (!asked) return card('Payment', h('p', { class: 'empty' }, 'Nothing is to be paid.'))
  return card(
    'Payment',
    facts([
      ['Provider', providerName(asked.provider_id)],
      ['Amount', money(asked.amount, code)],
      ['Reference', asked.reference && idText(asked.reference)],
      ['Key', idText(asked.key)],
    ]),
  )
}
