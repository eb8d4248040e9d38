/** Who knows where a connection comes from. */
interface Listener {
  requestIP(request: Request): { readonly address: string } | null
}

/**
 * The caller's address; null when nobody knows it. Behind a trusted proxy it is the last that stands in `X-Forwarded-For`,
 * the one that the proxy itself saw; whatever stands before it, the caller may have made up.
 */
export function callerAddressOf(request: Request, listener: Listener | null, trustsProxy: boolean): string | null {
  const forwarded = trustsProxy ? request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded || (listener?.requestIP(request)?.address ?? null)
}
