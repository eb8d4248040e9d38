import { eq, sql } from 'drizzle-orm'
import { taxQuotes } from '../../../db/schema/tax-quotes.ts'
import type { TaxAnswer, TaxQuote } from '../../checkout/tax-quote.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/** What was last said of a cart's taxes; what was said of an older version never replaces what was said of a newer one. */
export function taxQuotesOn(db: Db) {
  const byCart = db
    .select()
    .from(taxQuotes)
    .where(eq(taxQuotes.cartId, sql.placeholder('cartId')))
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
    find(cartId: string): TaxQuote | null {
      const row = byCart.get({ cartId })
      return row ? { ...row, answer: JSON.parse(row.answer) as TaxAnswer } : null
    },
    save(quote: TaxQuote): void {
      upsert.run({ ...quote, answer: JSON.stringify(quote.answer) })
    },
  }
}
