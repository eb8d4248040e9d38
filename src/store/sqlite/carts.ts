import { and, desc, eq, isNotNull, isNull, lt, lte, notExists, type SQL, sql } from 'drizzle-orm'
import { carts } from '../../../db/schema/carts.ts'
import { checkouts } from '../../../db/schema/checkouts.ts'
import { type Cart, cartShape } from '../../cart/cart.ts'
import { Conflict } from '../conflict.ts'
import { isLive } from './checkouts.ts'
import { isDuplicate } from './errors.ts'
import { readCart } from './shapes.ts'
import { type Db, givenColumns } from './tables.ts'

/** The grain of `carts.touched`; a migration has to rewrite the column when it changes. */
const touchedGrainMs = 600_000

/** Carts, one row each. */
export function cartsOn(db: Db) {
  const found = { shape: carts.shape, doc: carts.doc }
  const byId = db
    .select(found)
    .from(carts)
    .where(eq(carts.id, sql.placeholder('id')))
    .prepare()
  const bySession = db
    .select(found)
    .from(carts)
    .where(eq(carts.sessionId, sql.placeholder('sessionId')))
    .orderBy(desc(carts.createdAt), desc(sql`rowid`))
    .limit(1)
    .prepare()
  const ofVisit = db
    .select(found)
    .from(carts)
    .where(and(eq(carts.sessionId, sql.placeholder('sessionId')), isNotNull(carts.endsAt)))
    .limit(1)
    .prepare()
  const ended = endedCartsOn(db)
  const untouched = staleCartsOn(db)
  const insert = db.insert(carts).values(givenColumns(carts)).prepare()
  const update = updatesOn(db)
  const remove = deleteCartsOn(db)

  return {
    find: (id: string): Cart | null => cartIn(byId.get({ id })),
    findBySession: (sessionId: string): Cart | null => cartIn(bySession.get({ sessionId })),
    findOfVisit: (sessionId: string): Cart | null => cartIn(ofVisit.get({ sessionId })),
    findEnded: (now: number, limit: number): readonly string[] => ended.all({ now, limit }).map((row) => row.id),
    findStale: (before: number, limit: number): readonly string[] =>
      untouched.all({ before, touched: touchedAt(before), limit }).map((row) => row.id),

    save(cart: Cart): void {
      const row = rowOf(cart)
      if (cart.version > 1) {
        if (!update.inPlace.get(row) && !update.anyhow.get(row)) throw new Conflict('cart-version', cart.id)
        return
      }
      try {
        insert.run(row)
      } catch (error) {
        throw isDuplicate(error) ? new Conflict('cart-version', cart.id) : error
      }
    },

    /** Refuses, with the whole decision, a cart that an order or a running attempt needs. */
    remove(ids: readonly string[]): void {
      for (const id of ids) {
        if (!remove.get({ id }) && byId.get({ id })) throw new Conflict('cart-kept', id)
      }
    },
  }
}

function updatesOn(db: Db) {
  const previous = and(eq(carts.id, sql.placeholder('id')), eq(carts.version, sql`${sql.placeholder('version')} - 1`))
  const indexed = sql`${carts.stage} = ${sql.placeholder('stage')} and ${carts.touched} = ${sql.placeholder('touched')}
    and ${carts.sessionId} is ${sql.placeholder('sessionId')} and ${carts.endsAt} is ${sql.placeholder('endsAt')}`
  return {
    // SQLite rewrites the entries of every index with a column that is set, the same value or not.
    inPlace: db
      .update(carts)
      .set(givenColumns(carts, ['id', 'createdAt', 'stage', 'touched', 'endsAt', 'sessionId']))
      .where(and(previous, indexed))
      .returning({ id: carts.id })
      .prepare(),
    anyhow: db
      .update(carts)
      .set(givenColumns(carts, ['id', 'createdAt']))
      .where(previous)
      .returning({ id: carts.id })
      .prepare(),
  }
}

/** As the index of untouched carts says it, so that SQLite finds it. */
const isRemovable = sql`${carts.stage} in ('open', 'merged')`

function staleCartsOn(db: Db) {
  return db
    .select({ id: carts.id })
    .from(carts)
    .where(
      and(
        isRemovable,
        lte(carts.touched, sql.placeholder('touched')),
        lt(carts.updatedAt, sql.placeholder('before')),
        isNull(carts.endsAt),
        hasNoAttempt(db),
      ),
    )
    .orderBy(carts.touched, sql`rowid`)
    .limit(sql.placeholder('limit'))
    .prepare()
}

function endedCartsOn(db: Db) {
  return db
    .select({ id: carts.id })
    .from(carts)
    .where(and(isRemovable, isNotNull(carts.endsAt), lte(carts.endsAt, sql.placeholder('now')), hasNoAttempt(db)))
    .orderBy(carts.endsAt, sql`rowid`)
    .limit(sql.placeholder('limit'))
    .prepare()
}

function deleteCartsOn(db: Db) {
  return db
    .delete(carts)
    .where(and(eq(carts.id, sql.placeholder('id')), isRemovable, hasNoAttempt(db)))
    .returning({ id: carts.id })
    .prepare()
}

function hasNoAttempt(db: Db): SQL {
  return notExists(
    db
      .select({ one: sql`1` })
      .from(checkouts)
      .where(and(eq(checkouts.cartId, carts.id), isLive)),
  )
}

function cartIn(row: { readonly shape: number; readonly doc: string } | undefined): Cart | null {
  return row ? readCart(row.doc, row.shape) : null
}

function rowOf(cart: Cart) {
  return {
    id: cart.id,
    version: cart.version,
    stage: cart.stage,
    door: cart.door,
    isTest: cart.isTest,
    regionId: cart.regionId,
    currencyCode: cart.currencyCode,
    channelId: cart.channelId,
    sessionId: cart.sessionId,
    customerId: cart.customerId,
    email: cart.email,
    createdAt: cart.createdAt,
    updatedAt: cart.updatedAt,
    completedAt: cart.completedAt,
    touched: touchedAt(cart.updatedAt),
    endsAt: cart.visit?.endsAt ?? null,
    shape: cartShape,
    doc: JSON.stringify(cart),
  } satisfies typeof carts.$inferInsert
}

function touchedAt(updatedAt: number): number {
  return Math.floor(updatedAt / touchedGrainMs)
}
