import { Fault, type Param, texts } from './query-params.ts'

/** Whether a text is meant. */
export type TextFilter = (text: string) => boolean

type Comparison = (text: string, said: string) => boolean

/** Medusa's words for parts of a text; by code units, and without case where PostgreSQL's ILIKE decides. */
const comparisons: Readonly<Record<string, Comparison>> = {
  lt: (text, said) => text < said,
  gt: (text, said) => text > said,
  gte: (text, said) => text >= said,
  lte: (text, said) => text <= said,
  contains: (text, said) => isLike(text, `%${said}%`),
  starts_with: (text, said) => isLike(text, `${said}%`),
  ends_with: (text, said) => isLike(text, `%${said}`),
}

/** Characters of a text that is looked for. */
const lengthMax = 200

/** One value, several, or parts of one: `value=a`, `value[]=a`, `value[contains]=a`. */
export const textFilter: Param<TextFilter> = {
  schema: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, { type: 'object' }] },
  read: (value, name) => {
    if (typeof value === 'string' || Array.isArray(value)) {
      const wanted = texts.read(value, name)
      return wanted instanceof Fault ? wanted : (text) => wanted.includes(text)
    }
    const parts = Object.entries(value).map(([word, said]) => {
      const compare = Object.hasOwn(comparisons, word) ? comparisons[word] : undefined
      return compare && typeof said === 'string' && said.length <= lengthMax
        ? (text: string) => compare(text, said)
        : null
    })
    const known = parts.filter((part) => part !== null)
    if (known.length < parts.length) return new Fault(`${name} must be one of: String,String,StringComparisonOperator`)
    return (text) => known.every((part) => part(text))
  },
}

/** Whether the text has that in it, without case; `%` is any text and `_` any character, as in SQL. */
export function hasText(text: string, said: string): boolean {
  return said.length <= lengthMax && isLike(text, `%${said}%`)
}

function isLike(text: string, pattern: string): boolean {
  return matches([...text.toLowerCase()], tokensOf(pattern.toLowerCase()))
}

type Token = 'any' | 'one' | { readonly letter: string }

/** A backslash takes the meaning from what follows. */
function tokensOf(pattern: string): readonly Token[] {
  const parts = pattern.match(/\\[\s\S]|[\s\S]/gu) ?? []
  return parts.map((part) => {
    if (part === '%') return 'any'
    return part === '_' ? 'one' : { letter: part.length > 1 && part.startsWith('\\') ? part.slice(1) : part }
  })
}

/** In time that grows with the product of both lengths, whatever the pattern. */
function matches(text: readonly string[], tokens: readonly Token[]): boolean {
  let reached = new Set([0])
  for (const token of tokens) {
    if (token === 'any') {
      const first = Math.min(...reached)
      reached = new Set(Array.from({ length: text.length - first + 1 }, (_, step) => first + step))
    } else {
      const fits = (at: number): boolean => at < text.length && (token === 'one' || text[at] === token.letter)
      reached = new Set([...reached].filter(fits).map((at) => at + 1))
    }
    if (reached.size === 0) return false
  }
  return reached.has(text.length)
}
