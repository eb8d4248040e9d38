import { createPasswords, type Passwords } from '../../commands/passwords.ts'
import { type AccessTokens, createAccessTokens } from './access-token.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { type ClaimTokens, createClaimTokens } from './claim-token.ts'

/** What the door needs to know its customers again. */
export interface AccountOptions {
  /** Signs access tokens. */
  readonly jwtSecret: string
  /** Signs session cookies. */
  readonly cookieSecret: string
  /** False: anybody may try as often as they like. */
  readonly limitsAttempts: boolean
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
    passwords: createPasswords(),
    tokens: createAccessTokens(options.jwtSecret, now),
    claims: createClaimTokens(options.jwtSecret, now),
    attempts: createAttempts(options.limitsAttempts),
    cookieSecret,
    storeOrigins,
  }
}
