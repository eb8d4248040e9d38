import { type Child, h } from './dom.ts'
import { healthCard } from './health.ts'
import { card } from './pieces.ts'
import { queuesCard } from './queues.ts'
import type { LiveCheckouts, Overview, Queue } from './shapes.ts'
import { age } from './time.ts'
import { answerView, type View } from './view.ts'
import { counted, jobKindWord, type Tone, waitSentence } from './words.ts'

/** Longer than this nobody's turn takes but a shopper's: then it is worth a look. */
const slowMs = 30_000
const stuckMs = 120_000

export function overviewView(): View {
  return answerView<Overview>({
    title: 'Overview',
    path: () => '/overview',
    draw: (overview) => [
      headline(overview),
      h('div', { class: 'columns wide-left' }, h('div', {}, flow(overview)), h('div', {}, healthCard(overview))),
      queuesCard(overview),
    ],
  })
}

interface Sentence {
  readonly tone: Tone
  readonly href: string
  readonly count: number
  readonly text: Child
}

function headline({ health, queues, deliveries }: Overview): HTMLElement {
  const dead = queues.reduce((sum, { failed }) => sum + failed, 0)
  const troubles = [
    health.status === 'down' ? 'The shop cannot take orders right now.' : null,
    health.status === 'degraded' ? 'The shop takes orders, but something is not as it should be.' : null,
    dead > 0 ? `${counted(dead, 'job')} failed for good and ${dead === 1 ? 'needs' : 'need'} a person.` : null,
    deliveries.failed > 0
      ? `${counted(deliveries.failed, 'webhook delivery').replace(/ys$/, 'ies')} never arrived.`
      : null,
  ].filter((sentence) => sentence !== null)
  const tone: Tone = health.status === 'down' ? 'bad' : troubles.length > 0 ? 'slow' : 'fine'
  return h(
    'div',
    { class: `headline ${tone}` },
    h('h1', {}, troubles.length > 0 ? 'Needs a look' : 'All is well'),
    h('p', {}, troubles.join(' ') || 'The shop takes orders, and nothing waits for you.'),
  )
}

function flow({ checkouts, queues, deliveries }: Overview): HTMLElement {
  const sentences = [...checkouts.map(waiting), ...failures(queues), ...undelivered(deliveries)]
  if (sentences.length === 0) {
    return card(
      'Right now',
      h('p', { class: 'empty' }, 'No checkout is under way. Every one that was begun has ended.'),
    )
  }
  return card(
    'Right now',
    h(
      'ul',
      { class: 'sentences' },
      sentences.map(({ tone, href, count, text }) =>
        h(
          'li',
          { class: tone },
          h(
            'a',
            { href, 'data-key': href },
            h('strong', { class: 'count' }, count.toLocaleString()),
            h('span', {}, text),
          ),
        ),
      ),
    ),
  )
}

/** "17 checkouts wait for Stripe, oldest 42 s" */
function waiting(live: LiveCheckouts): Sentence {
  const passedMs = Date.now() - Date.parse(live.oldest_at)
  const isTheirTurn = live.state === 'requires_action'
  const tone = isTheirTurn || passedMs < slowMs ? 'busy' : passedMs < stuckMs ? 'slow' : 'bad'
  const noun = live.count === 1 ? 'checkout ' : 'checkouts '
  const text = [noun, waitSentence(live), h('span', { class: 'quiet' }, ', oldest ', age(live.oldest_at))]
  return { tone, href: `#/checkouts?state=${live.state}`, count: live.count, text }
}

function failures(queues: readonly Queue[]): readonly Sentence[] {
  return queues
    .filter(({ failed }) => failed > 0)
    .map(({ kind, failed }) => ({
      tone: 'bad',
      href: `#/jobs?state=dead&kind=${kind}`,
      count: failed,
      text: `${failed === 1 ? 'job' : 'jobs'} to “${jobKindWord(kind)}” failed for good`,
    }))
}

function undelivered({ failed }: Overview['deliveries']): readonly Sentence[] {
  if (failed === 0) return []
  const text = failed === 1 ? 'webhook delivery never arrived' : 'webhook deliveries never arrived'
  return [{ tone: 'bad', href: '#/webhooks?state=failed', count: failed, text }]
}
