import type { ImportProgress } from '../commands/catalog.ts'
import type { Voice } from './call.ts'

const barWidth = 30
const eraseLine = '\r\u001b[K'

const words = { read: 'reading', passwords: 'hashing passwords', save: 'saving' } as const

/** A bar for a person at a terminal; nothing for a program. */
export interface Progress {
  readonly show: (progress: ImportProgress) => void
  /** Takes the bar away. */
  readonly clear: () => void
}

export function openProgress({ isTerminal, redraw }: Voice): Progress {
  if (!isTerminal) return { show: () => {}, clear: () => {} }
  let isShown = false
  return {
    show: ({ part, done, total }) => {
      const filled = total === 0 ? barWidth : Math.round((barWidth * done) / total)
      redraw(`${eraseLine}${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${words[part]} ${done}/${total}`)
      isShown = true
    },
    clear: () => {
      if (isShown) redraw(eraseLine)
      isShown = false
    },
  }
}
