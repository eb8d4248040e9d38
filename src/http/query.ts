import { Refusal } from '../refusal.ts'

/** Values of one parameter; longer lists are refused. */
export const listMax = 1000

/** What stands behind the question mark, in the spellings that storefront clients use. */
export interface Query {
  /** The last value of that name; null when there is none. */
  one(name: string): string | null
  /** All values: `name=a&name=b`, `name[]=a`, `name[0]=a`; null when the name is not there. */
  list(name: string): readonly string[] | null
  /** As `list`, with each value split at commas. */
  commaList(name: string): readonly string[] | null
}

export function readQuery(request: Request): Query {
  const start = request.url.indexOf('?')
  const found = new URLSearchParams(start < 0 ? '' : request.url.slice(start + 1))
  const list = (name: string): readonly string[] | null => {
    const values = [...found].filter(([key]) => isNamed(key, name)).map(([, value]) => value)
    if (values.length > listMax) throw new Refusal('query-invalid', `${name} has more than ${listMax} values`)
    return values.length > 0 ? values : null
  }
  return {
    one: (name) => found.getAll(name).at(-1) ?? null,
    list,
    commaList: (name) => list(name)?.flatMap((value) => value.split(',')) ?? null,
  }
}

function isNamed(key: string, name: string): boolean {
  return key === name || (key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length)))
}
