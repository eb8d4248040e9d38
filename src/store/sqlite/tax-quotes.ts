import { and, eq, sql } from 'drizzle-orm'
import { taxQuotes } from '../../../db/schema/tax-quotes.ts'
import type { GivenTaxes } from '../../pricing/bill.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/** The taxes last worked out for a cart; those of an older version never replace a newer one's. */
export function taxQuotesOn(db: Db) {
  const byCart = db
    .select({ taxes: taxQuotes.taxes })
    .from(taxQuotes)
    .where(
      and(eq(taxQuotes.cartId, sql.placeholder('cartId')), eq(taxQuotes.cartVersion, sql.placeholder('cartVersion'))),
    )
    .prepare()
  const upsert = db
    .insert(taxQuotes)
    .values(givenColumns(taxQuotes))
    .onConflictDoUpdate({
      target: taxQuotes.cartId,
      set: newColumns(taxQuotes, ['cartId']),
      setWhere: sql`excluded.cart_version >= ${taxQuotes.cartVersion}`,
    })
    .prepare()

  return {
    find(cartId: string, cartVersion: number): GivenTaxes | null {
      const row = byCart.get({ cartId, cartVersion })
      return row ? (JSON.parse(row.taxes) as GivenTaxes) : null
    },
    save(quote: { cartId: string; cartVersion: number; taxes: GivenTaxes; at: number }): void {
      upsert.run({ ...quote, taxes: JSON.stringify(quote.taxes) })
    },
  }
}
