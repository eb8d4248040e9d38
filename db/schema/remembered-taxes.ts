import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What a tax provider far away gave, so that nobody asks it the same thing twice. */
export const rememberedTaxes = sqliteTable(
  'remembered_taxes',
  {
    question: text('question').primaryKey().notNull(),
    /** The question without its amounts. */
    situation: text('situation').notNull(),
    taxes: text('taxes').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [
    index('remembered_taxes_situation').on(table.situation, table.at),
    index('remembered_taxes_at').on(table.at),
  ],
)
