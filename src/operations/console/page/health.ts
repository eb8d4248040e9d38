import { type Child, h } from './dom.ts'
import { card, facts } from './pieces.ts'
import type { HealthCheck, Overview } from './shapes.ts'
import { duration } from './time.ts'
import type { Tone } from './words.ts'

/** What the shop stands on, each with the figure that says how it does. */
export function healthCard({ health: { checks } }: Overview): HTMLElement {
  const { database = {}, disk = {}, redis = {}, jobs = {}, checkouts = {} } = checks
  return card(
    'Health',
    facts([
      ['SQLite', checked(database, () => `writes in ${database['write_ms']} ms`)],
      ['Redis', checked(redis, () => redisWords(redis))],
      ['Disk', checked(disk, () => `${gigabytes(disk['free_bytes'])} free`)],
      ['Work', checked(jobs, () => lateness(jobs['oldest_due_ms'], 'on time', 'behind'))],
      [
        'Checkouts',
        checked(checkouts, () => lateness(checkouts['oldest_live_ms'], 'none is held up', 'for the oldest')),
      ],
      ['Schema', String(checks['migrations']?.['newest'] ?? '')],
    ]),
  )
}

function checked(check: HealthCheck, words: () => string): Child {
  const tone: Tone = check['status'] === 'ok' ? 'fine' : check['status'] === 'degraded' ? 'slow' : 'bad'
  const { reason } = check
  return h('span', { class: `check ${tone}` }, typeof reason === 'string' ? reason : words())
}

function redisWords({ used, down_ms: downMs }: HealthCheck): string {
  if (used !== true) return 'not used: jobs run in the server'
  if (typeof downMs === 'number') return `away for ${duration(downMs)}; the server does the work itself`
  return 'connected: jobs run by BullMQ'
}

function lateness(ms: unknown, none: string, late: string): string {
  return typeof ms === 'number' && ms >= 1_000 ? `${duration(ms)} ${late}` : none
}

function gigabytes(bytes: unknown): string {
  const gigabyte = 1024 ** 3
  return typeof bytes === 'number'
    ? `${(bytes / gigabyte).toLocaleString(undefined, { maximumFractionDigits: 1 })} GB`
    : '?'
}
