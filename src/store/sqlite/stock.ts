import { and, eq, sql } from 'drizzle-orm'
import { stock, stockHolds } from '../../../db/schema/stock.ts'
import type { Stock } from '../../catalog/product.ts'
import type { StockItem } from '../../checkout/decision.ts'
import { invariant } from '../../invariant.ts'
import { Refusal } from '../../refusal.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { type Db, given, givenColumns } from './tables.ts'

/** Variants whose stock is remembered: every answer with a cart shows what is left of each. */
const stockRemembered = 10_000

/** What is there and what attempts keep of it. Holding, releasing and settling again changes nothing. */
export function stockOn(db: Db, memory: CatalogMemory) {
  const byVariant = db
    .select({
      variantId: stock.variantId,
      onHand: stock.onHand,
      reserved: stock.reserved,
      backordered: stock.backordered,
    })
    .from(stock)
    .where(eq(stock.variantId, sql.placeholder('variantId')))
    .prepare()
  const statements = holdsOn(db)
  const save = importOn(db)

  function hold(checkoutId: string, item: StockItem): boolean {
    const { variantId, quantity } = item
    invariant(Number.isSafeInteger(quantity) && quantity > 0, `a hold needs a positive quantity, not ${quantity}`)
    const earlier = statements.hold.get({ checkoutId, variantId })
    if (earlier) {
      const isSame = earlier.state === 'held' && earlier.quantity + earlier.beyond === quantity
      invariant(isSame, `attempt ${checkoutId} has held another quantity of ${variantId}, or has ended`)
      return true
    }
    if (item.allowBackorder) statements.addEmpty.run({ variantId })
    const taken = item.allowBackorder ? takeWhatIsThere(item) : quantity
    if (taken > 0 && !statements.take.get({ variantId, quantity: taken })) return false
    statements.addHold.run({ checkoutId, variantId, quantity: taken, beyond: quantity - taken, state: 'held' })
    return true
  }

  function takeWhatIsThere({ variantId, quantity }: StockItem): number {
    const row = byVariant.get({ variantId })
    return row ? Math.max(0, Math.min(quantity, row.onHand - row.reserved - row.backordered)) : 0
  }

  return {
    find: memory.count(stockRemembered, (variantId): Stock | null => byVariant.get({ variantId }) ?? null),

    findImported: save.find,

    /** Names everything that is short, so that the shopper hears it at once. */
    hold(checkoutId: string, items: readonly StockItem[]): void {
      memory.counted()
      const short = items.filter((item) => !hold(checkoutId, item)).map(({ variantId }) => variantId)
      if (short.length > 0) throw new Refusal('out-of-stock', 'Some of it is no longer there.', { variantIds: short })
    },

    ...endingsOn(statements, memory),

    /** Keeps what was sold and held since; refuses to go below what running attempts hold. */
    save(variantId: string, imported: number): void {
      memory.counted()
      if (save.add.get({ variantId, imported }) || save.shift.get({ variantId, imported })) return
      throw new Refusal('catalog-invalid', `The stock of ${variantId} cannot be ${imported}: more is sold or held.`, {
        variantId,
      })
    },
  }
}

function endingsOn(statements: ReturnType<typeof holdsOn>, memory: CatalogMemory) {
  return {
    release(checkoutId: string): void {
      memory.counted()
      for (const row of statements.end.all({ checkoutId, state: 'released' })) statements.giveBack.run(row)
    },

    settle(checkoutId: string): void {
      memory.counted()
      for (const row of statements.end.all({ checkoutId, state: 'sold' })) statements.sell.run(row)
    },

    /** What was sold is on hand again. */
    takeBack(checkoutId: string): void {
      memory.counted()
      for (const row of statements.unsell.all({ checkoutId })) statements.restock.run(row)
    },
  }
}

function holdsOn(db: Db) {
  const ofVariant = eq(stock.variantId, sql.placeholder('variantId'))
  return {
    hold: db
      .select()
      .from(stockHolds)
      .where(
        and(
          eq(stockHolds.checkoutId, sql.placeholder('checkoutId')),
          eq(stockHolds.variantId, sql.placeholder('variantId')),
        ),
      )
      .prepare(),
    addEmpty: db
      .insert(stock)
      .values({ variantId: given('variantId'), initial: 0, onHand: 0 })
      .onConflictDoNothing()
      .prepare(),
    take: db
      .update(stock)
      .set({ reserved: sql`${stock.reserved} + ${sql.placeholder('quantity')}` })
      .where(
        and(
          ofVariant,
          sql`${stock.onHand} - ${stock.reserved} - ${stock.backordered} >= ${sql.placeholder('quantity')}`,
        ),
      )
      .returning({ variantId: stock.variantId })
      .prepare(),
    addHold: db.insert(stockHolds).values(givenColumns(stockHolds)).prepare(),
    end: db
      .update(stockHolds)
      .set({ state: given('state') })
      .where(and(eq(stockHolds.checkoutId, sql.placeholder('checkoutId')), sql`${stockHolds.state} = 'held'`))
      .returning({ variantId: stockHolds.variantId, quantity: stockHolds.quantity, beyond: stockHolds.beyond })
      .prepare(),
    unsell: db
      .update(stockHolds)
      .set({ state: 'released' })
      .where(and(eq(stockHolds.checkoutId, sql.placeholder('checkoutId')), sql`${stockHolds.state} = 'sold'`))
      .returning({ variantId: stockHolds.variantId, quantity: stockHolds.quantity, beyond: stockHolds.beyond })
      .prepare(),
    restock: db
      .update(stock)
      .set({
        onHand: sql`${stock.onHand} + ${sql.placeholder('quantity')}`,
        sold: sql`${stock.sold} - ${sql.placeholder('quantity')}`,
        backordered: sql`${stock.backordered} - ${sql.placeholder('beyond')}`,
      })
      .where(ofVariant)
      .prepare(),
    giveBack: db
      .update(stock)
      .set({ reserved: sql`${stock.reserved} - ${sql.placeholder('quantity')}` })
      .where(ofVariant)
      .prepare(),
    sell: db
      .update(stock)
      .set({
        onHand: sql`${stock.onHand} - ${sql.placeholder('quantity')}`,
        reserved: sql`${stock.reserved} - ${sql.placeholder('quantity')}`,
        sold: sql`${stock.sold} + ${sql.placeholder('quantity')}`,
        backordered: sql`${stock.backordered} + ${sql.placeholder('beyond')}`,
      })
      .where(ofVariant)
      .prepare(),
  }
}

function importOn(db: Db) {
  const difference = sql`(${sql.placeholder('imported')} - ${stock.initial})`
  const imported = db
    .select({ initial: stock.initial })
    .from(stock)
    .where(eq(stock.variantId, sql.placeholder('variantId')))
    .prepare()
  return {
    find: (variantId: string): number | null => imported.get({ variantId })?.initial ?? null,
    add: db
      .insert(stock)
      .values({ variantId: given('variantId'), initial: given('imported'), onHand: given('imported') })
      .onConflictDoNothing()
      .returning({ variantId: stock.variantId })
      .prepare(),
    shift: db
      .update(stock)
      .set({ onHand: sql`${stock.onHand} + ${difference}`, initial: given('imported') })
      .where(
        and(
          eq(stock.variantId, sql.placeholder('variantId')),
          sql`${stock.onHand} + ${difference} >= ${stock.reserved}`,
        ),
      )
      .returning({ variantId: stock.variantId })
      .prepare(),
  }
}
