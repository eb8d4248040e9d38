import { part } from './dom.ts'
import type { Overview } from './shapes.ts'
import { setClock } from './time.ts'

/** Longest pause before a stream that the browser gave up is opened again. */
const againMs = 5_000

const words = { connecting: 'Connecting', live: 'Live', away: 'No connection' } as const

/** Tells whenever something in the shop moved, for as long as the page is open; shows whether it does. */
export function listen(onNews: () => void): void {
  const source = new EventSource('/admin/events')
  source.addEventListener('open', () => showState('live'))
  source.addEventListener('overview', (event) => {
    showState('live')
    const overview = JSON.parse(event.data) as Overview
    setClock(overview.at)
    onNews()
  })
  source.addEventListener('error', () => {
    showState(source.readyState === EventSource.CONNECTING ? 'connecting' : 'away')
    if (source.readyState !== EventSource.CLOSED) return
    setTimeout(() => listen(onNews), againMs)
  })
}

function showState(state: keyof typeof words): void {
  const element = part('live')
  if (element.dataset['state'] === state) return
  element.dataset['state'] = state
  const word = element.querySelector('.word')
  if (word) word.textContent = words[state]
}
