/** Whether the caller takes JSON (RFC 9110 §12.5.1). Who says nothing takes anything. */
export function acceptsJson(request: Request): boolean {
  const accept = request.headers.get('accept')?.trim()
  if (!accept) return true
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const isRefused = parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter))
    return !isRefused && (type === 'application/json' || type === 'application/*' || type === '*/*')
  })
}

/** Whether a body, if there is one, calls itself JSON. */
export function saysJson(request: Request): boolean {
  if (request.method === 'GET') return true
  const length = request.headers.get('content-length')
  const hasBody = request.body !== null && length !== '0'
  const type = request.headers.get('content-type')
  if (type === null) return !hasBody
  return /^application\/json\s*(;|$)/i.test(type) || !hasBody
}

/** What this server is called from outside. */
export function originOf(request: Request, trustsProxy: boolean): string {
  const { protocol, host } = new URL(request.url)
  if (!trustsProxy) return `${protocol}//${host}`
  const first = (name: string): string | undefined => request.headers.get(name)?.split(',')[0]?.trim() || undefined
  const scheme = first('x-forwarded-proto')
  const isKnown = scheme === 'http' || scheme === 'https'
  return `${isKnown ? `${scheme}:` : protocol}//${first('x-forwarded-host') ?? host}`
}
