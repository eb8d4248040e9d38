import { change } from './api.ts'
import { attempt } from './dialog.ts'
import { type Child, h } from './dom.ts'
import { listView } from './list.ts'
import { actions, card, chip, facts, idLink, idText } from './pieces.ts'
import type { Delivery, DeliveryWithTries } from './shapes.ts'
import { ago } from './time.ts'
import { answerView, type View } from './view.ts'
import { deliveryWording } from './words.ts'

const states = [
  ['', 'All'],
  ['failed', 'Failed'],
  ['waiting', 'Waiting'],
  ['delivered', 'Delivered'],
  ['refused', 'Refused'],
  ['dropped', 'Dropped'],
] as const

/** What has a page of its own, by the first word of the type. */
const pages: Readonly<Record<string, string>> = { checkout: 'checkouts', order: 'orders' }

export function webhooksView(query: URLSearchParams): View {
  return listView<Delivery>(
    {
      title: 'Webhook deliveries',
      section: 'webhooks',
      path: '/webhooks/deliveries',
      noun: 'deliveries',
      search: { name: 'subject', label: 'Whole id of a cart, checkout, order or customer' },
      filters: [{ name: 'state', label: 'State', options: states }],
      columns: [
        { name: 'Event', cell: ({ type }) => type },
        { name: 'State', cell: ({ state }) => chip(deliveryWording(state)) },
        { name: 'About', cell: ({ subject }) => idText(subject) },
        { name: 'Tries', cell: ({ attempt_count: count }) => count ?? 0, isNumber: true },
        { name: 'Moved', cell: ({ updated_at: at }) => ago(at), isNumber: true },
      ],
      idOf: ({ id }) => id,
      empty: 'No delivery is like that.',
    },
    query,
  )
}

export function webhookView(id: string): View {
  return answerView<{ readonly delivery: DeliveryWithTries }>({
    title: 'Webhook delivery',
    path: () => `/webhooks/deliveries/${encodeURIComponent(id)}`,
    draw: ({ delivery }, refresh) => [
      h('p', { class: 'trail' }, h('a', { href: '#/webhooks', 'data-key': 'up' }, 'Webhook deliveries')),
      h('div', { class: 'title' }, h('h1', {}, delivery.type), chip(deliveryWording(delivery.state))),
      delivery.state !== 'waiting' &&
        actions([{ name: 'Deliver again', isMain: true, act: () => replay(id, refresh) }]),
      h('div', { class: 'columns' }, card('Tries', tries(delivery)), card('About', about(delivery))),
    ],
  })
}

async function replay(id: string, refresh: () => Promise<void>): Promise<void> {
  await attempt(async () => {
    await change(`/webhooks/deliveries/${id}/replay`)
    return 'It is being delivered again, under the id it had.'
  })
  await refresh()
}

function tries({ attempts }: DeliveryWithTries): Child {
  if (attempts.length === 0) return h('p', { class: 'empty' }, 'It was not tried yet.')
  return h(
    'ol',
    { class: 'timeline' },
    attempts.map(({ status, error, duration_ms: took, at }) =>
      h(
        'li',
        { class: error === null ? 'fine' : 'bad' },
        h(
          'p',
          { class: 'step' },
          h('strong', {}, status === null ? 'No answer' : `Answered with ${status}`),
          h('span', { class: 'quiet' }, `in ${took} ms`),
        ),
        error !== null && h('p', {}, error),
        h('p', { class: 'quiet' }, ago(at)),
      ),
    ),
  )
}

function about({
  type,
  subject,
  event_id: eventId,
  endpoint_id: endpoint,
  happened_at: happened,
}: Delivery): HTMLElement {
  const page = pages[type.split('.')[0] ?? '']
  return facts([
    ['About', page ? idLink(page, subject) : idText(subject)],
    ['Happened', ago(happened)],
    ['webhook-id', idText(eventId)],
    ['Endpoint', idText(endpoint)],
  ])
}
