import { checkoutsView, checkoutView } from './checkouts.ts'
import { h, part, show } from './dom.ts'
import { jobsView, jobView } from './jobs.ts'
import { listen } from './live.ts'
import { orderView } from './order.ts'
import { ordersView } from './orders.ts'
import { overviewView } from './overview.ts'
import { type Place, placeNow } from './route.ts'
import { startClocks } from './time.ts'
import type { View } from './view.ts'
import { webhooksView, webhookView } from './webhooks.ts'

const sections = [
  { name: '', word: 'Overview', all: overviewView, one: null },
  { name: 'checkouts', word: 'Checkouts', all: checkoutsView, one: checkoutView },
  { name: 'orders', word: 'Orders', all: ordersView, one: orderView },
  { name: 'jobs', word: 'Jobs', all: jobsView, one: jobView },
  { name: 'webhooks', word: 'Webhooks', all: webhooksView, one: webhookView },
] as const

let current: View | null = null
let isAsking = false
let isStale = false

/** One question at a time; what comes in between is asked for once more. */
async function refresh(): Promise<void> {
  isStale = true
  if (isAsking) return
  isAsking = true
  try {
    while (isStale) {
      isStale = false
      await current?.refresh()
    }
  } finally {
    isAsking = false
  }
}

function go(): void {
  const place = placeNow()
  const before = current
  const view = viewAt(place)
  current = view
  document.title = `${view.title} · Cartwright`
  showSections(place)
  const main = part('main')
  const isTyping = document.activeElement instanceof HTMLInputElement
  show(main, view.element)
  const input = document.activeElement
  if (input instanceof HTMLInputElement) input.setSelectionRange(input.value.length, input.value.length)
  else if (before !== null && !isTyping) main.focus({ preventScroll: true })
  if (before?.title !== view.title) scrollTo(0, 0)
  void view.refresh()
}

function viewAt({ section, id, query }: Place): View {
  const found = sections.find(({ name }) => name === section) ?? sections[0]
  return id !== null && found.one ? found.one(id) : found.all(query)
}

function showSections({ section }: Place): void {
  show(
    part('sections'),
    sections.map(({ name, word }) =>
      h(
        'a',
        { href: `#/${name}`, 'aria-current': name === section ? 'page' : null, 'data-key': `section-${name}` },
        word,
      ),
    ),
  )
}

addEventListener('hashchange', go)
startClocks()
go()
listen(() => void refresh())
