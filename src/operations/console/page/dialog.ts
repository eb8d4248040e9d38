import { Refused } from './api.ts'
import { h, part } from './dom.ts'

const noticeMs = 8_000

export interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly hint?: string
  readonly inputMode?: 'decimal' | 'text'
  /** A sentence about what is wrong; null when nothing is. */
  readonly check?: (value: string) => string | null
}

export interface Question {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly isDanger?: boolean
  readonly fields?: readonly Field[]
}

/** Asks before something is done; null when it is not to be done, else what was filled in. */
export function ask(question: Question): Promise<Readonly<Record<string, string>> | null> {
  const { promise, resolve } = Promise.withResolvers<Readonly<Record<string, string>> | null>()
  const fields = (question.fields ?? []).map(fieldRow)
  const dialog = h('dialog', { 'aria-labelledby': 'question' })
  const form = h(
    'form',
    { method: 'dialog', novalidate: true },
    h('h2', { id: 'question' }, question.title),
    h('p', {}, question.text),
    fields.map(({ row }) => row),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Not now'),
      h('button', { type: 'submit', class: question.isDanger ? 'danger' : 'main' }, question.yes),
    ),
  )
  form.addEventListener('submit', (event) => {
    const wrong = fields.filter((field) => !field.isRight())
    if (wrong.length > 0) {
      event.preventDefault()
      return wrong[0]?.input.focus()
    }
    resolve(Object.fromEntries(fields.map(({ name, input }) => [name, input.value])))
  })
  dialog.addEventListener('close', () => {
    dialog.remove()
    resolve(null)
  })
  dialog.append(form)
  document.body.append(dialog)
  dialog.showModal()
  return promise
}

/** Says what happened, for a while; what went wrong stays until it is closed. */
function notify(text: string, isBad = false): void {
  const notice = h('div', { class: isBad ? 'notice bad' : 'notice', role: isBad ? 'alert' : null }, h('p', {}, text))
  const close = (): void => notice.remove()
  notice.append(h('button', { type: 'button', 'aria-label': 'Close', onclick: close }, '×'))
  part('notices').append(notice)
  if (!isBad) setTimeout(close, noticeMs)
}

/** Does it and says that it was done, or says in the server's words why not. */
export async function attempt(act: () => Promise<string>): Promise<void> {
  try {
    notify(await act())
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    notify(error.message, true)
  }
}

function fieldRow({ name, label, value, hint, inputMode = 'text', check }: Field) {
  const id = `field-${name}`
  const wrong = h('p', { class: 'wrong', id: `${id}-wrong`, role: 'alert' })
  const input = h('input', {
    id,
    name,
    value,
    inputmode: inputMode,
    autocomplete: 'off',
    'aria-describedby': `${id}-wrong`,
  })
  const isRight = (): boolean => {
    const sentence = check?.(input.value) ?? null
    wrong.textContent = sentence
    input.setAttribute('aria-invalid', String(sentence !== null))
    return sentence === null
  }
  const row = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    input,
    hint && h('p', { class: 'hint' }, hint),
    wrong,
  )
  return { name, input, row, isRight }
}
