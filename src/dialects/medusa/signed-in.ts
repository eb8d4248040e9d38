import { customerOfSession } from '../../commands/sessions.ts'
import type { Shop } from '../../commands/shop.ts'
import { isTokenGood } from '../../commands/sign-in.ts'
import type { Accounts } from './accounts.ts'
import { sessionInCookie } from './session-cookie.ts'

/** Whose request it is: the id of a customer, by session cookie or else by access token; null for everybody else. */
export async function signedIn(shop: Shop, accounts: Accounts, request: Request): Promise<string | null> {
  const session = sessionOf(accounts, request)
  const bySession = session === null ? null : await customerOfSession(shop, session)
  return bySession ?? (await byToken(shop, accounts, request))
}

/** The hash of the id of the request's session, which may have ended; null where it says none that counts. */
export function sessionOf({ cookieSecret, storeOrigins }: Accounts, request: Request): string | null {
  const session = sessionInCookie(request, cookieSecret)
  return session !== null && isFromOurPages(request, storeOrigins) ? session : null
}

/**
 * Browsers send cookies along with whatever any page asks for. So a cookie counts for nothing when the browser says that
 * a page of somebody else's is behind it (Fetch standard, `Origin`; Fetch Metadata, `Sec-Fetch-Site`).
 */
function isFromOurPages(request: Request, storeOrigins: readonly string[]): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return request.headers.get('sec-fetch-site') !== 'cross-site'
  return storeOrigins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === request.headers.get('host'))
}

async function byToken(shop: Shop, { tokens }: Accounts, request: Request): Promise<string | null> {
  const [, token] = /^bearer ([\w.-]+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  const claims = token === undefined ? null : await tokens.read(token)
  if (!claims || !(await isTokenGood(shop, claims.customerId, claims.generation))) return null
  return claims.customerId
}
