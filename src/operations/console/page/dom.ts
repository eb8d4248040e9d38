export type Child = Node | string | number | null | false | undefined | readonly Child[]

type Attribute = string | number | boolean | null | undefined | ((event: Event) => void)

/** An element with its attributes and children. Text stays text, whatever is in it: nothing is ever read as HTML. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  append(element, children)
  return element
}

/** Puts the children in place of what was there; who had the focus keeps it, and what was unfolded stays so. */
export function show(region: HTMLElement, ...children: readonly Child[]): void {
  const focused = keyOf(document.activeElement)
  const unfolded = [...region.querySelectorAll<HTMLElement>('details[open][data-key]')].map(keyOf)
  region.replaceChildren()
  append(region, children)
  for (const details of region.querySelectorAll<HTMLDetailsElement>('details[data-key]')) {
    if (unfolded.includes(keyOf(details))) details.open = true
  }
  if (focused === null || document.activeElement !== document.body) return
  const again = [...region.querySelectorAll<HTMLElement>('[data-key]')].find((each) => keyOf(each) === focused)
  again?.focus({ preventScroll: true })
}

/** The one element of that id; the document that is sent with this script has it. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no ${id}`)
  return found
}

function setAttribute(element: HTMLElement, name: string, value: Attribute): void {
  if (value === null || value === undefined || value === false) return
  if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value)
  else element.setAttribute(name, value === true ? '' : String(value))
}

function append(element: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue
    if (isList(child)) append(element, child)
    else element.append(child instanceof Node ? child : String(child))
  }
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child)
}

function keyOf(element: Element | null): string | null {
  return element instanceof HTMLElement ? (element.dataset['key'] ?? null) : null
}
