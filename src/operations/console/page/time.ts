import { h } from './dom.ts'

const units = [
  { ms: 86_400_000, word: 'd' },
  { ms: 3_600_000, word: 'h' },
  { ms: 60_000, word: 'min' },
  { ms: 1_000, word: 's' },
] as const

const tickMs = 1_000

/** How far the server's clock is ahead of ours; what is shown counts by the server's. */
let aheadMs = 0

/** "42 s", "3 min", "2 h 5 min": the two largest units that say something. */
export function duration(ms: number): string {
  const rest = Math.max(0, Math.floor(ms / 1_000)) * 1_000
  const first = units.find((unit) => rest >= unit.ms)
  if (!first) return '0 s'
  const whole = Math.floor(rest / first.ms)
  const second = units[units.indexOf(first) + 1]
  const left = second && first.ms > 60_000 ? Math.floor((rest % first.ms) / second.ms) : 0
  return second && left > 0 ? `${whole} ${first.word} ${left} ${second.word}` : `${whole} ${first.word}`
}

/** "42 s ago" or "in 5 min", which goes on by itself; the exact time on pointing at it. */
export function ago(at: string): HTMLTimeElement {
  return clock(at, 'ago')
}

/** "42 s": since then. */
export function age(at: string): HTMLTimeElement {
  return clock(at, 'age')
}

/** The exact time in the operator's own words. */
export function exact(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}

export function setClock(serverNow: string): void {
  aheadMs = Date.parse(serverNow) - Date.now()
}

/** Times that are on the page go on. */
export function startClocks(): void {
  setInterval(() => {
    for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-clock]')) {
      const text = textOf(element.dateTime, element.dataset['clock'] ?? '')
      if (element.textContent !== text) element.textContent = text
    }
  }, tickMs)
}

function clock(at: string, kind: 'ago' | 'age'): HTMLTimeElement {
  return h('time', { datetime: at, title: exact(at), 'data-clock': kind }, textOf(at, kind))
}

function textOf(at: string, kind: string): string {
  const passedMs = Date.now() + aheadMs - Date.parse(at)
  if (kind === 'age') return duration(passedMs)
  if (passedMs <= -1_000) return `in ${duration(-passedMs)}`
  return passedMs < 1_000 ? 'just now' : `${duration(passedMs)} ago`
}
