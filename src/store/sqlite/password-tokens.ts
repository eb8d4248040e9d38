import { asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { passwordTokens } from '../../../db/schema/password-tokens.ts'
import type { PasswordToken } from '../../cart/customer.ts'
import { countedOn, type Db, givenColumns } from './tables.ts'

/** Leave to set a new password, by the hash of the token that was sent. */
export function passwordTokensOn(db: Db) {
  const byTokenHash = db
    .select()
    .from(passwordTokens)
    .where(eq(passwordTokens.tokenHash, sql.placeholder('tokenHash')))
    .prepare()
  const insert = db.insert(passwordTokens).values(givenColumns(passwordTokens)).prepare()
  const removeOf = db
    .delete(passwordTokens)
    .where(eq(passwordTokens.customerId, sql.placeholder('customerId')))
    .prepare()
  const ended = db
    .select({ tokenHash: passwordTokens.tokenHash })
    .from(passwordTokens)
    .where(lte(passwordTokens.expiresAt, sql.placeholder('before')))
    .orderBy(asc(passwordTokens.expiresAt))
    .limit(sql.placeholder('limit'))
  const count = countedOn(db, ended)
  const removeEnded = db.delete(passwordTokens).where(inArray(passwordTokens.tokenHash, ended)).prepare()

  return {
    find: (tokenHash: string): PasswordToken | null => byTokenHash.get({ tokenHash }) ?? null,
    save(token: PasswordToken): void {
      insert.run({ ...token })
    },
    endAll(customerId: string): void {
      removeOf.run({ customerId })
    },
    countEnded: (before: number, limit: number): number => count.get({ before, limit })?.count ?? 0,
    removeEnded(before: number, limit: number): void {
      removeEnded.run({ before, limit })
    },
  }
}
