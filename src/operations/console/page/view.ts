import { Refused, read } from './api.ts'
import { type Child, h, show } from './dom.ts'

/** What fills the page at one place. */
export interface View {
  readonly title: string
  readonly element: HTMLElement
  /** Asks the server anew and shows what is different. */
  refresh(): Promise<void>
}

/** Asks one question again and again and draws its answer; nothing on the page moves while the answer is the same. */
export function answerView<Answer>(asked: {
  readonly title: string
  readonly path: () => string
  readonly draw: (answer: Answer, refresh: () => Promise<void>) => Child
  readonly frame?: (region: HTMLElement) => HTMLElement
}): View {
  const region = h('div', { class: 'region' }, h('p', { class: 'quiet' }, 'Loading…'))
  let shown = ''

  async function refresh(): Promise<void> {
    const path = asked.path()
    try {
      const answer = await read<Answer>(path)
      const text = path + JSON.stringify(answer)
      if (text === shown || path !== asked.path()) return
      shown = text
      show(region, asked.draw(answer, refresh))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (shown !== '' && error.status === 0) return
      shown = ''
      show(region, h('p', { class: 'empty', role: 'alert' }, error.message))
    }
  }

  return { title: asked.title, element: asked.frame?.(region) ?? region, refresh }
}
