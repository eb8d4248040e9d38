import type { Listed } from './api.ts'
import { type Child, h } from './dom.ts'
import { addressOf } from './route.ts'
import { answerView, type View } from './view.ts'

const pageSize = 25

/** Typing is over when nothing was typed for so long. */
const typingMs = 300

export interface Filter {
  readonly name: string
  readonly label: string
  /** Value and word; the first is chosen when nothing is. */
  readonly options: readonly (readonly [string, string])[]
}

export interface Column<Item> {
  readonly name: string
  readonly cell: (item: Item) => Child
  readonly isNumber?: boolean
}

export interface ListPlan<Item> {
  readonly title: string
  readonly section: string
  readonly path: string
  readonly noun: string
  readonly search: { readonly name: string; readonly label: string }
  readonly filters: readonly Filter[]
  readonly columns: readonly Column<Item>[]
  readonly idOf: (item: Item) => string
  readonly empty: string
}

/** A list that is searched, filtered and leafed through, as the address says. */
export function listView<Item>(plan: ListPlan<Item>, query: URLSearchParams): View {
  const offset = Math.max(0, Number(query.get('offset') ?? 0) || 0)
  return answerView<Listed & Readonly<Record<string, unknown>>>({
    title: plan.title,
    path: () => pathOf(plan, query, offset),
    frame: (region) => h('div', {}, h('h1', {}, plan.title), filterForm(plan, query), region),
    draw: (answer) => {
      const items = answer[plan.noun] as readonly Item[]
      if (items.length === 0) return h('p', { class: 'empty' }, plan.empty)
      return [table(plan, items), pager(plan, query, answer)]
    },
  })
}

/** Rows become cards on a phone, so each cell knows its column. The first cell leads to the whole. */
export function table<Item>(plan: Pick<ListPlan<Item>, 'section' | 'columns' | 'idOf'>, items: readonly Item[]) {
  const { columns, idOf, section } = plan
  return h(
    'div',
    { class: 'card flush' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map(({ name, isNumber }) => h('th', { scope: 'col', class: isNumber ? 'number' : null }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        items.map((item) =>
          h(
            'tr',
            {},
            columns.map((column, at) => cell(column, item, at === 0 ? `#/${section}/${idOf(item)}` : null)),
          ),
        ),
      ),
    ),
  )
}

function cell<Item>({ name, cell: draw, isNumber }: Column<Item>, item: Item, href: string | null): HTMLElement {
  const content = draw(item)
  const inside = href === null ? content : h('a', { class: 'row', href, 'data-key': href }, content)
  return h('td', { 'data-name': name, class: isNumber ? 'number' : null }, inside)
}

function pathOf<Item>({ path, search, filters }: ListPlan<Item>, query: URLSearchParams, offset: number): string {
  const asked = new URLSearchParams({ offset: String(offset), limit: String(pageSize) })
  for (const { name, options } of filters) {
    const value = query.get(name) ?? options[0]?.[0] ?? ''
    if (value !== '' && value !== 'all') asked.set(name, value)
  }
  const text = query.get('q')?.trim() ?? ''
  if (text !== '') asked.set(search.name, text)
  return `${path}?${asked}`
}

function filterForm<Item>({ section, search, filters, title }: ListPlan<Item>, query: URLSearchParams): HTMLElement {
  const form = h('form', { class: 'filters', role: 'search', 'aria-label': title })
  const go = (): void => {
    const said = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    location.replace(addressOf(section, said))
  }
  let typing: ReturnType<typeof setTimeout> | undefined
  const typed = (): void => {
    clearTimeout(typing)
    typing = setTimeout(go, typingMs)
  }
  const text = query.get('q') ?? ''
  form.append(
    h(
      'div',
      { class: 'field grow' },
      h('label', { for: 'q' }, 'Search'),
      h('input', {
        id: 'q',
        name: 'q',
        type: 'search',
        value: text,
        placeholder: search.label,
        'data-key': 'q',
        autocomplete: 'off',
        oninput: typed,
      }),
    ),
    ...filters.map((filter) => selectField(filter, query.get(filter.name) ?? '', go)),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    go()
  })
  return form
}

function selectField({ name, label, options }: Filter, chosen: string, go: () => void): HTMLElement {
  const choices = options.map(([value, word]) => h('option', { value, selected: value === chosen }, word))
  return h(
    'div',
    { class: 'field' },
    h('label', { for: name }, label),
    h('select', { id: name, name, onchange: go, 'data-key': name }, choices),
  )
}

function pager<Item>(
  { section }: ListPlan<Item>,
  query: URLSearchParams,
  { count, offset, limit }: Listed,
): HTMLElement {
  const to = (start: number, word: string): Child => {
    const said = { ...Object.fromEntries(query), offset: start === 0 ? '' : String(start) }
    return h('a', { class: 'button', href: addressOf(section, said), 'data-key': word }, word)
  }
  const last = Math.min(count, offset + limit)
  return h(
    'nav',
    { class: 'pager', 'aria-label': 'Pages' },
    h(
      'span',
      { class: 'quiet' },
      `${(offset + 1).toLocaleString()}–${last.toLocaleString()} of ${count.toLocaleString()}`,
    ),
    offset > 0 && to(Math.max(0, offset - limit), 'Newer'),
    last < count && to(offset + limit, 'Older'),
  )
}
