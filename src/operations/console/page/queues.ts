import { h } from './dom.ts'
import type { Overview, Queue } from './shapes.ts'
import { age } from './time.ts'
import { jobKindWord } from './words.ts'

/** Every kind of work with what waits, runs and failed; each figure leads to its jobs. */
export function queuesCard({ queues: all, health }: Overview): HTMLElement {
  const isOnRedis = health.checks['redis']?.['used'] === true
  const numbers = [
    { name: 'Waiting', of: (queue: Queue) => queue.waiting, state: 'available' },
    { name: 'Running', of: (queue: Queue) => queue.running, state: 'running' },
    { name: 'Delayed', of: (queue: Queue) => queue.delayed, state: 'available' },
    { name: 'Failed', of: (queue: Queue) => queue.failed, state: 'dead' },
    { name: 'Last hour', of: (queue: Queue) => queue.done_last_hour, state: 'done' },
  ] as const
  const heads = ['Work', ...numbers.map(({ name }) => name), 'Oldest']
  return h(
    'section',
    { class: 'card flush', 'aria-label': 'Queues' },
    h('h2', {}, 'Queues', isOnRedis && h('a', { href: '/admin/queues', 'data-key': 'raw' }, 'As BullMQ has them')),
    h(
      'table',
      { class: 'queues' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((name, at) => h('th', { scope: 'col', class: at > 0 ? 'number' : null }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        all.map((queue) =>
          h(
            'tr',
            { 'data-kind': queue.kind, class: isIdle(queue) ? 'idle' : null },
            h(
              'th',
              { scope: 'row' },
              h('a', { href: `#/jobs?kind=${queue.kind}`, 'data-key': queue.kind }, jobKindWord(queue.kind)),
            ),
            numbers.map(({ name, of, state }) => figure(queue, name, of(queue), state)),
            h(
              'td',
              { class: 'number', 'data-name': 'Oldest' },
              queue.oldest_due_at === null ? '–' : age(queue.oldest_due_at),
            ),
          ),
        ),
      ),
    ),
  )
}

function figure({ kind }: Queue, name: string, count: number, state: string): HTMLElement {
  const isBad = name === 'Failed' && count > 0
  const href = `#/jobs?kind=${kind}&state=${state}`
  const link = h('a', { href, 'data-key': `${kind} ${name}`, class: isBad ? 'bad' : null }, count.toLocaleString())
  return h('td', { class: count === 0 ? 'number none' : 'number', 'data-name': name }, count === 0 ? '0' : link)
}

/** Nothing to see: a phone leaves the figures out. */
function isIdle({ waiting, running, delayed, failed, done_last_hour: done }: Queue): boolean {
  return waiting + running + delayed + failed + done === 0
}
