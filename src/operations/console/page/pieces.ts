import { type Child, h } from './dom.ts'
import type { Tone } from './words.ts'

export function chip({ word, tone }: { readonly word: string; readonly tone: Tone }): HTMLElement {
  return h('span', { class: `chip ${tone}` }, word)
}

export function card(title: string, ...children: readonly Child[]): HTMLElement {
  return h('section', { class: 'card', 'aria-label': title }, h('h2', {}, title), ...children)
}

/** Names and values, one below the other. What has no value is left out. */
export function facts(pairs: readonly (readonly [string, Child])[]): HTMLElement {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
  return h(
    'dl',
    { class: 'facts' },
    told.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  )
}

/** Facts that are sums: the figures stand one below the other. */
export function receipt(pairs: Parameters<typeof facts>[0]): HTMLElement {
  const list = facts(pairs)
  list.classList.add('receipt')
  return list
}

/** Ids are read by people only to compare and copy them. */
export function idText(id: string): HTMLElement {
  return h('code', { class: 'id' }, id)
}

export function idLink(path: string, id: string): HTMLElement {
  return h('a', { href: `#/${path}/${encodeURIComponent(id)}`, 'data-key': `to-${id}` }, idText(id))
}

export interface ActionButton {
  readonly name: string
  readonly isDanger?: boolean
  readonly isMain?: boolean
  readonly act: () => Promise<void>
}

/** Buttons that cannot be pressed twice while they do what they do. */
export function actions(buttons: readonly ActionButton[]): HTMLElement {
  return h(
    'div',
    { class: 'actions' },
    buttons.map(({ name, isDanger = false, isMain = false, act }) => {
      const kind = isDanger ? 'danger' : isMain ? 'main' : ''
      const button = h('button', { type: 'button', class: kind, 'data-key': `do-${name}` }, name)
      button.addEventListener('click', async () => {
        button.disabled = true
        await act().finally(() => {
          button.disabled = false
        })
      })
      return button
    }),
  )
}
