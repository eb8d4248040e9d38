import { and, asc, desc, eq, gt, gte, lt, notExists, type SQL, sql } from 'drizzle-orm'
import { checkoutEvents, checkouts, liveStates } from '../../../db/schema/checkouts.ts'
import { jobs } from '../../../db/schema/jobs.ts'
import { cartShape } from '../../cart/cart.ts'
import { type Actor, type Checkout, type CheckoutEvent, type CheckoutState, canMove } from '../../checkout/checkout.ts'
import type { JobKind } from '../../checkout/job.ts'
import { invariant } from '../../invariant.ts'
import { Conflict } from '../conflict.ts'
import { isDuplicate } from './errors.ts'
import { isLive as isLiveJob } from './jobs.ts'
import { readCheckout } from './shapes.ts'
import { type Db, givenColumns } from './tables.ts'

/** Written out, since a bound value would keep SQLite from using the partial indexes. */
export const isLive: SQL = sql`${checkouts.state} in (${sql.raw(liveStates.map((state) => `'${state}'`).join(', '))})`

interface Reason {
  readonly why: string
  readonly by: Actor
}

/** Attempts and their history. */
export function checkoutsOn(db: Db) {
  const look = looksOn(db)
  const insert = db.insert(checkouts).values(givenColumns(checkouts)).prepare()
  const update = db
    .update(checkouts)
    .set(givenColumns(checkouts, ['id', 'cartId', 'createdAt']))
    .where(and(eq(checkouts.id, sql.placeholder('id')), eq(checkouts.state, sql.placeholder('movesFrom'))))
    .returning({ id: checkouts.id })
    .prepare()
  const note = db
    .insert(checkoutEvents)
    .values(givenColumns(checkoutEvents, ['id']))
    .prepare()

  const noteMove = (checkout: Checkout, from: CheckoutState | null, { why, by }: Reason) =>
    note.run({ checkoutId: checkout.id, from, to: checkout.state, why, by, at: checkout.updatedAt })

  return {
    ...look,

    begin(checkout: Checkout, reason: Reason): void {
      invariant(checkout.state === 'accepted', `an attempt begins as accepted, not as ${checkout.state}`)
      try {
        insert.run(rowOf(checkout))
      } catch (error) {
        throw isDuplicate(error) ? new Conflict('second-live-checkout', checkout.cartId) : error
      }
      noteMove(checkout, null, reason)
    },

    /** Compare and set; the same state again changes the document alone. */
    move(from: CheckoutState, checkout: Checkout, reason: Reason): void {
      const stays = from === checkout.state
      invariant(stays || canMove(from, checkout.state), `no attempt moves from ${from} to ${checkout.state}`)
      if (!update.get({ ...rowOf(checkout), movesFrom: from })) throw new Conflict('checkout-moved', checkout.id)
      if (!stays) noteMove(checkout, from, reason)
    },
  }
}

function looksOn(db: Db) {
  const found = { shape: checkouts.shape, doc: checkouts.doc }
  const byId = db
    .select(found)
    .from(checkouts)
    .where(eq(checkouts.id, sql.placeholder('id')))
    .prepare()
  const live = db
    .select(found)
    .from(checkouts)
    .where(and(eq(checkouts.cartId, sql.placeholder('cartId')), isLive))
    .prepare()
  const last = db
    .select(found)
    .from(checkouts)
    .where(eq(checkouts.cartId, sql.placeholder('cartId')))
    .orderBy(desc(checkouts.createdAt), desc(sql`rowid`))
    .limit(1)
    .prepare()
  const idle = db
    .select(found)
    .from(checkouts)
    .where(
      and(eq(checkouts.state, sql.placeholder('state')), isLive, lt(checkouts.updatedAt, sql.placeholder('before'))),
    )
    .orderBy(asc(checkouts.updatedAt))
    .limit(sql.placeholder('limit'))
    .prepare()
  const stranded = strandedOn(db)
  const since = db
    .select(found)
    .from(checkouts)
    .where(and(gt(checkouts.id, sql.placeholder('afterId')), gte(checkouts.createdAt, sql.placeholder('since'))))
    .orderBy(asc(checkouts.id))
    .limit(sql.placeholder('limit'))
    .prepare()
  const events = db
    .select()
    .from(checkoutEvents)
    .where(eq(checkoutEvents.checkoutId, sql.placeholder('checkoutId')))
    .orderBy(asc(checkoutEvents.id))
    .prepare()
  return {
    find: (id: string): Checkout | null => checkoutIn(byId.get({ id })),
    findLive: (cartId: string): Checkout | null => checkoutIn(live.get({ cartId })),
    findLast: (cartId: string): Checkout | null => checkoutIn(last.get({ cartId })),
    findIdle: (state: CheckoutState, before: number, limit: number): readonly Checkout[] =>
      idle.all({ state, before, limit }).map((row) => readCheckout(row.doc, row.shape)),
    findStranded: (state: CheckoutState, kind: JobKind, before: number, limit: number): readonly Checkout[] =>
      stranded.all({ state, kind, before, limit }).map((row) => readCheckout(row.doc, row.shape)),
    findSince: (from: number, afterId: string, limit: number): readonly Checkout[] =>
      since.all({ since: from, afterId, limit }).map((row) => readCheckout(row.doc, row.shape)),
    findEvents: (checkoutId: string): readonly CheckoutEvent[] => events.all({ checkoutId }),
  }
}

/** By the cart, since that is what live jobs are indexed by. */
function strandedOn(db: Db) {
  const itsJob = db
    .select({ one: sql`1` })
    .from(jobs)
    .where(and(eq(jobs.cartId, checkouts.cartId), eq(jobs.kind, sql.placeholder('kind')), isLiveJob))
  return db
    .select({ shape: checkouts.shape, doc: checkouts.doc })
    .from(checkouts)
    .where(
      and(
        eq(checkouts.state, sql.placeholder('state')),
        isLive,
        lt(checkouts.updatedAt, sql.placeholder('before')),
        notExists(itsJob),
      ),
    )
    .orderBy(asc(checkouts.updatedAt))
    .limit(sql.placeholder('limit'))
    .prepare()
}

function checkoutIn(row: { readonly shape: number; readonly doc: string } | undefined): Checkout | null {
  return row ? readCheckout(row.doc, row.shape) : null
}

function rowOf(checkout: Checkout) {
  return {
    id: checkout.id,
    cartId: checkout.cartId,
    state: checkout.state,
    orderId: checkout.orderId,
    createdAt: checkout.createdAt,
    updatedAt: checkout.updatedAt,
    shape: cartShape,
    doc: JSON.stringify(checkout),
  } satisfies typeof checkouts.$inferInsert
}
