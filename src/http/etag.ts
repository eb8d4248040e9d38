/** A weak validator of an answer's text (RFC 9110 §8.8.1): its length and a 64-bit hash. */
export function etagOf(body: string): string {
  return `W/"${body.length.toString(36)}-${Bun.hash(body).toString(36)}"`
}

/** Whether the caller has this very answer already, so that 304 will do (RFC 9110 §13.1.2, weak comparison). */
export function isFresh(request: Request, etag: string): boolean {
  const known = request.headers.get('if-none-match')
  if (known === null) return false
  if (known.trim() === '*') return true
  const opaque = withoutWeakness(etag)
  return known.split(',').some((tag) => withoutWeakness(tag.trim()) === opaque)
}

function withoutWeakness(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag
}
