import { hashOfSecret } from '../../commands/secrets.ts'

/** What Medusa's server, an express-session, calls it. */
const cookieName = 'connect.sid'

/** Cookies that are tried when a browser sends several of that name: one per path or domain. */
const cookiesMax = 4

/** How the browser reached us. */
export interface Connection {
  readonly isHttps: boolean
}

/** As the request says, or the proxy in front, where there is one to be believed. */
export function connectionOf(request: Request, trustsProxy: boolean): Connection {
  const forwarded = trustsProxy ? request.headers.get('x-forwarded-proto')?.split(',').at(-1)?.trim() : undefined
  return { isHttps: (forwarded ?? new URL(request.url).protocol.slice(0, -1)) === 'https' }
}

/** The `Set-Cookie` line that signs a browser in (RFC 6265): signed as express-session signs, so that guesses are seen at once. */
export function sessionCookie(id: string, secret: string, expiresAt: number, connection: Connection): string {
  return cookieLine(encodeURIComponent(`s:${id}.${signatureOf(id, secret)}`), expiresAt, connection)
}

/** The line that makes a browser forget it. */
export function forgottenCookie(connection: Connection): string {
  return cookieLine('', 0, connection)
}

/** The hash of the session's id in the request's cookie; null without one that we have signed. */
export function sessionInCookie(request: Request, secret: string): string | null {
  const header = request.headers.get('cookie')
  if (!header?.includes(cookieName)) return null
  const values = header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${cookieName}=`))
    .map((part) => part.slice(cookieName.length + 1))
  for (const value of values.slice(0, cookiesMax)) {
    const id = idIn(value, secret)
    if (id !== null) return hashOfSecret(id)
  }
  return null
}

function idIn(value: string, secret: string): string | null {
  const [, id, signature] = /^s:([\w-]{43})\.([\w+/]{43})$/.exec(decoded(value)) ?? []
  if (id === undefined || signature === undefined) return null
  const isOurs = crypto.timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(id, secret)))
  return isOurs ? id : null
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}

function signatureOf(id: string, secret: string): string {
  return new Bun.CryptoHasher('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
}

/** Over https, pages of other sites may use it, as with Medusa: storefronts live elsewhere. Only the allowed ones are heard. */
function cookieLine(value: string, expiresAt: number, { isHttps }: Connection): string {
  const expires = new Date(expiresAt).toUTCString()
  return `${cookieName}=${value}; Path=/; Expires=${expires}; HttpOnly; ${isHttps ? 'Secure; SameSite=None' : 'SameSite=Lax'}`
}
