import type { TimeRange } from '../../checkout/books.ts'
import type { MetafieldQuery } from '../../checkout/metafield-query.ts'
import type { Who } from '../../commands/metafields.ts'
import { Refusal } from '../../refusal.ts'
import { type Page, pageIn } from './paging.ts'

/** What is asked of a list of metafields, and which part of it. */
export function metafieldQueryIn(
  query: URLSearchParams,
  cartId: string | null,
  { keyId, isTest }: Who,
): { readonly page: Page; readonly wanted: MetafieldQuery } {
  const page = pageIn(query)
  const direction = query.get('direction') ?? 'asc'
  if (direction !== 'asc' && direction !== 'desc')
    throw new Refusal('query-invalid', 'direction must be asc or desc', { field: 'direction' })
  const wanted: MetafieldQuery = {
    cartId,
    readerId: keyId,
    isTest,
    keys: wordsIn(query, 'key'),
    namespaces: wordsIn(query, 'namespace'),
    created: rangeIn(query, 'date_created'),
    updated: rangeIn(query, 'date_modified'),
    isDescending: direction === 'desc',
    after: page.after,
    before: page.before,
    offset: (page.page - 1) * page.limit,
    limit: page.limit,
  }
  return { page, wanted }
}

/** One word, or several with commas under `<name>:in`. */
function wordsIn(query: URLSearchParams, name: string): readonly string[] | null {
  const one = query.get(name)
  const several = query.get(`${name}:in`)?.split(',') ?? []
  const words = [...(one === null ? [] : [one]), ...several].filter((word) => word !== '')
  return words.length > 0 ? words : null
}

function rangeIn(query: URLSearchParams, name: string): TimeRange {
  return { from: timeIn(query, `${name}:min`), to: timeIn(query, `${name}:max`) }
}

/** ISO 8601; without a zone it is UTC. */
function timeIn(query: URLSearchParams, name: string): number | null {
  const said = query.get(name)
  if (said === null || said === '') return null
  const hasTime = said.includes('T')
  const hasZone = /(?:Z|[+ -]\d{2}:?\d{2})$/.test(said) && hasTime
  const at = Date.parse(hasTime && !hasZone ? `${said}Z` : said.replace(' ', '+'))
  if (Number.isNaN(at))
    throw new Refusal('query-invalid', `${name} must be a date such as 2026-01-31T12:00:00`, { field: name })
  return at
}
