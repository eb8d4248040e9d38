import { asc, desc, eq, lt, sql } from 'drizzle-orm'
import { rememberedTaxes } from '../../../db/schema/remembered-taxes.ts'
import type { RememberedTaxes } from '../../checkout/tax-quote.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/** What tax providers gave; the newest answer to a question replaces the one before. */
export function rememberedTaxesOn(db: Db) {
  const byQuestion = db
    .select()
    .from(rememberedTaxes)
    .where(eq(rememberedTaxes.question, sql.placeholder('question')))
    .prepare()
  const lastOfSituation = db
    .select()
    .from(rememberedTaxes)
    .where(eq(rememberedTaxes.situation, sql.placeholder('situation')))
    .orderBy(desc(rememberedTaxes.at))
    .limit(1)
    .prepare()
  const old = db
    .select({ question: rememberedTaxes.question })
    .from(rememberedTaxes)
    .where(lt(rememberedTaxes.at, sql.placeholder('before')))
    .orderBy(asc(rememberedTaxes.at))
    .limit(sql.placeholder('limit'))
    .prepare()
  const upsert = db
    .insert(rememberedTaxes)
    .values(givenColumns(rememberedTaxes))
    .onConflictDoUpdate({
      target: rememberedTaxes.question,
      set: newColumns(rememberedTaxes, ['question']),
      setWhere: sql`excluded.at >= ${rememberedTaxes.at}`,
    })
    .prepare()
  const remove = db
    .delete(rememberedTaxes)
    .where(eq(rememberedTaxes.question, sql.placeholder('question')))
    .prepare()

  return {
    find: (question: string): RememberedTaxes | null => rememberedIn(byQuestion.get({ question })),
    findLast: (situation: string): RememberedTaxes | null => rememberedIn(lastOfSituation.get({ situation })),
    findOld: (before: number, limit: number): readonly string[] =>
      old.all({ before, limit }).map(({ question }) => question),
    save: (remembered: RememberedTaxes): void =>
      void upsert.run({ ...remembered, taxes: JSON.stringify(remembered.taxes) }),
    remove(questions: readonly string[]): void {
      for (const question of questions) remove.run({ question })
    },
  }
}

function rememberedIn(row: typeof rememberedTaxes.$inferSelect | undefined): RememberedTaxes | null {
  return row ? { ...row, taxes: JSON.parse(row.taxes) as RememberedTaxes['taxes'] } : null
}
