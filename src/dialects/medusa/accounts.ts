import { createPasswords, type Passwords } from '../../commands/passwords.ts'
import { type AccessTokens, createAccessTokens } from '../../http/access-token.ts'
import { type Attempts, createAttempts } from '../../http/attempts.ts'
import { type ClaimTokens, createClaimTokens } from './claim-token.ts'

/** How long an access token is good, as long as Medusa's. */
export const accessTokenMs = 30 * 24 * 3_600_000

/** What the door needs to know its customers again. */
export interface AccountOptions {
  /** Signs access tokens. */
  readonly jwtSecret: string
  /** Signs session cookies. */
  readonly cookieSecret: string
  /** False: anybody may try as often as they like. */
  readonly limitsAttempts: boolean
  /** One for all doors, so that none gives further tries, and hashing has its turns; absent: the door's own. */
  readonly passwords?: Passwords
  readonly attempts?: Attempts
  /** Pages of these origins may act for whoever is signed in. */
  readonly storeOrigins: readonly string[]
}

/** The door's keys, and its memory of who tried what. */
export interface Accounts {
  readonly passwords: Passwords
  readonly tokens: AccessTokens
  readonly claims: ClaimTokens
  readonly attempts: Attempts
  readonly cookieSecret: string
  readonly storeOrigins: readonly string[]
}

export function openAccounts(options: AccountOptions, now: () => number): Accounts {
  const { cookieSecret, storeOrigins } = options
  return {
    passwords: options.passwords ?? createPasswords(),
    tokens: createAccessTokens(options.jwtSecret, { domain: 'store', lifetimeMs: accessTokenMs }, now),
    claims: createClaimTokens(options.jwtSecret, now),
    attempts: options.attempts ?? createAttempts(options.limitsAttempts),
    cookieSecret,
    storeOrigins,
  }
}
