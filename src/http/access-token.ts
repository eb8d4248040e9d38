import { jwt } from '@elysiajs/jwt'

/** Whose tokens they are, and how long one is good. */
export interface TokenUse {
  /** What they say of themselves, so that one door's token opens no other. */
  readonly domain: string
  readonly lifetimeMs: number
}

/** Characters of a token that is looked at. */
const lengthMax = 2048

/** Tokens whose signature need not be checked again. */
const verifiedMax = 10_000

/** What a good token says. */
export interface AccessClaims {
  readonly customerId: string
  /** How often the customer's tokens had been refused when it was made. */
  readonly generation: number
}

/** What says whose request it is: JSON Web Tokens (RFC 7519), signed with HS256 and nothing else. */
export interface AccessTokens {
  /** Good for its lifetime from `at` on, which makes the same token whenever it is asked for; by default from now. */
  issue(claims: AccessClaims, at?: number): Promise<string>
  /** Null for whatever is not exactly a token of ours that is still good. */
  read(token: string): Promise<AccessClaims | null>
}

interface Verified {
  readonly claims: AccessClaims
  readonly expiresAt: number
}

/** A token costs a signature check once; after that, only its end is compared with the clock. */
export function createAccessTokens(secret: string, { domain, lifetimeMs }: TokenUse, now: () => number): AccessTokens {
  const { accessToken } = jwt({ name: 'accessToken', secret, alg: 'HS256' }).decorator
  const verified = new Map<string, Verified>()

  async function verify(token: string): Promise<Verified | null> {
    const options = { algorithms: ['HS256'], requiredClaims: ['exp'], currentDate: new Date(now()) }
    const payload = await accessToken.verify(token, options)
    return payload === false ? null : verifiedIn(payload, domain)
  }

  return {
    issue({ customerId, generation }, at) {
      const told = { customer_id: customerId, domain, ...(generation > 0 && { generation }) }
      const exp = Math.floor(((at ?? now()) + lifetimeMs) / 1000)
      return accessToken.sign({ ...told, exp, ...(at !== undefined && { iat: false as const }) })
    },
    async read(token) {
      if (token.length > lengthMax) return null
      const known = verified.get(token)
      const found = known ?? (await verify(token))
      if (!found || found.expiresAt <= now()) return null
      if (!known) remember(verified, token, found)
      return found.claims
    },
  }
}

/** We name no issuer and no audience, so a token that names one was made by or for somebody else. */
function verifiedIn(payload: Readonly<Record<string, unknown>>, domain: string): Verified | null {
  const { customer_id: customerId, domain: said, generation = 0, exp, iss, aud } = payload
  if (said !== domain || typeof customerId !== 'string' || typeof exp !== 'number') return null
  if (iss !== undefined || aud !== undefined || typeof generation !== 'number') return null
  return { claims: { customerId, generation }, expiresAt: exp * 1000 }
}

function remember(verified: Map<string, Verified>, token: string, found: Verified): void {
  const [oldest] = verified.keys()
  if (verified.size >= verifiedMax && oldest !== undefined) verified.delete(oldest)
  verified.set(token, found)
}
