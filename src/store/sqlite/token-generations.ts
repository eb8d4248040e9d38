import { eq, sql } from 'drizzle-orm'
import { tokenGenerations } from '../../../db/schema/token-generations.ts'
import { type Db, given } from './tables.ts'

/** Which generation of access tokens is good, by customer; 0 until the first were refused. */
export function tokenGenerationsOn(db: Db) {
  const byCustomer = db
    .select({ generation: tokenGenerations.generation })
    .from(tokenGenerations)
    .where(eq(tokenGenerations.customerId, sql.placeholder('customerId')))
    .prepare()
  const raise = db
    .insert(tokenGenerations)
    .values({ customerId: given('customerId'), generation: 1 })
    .onConflictDoUpdate({
      target: tokenGenerations.customerId,
      set: { generation: sql`${tokenGenerations.generation} + 1` },
    })
    .prepare()

  return {
    find: (customerId: string): number => byCustomer.get({ customerId })?.generation ?? 0,
    raise(customerId: string): void {
      raise.run({ customerId })
    },
  }
}
