import { jwt } from '@elysiajs/jwt'
import { SignJWT } from 'jose'

/** Whose tokens these are, as Brink's shopper API says it of its own. */
const issuer = 'brinkcommerce-shopper'

/** Characters of a token that is looked at. */
const lengthMax = 4096

/** Tokens whose signature need not be checked again. */
const verifiedMax = 10_000

/** What a good token says; times are seconds since 1970, as in every JSON Web Token (RFC 7519 §2). */
export interface SessionClaims {
  readonly sessionId: string
  readonly storeGroupId: string
  readonly countryCode: string
  readonly currencyCode: string
  readonly languageCode: string
  readonly isTaxIncludedInPrice: boolean
  readonly issuedAt: number
  readonly expiresAt: number
  /** Set on a checkout's token, which opens its session as well. */
  readonly checkoutId: string | null
}

/** JSON Web Tokens signed with HS256 and nothing else. The same claims are the same token to the letter. */
export interface SessionTokens {
  issue(claims: SessionClaims): Promise<string>
  /** Null for whatever is not exactly a token of ours; `expired` for one that was. */
  read(token: string): Promise<SessionClaims | 'expired' | null>
}

/** A token costs a signature check once; after that, only its end is compared with the clock. */
export function createSessionTokens(secret: string, now: () => number): SessionTokens {
  const { sessionToken } = jwt({ name: 'sessionToken', secret, alg: 'HS256' }).decorator
  const key = new TextEncoder().encode(secret)
  const verified = new Map<string, SessionClaims>()

  async function verify(token: string): Promise<SessionClaims | null> {
    // The end is compared below, so that what has ended can be told from what was never good.
    const options = { algorithms: ['HS256'], issuer, typ: 'JWT', currentDate: new Date(0) }
    const payload = await sessionToken.verify(token, options)
    return payload === false ? null : claimsIn(payload)
  }

  return {
    // The plugin dates every token by the machine's clock, and a session's token is to be the same each time it is shown.
    issue: ({ issuedAt, expiresAt, sessionId, checkoutId, isTaxIncludedInPrice, ...where }) =>
      new SignJWT({
        iss: issuer,
        exp: expiresAt,
        iat: issuedAt,
        jti: sessionId,
        sessionId,
        ...where,
        isTaxIncludedInPrice: String(isTaxIncludedInPrice),
        ...(checkoutId !== null && { checkoutId }),
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(key),
    async read(token) {
      if (token.length > lengthMax) return null
      const known = verified.get(token)
      const claims = known ?? (await verify(token))
      if (!claims) return null
      if (claims.expiresAt * 1000 <= now()) return 'expired'
      if (!known) remember(verified, token, claims)
      return claims
    },
  }
}

/** A time as tokens say it. */
export function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

function claimsIn(payload: Readonly<Record<string, unknown>>): SessionClaims | null {
  const { sessionId, jti, exp, iat, checkoutId = null, isTaxIncludedInPrice, aud } = payload
  if (typeof sessionId !== 'string' || jti !== sessionId || aud !== undefined) return null
  if (typeof exp !== 'number' || typeof iat !== 'number') return null
  if (checkoutId !== null && typeof checkoutId !== 'string') return null
  return {
    sessionId,
    storeGroupId: String(payload['storeGroupId']),
    countryCode: String(payload['countryCode']),
    currencyCode: String(payload['currencyCode']),
    languageCode: String(payload['languageCode']),
    isTaxIncludedInPrice: isTaxIncludedInPrice === 'true',
    issuedAt: iat,
    expiresAt: exp,
    checkoutId,
  }
}

function remember(verified: Map<string, SessionClaims>, token: string, claims: SessionClaims): void {
  const [oldest] = verified.keys()
  if (verified.size >= verifiedMax && oldest !== undefined) verified.delete(oldest)
  verified.set(token, claims)
}
