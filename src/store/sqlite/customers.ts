import { and, asc, eq, sql } from 'drizzle-orm'
import { customers } from '../../../db/schema/customers.ts'
import type { Customer } from '../../cart/customer.ts'
import { type Db, givenColumns, newColumns } from './tables.ts'

/** Accounts and guests. */
export function customersOn(db: Db) {
  const found = { doc: customers.doc, isTest: customers.isTest }
  const byId = db
    .select(found)
    .from(customers)
    .where(eq(customers.id, sql.placeholder('id')))
    .prepare()
  const byEmail = db
    .select(found)
    .from(customers)
    .where(
      and(
        eq(customers.email, sql.placeholder('email')),
        eq(customers.hasAccount, sql`${sql.placeholder('hasAccount')}`),
        eq(customers.isTest, sql`${sql.placeholder('isTest')}`),
      ),
    )
    .prepare()
  const byNumber = db
    .select(found)
    .from(customers)
    .where(eq(customers.number, sql.placeholder('number')))
    .prepare()
  const all = db.select(found).from(customers).orderBy(asc(sql`rowid`)).prepare()
  const last = db
    .select({ number: sql<number>`coalesce(max(${customers.number}), 0)` })
    .from(customers)
    .prepare()
  const upsert = db
    .insert(customers)
    .values(givenColumns(customers))
    .onConflictDoUpdate({ target: customers.id, set: newColumns(customers, ['id', 'createdAt']) })
    .prepare()

  return {
    find: (id: string): Customer | null => customerIn(byId.get({ id })),
    findByEmail: (email: string, hasAccount: boolean, isTest = false): Customer | null =>
      customerIn(byEmail.get({ email: email.toLowerCase(), hasAccount, isTest })),
    findByNumber: (number: number): Customer | null => customerIn(byNumber.get({ number })),
    all: (): readonly Customer[] => all.all().flatMap((row) => customerIn(row) ?? []),
    nextNumber: (): number => (last.get()?.number ?? 0) + 1,
    save(customer: Customer): void {
      upsert.run({
        id: customer.id,
        number: customer.number,
        email: customer.email,
        hasAccount: customer.hasAccount,
        isTest: customer.isTest,
        createdAt: customer.createdAt,
        updatedAt: customer.updatedAt,
        doc: JSON.stringify(customer),
      } satisfies typeof customers.$inferInsert)
    },
  }
}

/** Documents from before there were test data do not say whether they are some. */
function customerIn(row: { readonly doc: string; readonly isTest: boolean } | undefined): Customer | null {
  return row ? { ...(JSON.parse(row.doc) as Customer), isTest: row.isTest } : null
}
