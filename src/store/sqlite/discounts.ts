import { and, asc, eq, sql } from 'drizzle-orm'
import { discounts, discountUses } from '../../../db/schema/discounts.ts'
import type { Discount, DiscountUses } from '../../catalog/discount.ts'
import { invariant } from '../../invariant.ts'
import { Refusal } from '../../refusal.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, given, givenColumns, newColumns } from './tables.ts'

const discountsMax = 10_000

/** Codes that make things cheaper, and how often each is held and used: never more than its limit. */
export function discountsOn(db: Db, memory: CatalogMemory) {
  const byId = db
    .select({ doc: discounts.doc })
    .from(discounts)
    .where(eq(discounts.id, sql.placeholder('id')))
    .prepare()
  const byCode = db
    .select({ id: discounts.id })
    .from(discounts)
    .where(eq(discounts.code, sql.placeholder('code')))
    .prepare()
  const all = db.select({ doc: discounts.doc }).from(discounts).orderBy(asc(discounts.position)).prepare()
  const place = db
    .select({ position: discounts.position })
    .from(discounts)
    .where(eq(discounts.id, sql.placeholder('id')))
    .prepare()
  const counters = db
    .select({ discountId: discounts.id, held: discounts.held, used: discounts.used })
    .from(discounts)
    .where(eq(discounts.id, sql.placeholder('id')))
    .prepare()
  const upsert = db
    .insert(discounts)
    .values(givenColumns(discounts, ['position', 'held', 'used']))
    .onConflictDoUpdate({ target: discounts.id, set: newColumns(discounts, ['position', 'id', 'held', 'used']) })
    .prepare()

  const find = memory.of(discountsMax, (id): Discount | null => {
    const row = byId.get({ id })
    return row ? (JSON.parse(row.doc) as Discount) : null
  })
  const idByCode = memory.of(discountsMax, (code) => byCode.get({ code })?.id ?? null)

  return {
    ...discountHoldsOn(db),

    find,
    findByCode: (code: string): Discount | null => {
      const id = idByCode(code.toUpperCase())
      return id === null ? null : find(id)
    },
    all: memory.once((): readonly Discount[] => all.all().map((row) => JSON.parse(row.doc) as Discount)),
    number: memory.of(discountsMax, (id) => place.get({ id })?.position ?? null),
    uses: (id: string): DiscountUses => counters.get({ id }) ?? { discountId: id, held: 0, used: 0 },

    /** Its uses stay as they are. */
    save(discount: Discount): void {
      upsert.run({
        id: discount.id,
        code: discount.code.toUpperCase(),
        usageLimit: discount.usageLimit,
        doc: JSON.stringify(discount),
      })
    },
  }
}

function discountHoldsOn(db: Db) {
  const statements = holdStatementsOn(db)
  return {
    /** Again for the same attempt changes nothing. */
    hold(checkoutId: string, discountId: string): void {
      const earlier = statements.find.get({ checkoutId, discountId })
      if (earlier) {
        invariant(earlier.state === 'held', `attempt ${checkoutId} has ended and holds no discount again`)
        return
      }
      if (!statements.take.get({ discountId })) {
        const code = statements.code.get({ discountId })?.code ?? discountId
        throw new Refusal('discount-used-up', `The discount ${code} is used up.`, { code })
      }
      statements.add.run({ checkoutId, discountId, state: 'held' })
    },
    release(checkoutId: string): void {
      for (const row of statements.end.all({ checkoutId, state: 'released' })) statements.giveBack.run(row)
    },
    settle(checkoutId: string): void {
      for (const row of statements.end.all({ checkoutId, state: 'used' })) statements.use.run(row)
    },
    /** What was used may be used again. */
    takeBack(checkoutId: string): void {
      for (const row of statements.unuse.all({ checkoutId })) statements.uncount.run(row)
    },
  }
}

function holdStatementsOn(db: Db) {
  const thisOne = eq(discounts.id, sql.placeholder('discountId'))
  const ofCheckout = eq(discountUses.checkoutId, sql.placeholder('checkoutId'))
  return {
    code: db.select({ code: discounts.code }).from(discounts).where(thisOne).prepare(),
    find: db
      .select({ state: discountUses.state })
      .from(discountUses)
      .where(and(ofCheckout, eq(discountUses.discountId, sql.placeholder('discountId'))))
      .prepare(),
    take: db
      .update(discounts)
      .set({ held: sql`${discounts.held} + 1` })
      .where(and(thisOne, sql`coalesce(${discounts.held} + ${discounts.used} < ${discounts.usageLimit}, true)`))
      .returning({ id: discounts.id })
      .prepare(),
    add: db.insert(discountUses).values(givenColumns(discountUses)).prepare(),
    end: db
      .update(discountUses)
      .set({ state: given('state') })
      .where(and(ofCheckout, sql`${discountUses.state} = 'held'`))
      .returning({ discountId: discountUses.discountId })
      .prepare(),
    unuse: db
      .update(discountUses)
      .set({ state: 'released' })
      .where(and(ofCheckout, sql`${discountUses.state} = 'used'`))
      .returning({ discountId: discountUses.discountId })
      .prepare(),
    uncount: db
      .update(discounts)
      .set({ used: sql`${discounts.used} - 1` })
      .where(thisOne)
      .prepare(),
    giveBack: db
      .update(discounts)
      .set({ held: sql`${discounts.held} - 1` })
      .where(thisOne)
      .prepare(),
    use: db
      .update(discounts)
      .set({ held: sql`${discounts.held} - 1`, used: sql`${discounts.used} + 1` })
      .where(thisOne)
      .prepare(),
  }
}
