/** Express's cors module allows these, and so do shops that were made for it. */
const methods = 'GET,HEAD,PUT,PATCH,POST,DELETE'

/** Headers of ours that a page may read besides the harmless ones (Fetch standard, CORS-safelisted response-headers). */
const readable = ['etag', 'location', 'retry-after', 'preference-applied', 'idempotency-key', 'idempotent-replayed']

/** Paths that pages of other origins may call, and the origins that may. */
export interface CorsRule {
  readonly prefixes: readonly string[]
  /** `any`: everybody's, but without cookies. */
  readonly origins: readonly string[] | 'any'
}

/** Answers a browser's question whether it may ask (a preflight), or anybody's who asks with OPTIONS; null for any other request. */
export function preflight(request: Request, rule: CorsRule): Response | null {
  if (request.method !== 'OPTIONS') return null
  const headers = new Headers({ vary: 'Origin, Access-Control-Request-Headers' })
  allow(request, rule, headers)
  headers.set('access-control-allow-methods', methods)
  const asked = request.headers.get('access-control-request-headers')
  if (asked !== null) headers.set('access-control-allow-headers', asked)
  return new Response(null, { status: 204, headers })
}

/** Lets the page of an allowed origin read the answer. Others may not, and an answer for one never serves another. */
export function allowReading(request: Request, rule: CorsRule, headers: Headers): void {
  headers.append('vary', 'Origin')
  if (!allow(request, rule, headers)) return
  const exposed = readable.filter((name) => headers.has(name))
  if (exposed.length > 0) headers.set('access-control-expose-headers', exposed.join(', '))
}

/** Only a configured origin is named, never `*`: cookies come along. */
function allow(request: Request, { origins }: CorsRule, headers: Headers): boolean {
  if (origins === 'any') {
    headers.set('access-control-allow-origin', '*')
    return true
  }
  headers.set('access-control-allow-credentials', 'true')
  const origin = request.headers.get('origin')
  if (origin === null || !origins.includes(origin)) return false
  headers.set('access-control-allow-origin', origin)
  return true
}

export function isCovered(pathname: string, { prefixes }: CorsRule): boolean {
  return prefixes.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`))
}
