/** Where in the console we are, as it stands after the address's `#`: a link that can be sent to somebody. */
export interface Place {
  readonly section: string
  readonly id: string | null
  readonly query: URLSearchParams
}

export function placeNow(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2)
  const [section = '', id = ''] = path.split('/')
  return { section, id: id === '' ? null : decoded(id), query: new URLSearchParams(query) }
}

/** The address of a section with that query; what is empty is not said. */
export function addressOf(section: string, query: Readonly<Record<string, string>>): string {
  const told = Object.entries(query).filter(([, value]) => value !== '')
  return told.length === 0 ? `#/${section}` : `#/${section}?${new URLSearchParams(told)}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
