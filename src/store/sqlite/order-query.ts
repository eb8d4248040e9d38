import { desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { orders } from '../../../db/schema/orders.ts'
import type { OrdersQuery } from '../../checkout/books.ts'
import type { Order } from '../../checkout/order.ts'
import { readOrder } from './shapes.ts'
import { type Db, given } from './tables.ts'

/** Orders at most in one answer, whatever is asked for. */
const limitMax = 1_000

/** Orders, of a customer or of all: one pair of statements for every question; what is not asked for is null and holds for all. */
export function orderQueryOn(db: Db) {
  const ofOne = statementsOn(db, sql`${orders.customerId} = ${given('customerId')}`)
  const ofAll = statementsOn(db, sql`${given('customerId')} is null`)

  return (query: OrdersQuery): { readonly orders: readonly Order[]; readonly count: number } => {
    const asked = askedFor(query)
    const { list, counted } = query.customerId === null ? ofAll : ofOne
    const rows = list.all({ ...asked, limit: Math.min(query.limit, limitMax), offset: query.offset })
    return { orders: rows.map(({ shape, doc }) => readOrder(doc, shape)), count: counted.get(asked)?.count ?? 0 }
  }
}

/** Apart, so that those of a customer are found by the index of customers. */
function statementsOn(db: Db, whose: SQL) {
  const wanted = sql.join([whose, ...conditions()], sql` and `)
  const list = db
    .select({ shape: orders.shape, doc: orders.doc })
    .from(orders)
    .where(wanted)
    .orderBy(desc(orders.createdAt), desc(orders.displayId))
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare()
  const counted = db.select({ count: sql<number>`count(*)` }).from(orders).where(wanted).prepare()
  return { list, counted }
}

function conditions(): readonly SQL[] {
  const displayId = sql`cast(${orders.displayId} as text)`
  const shippedTo = sql`coalesce(${inDocument('$.cart.shippingAddress.firstName')}, '')`
  return [
    unasked('ids', oneOfGiven('ids', orders.id)),
    unasked('statuses', oneOfGiven('statuses', orders.status)),
    unasked('paymentStatuses', oneOfGiven('paymentStatuses', orders.paymentStatus)),
    unasked('displayId', sql`${orders.displayId} = ${given('displayId')}`),
    unasked('cartId', sql`${orders.cartId} = ${given('cartId')}`),
    unasked('email', sql`${orders.email} = ${given('email')}`),
    unasked('regionId', sql`${inDocument('$.cart.regionId')} = ${given('regionId')}`),
    unasked('currencyCode', sql`${orders.currencyCode} = ${given('currencyCode')}`),
    unasked('text', sql`(${displayId} = ${given('text')} or ${contains(orders.email)} or ${contains(shippedTo)})`),
    ...within('created', orders.createdAt),
    ...within('updated', orders.updatedAt),
    ...within('canceled', inDocument('$.canceledAt')),
  ]
}

function inDocument(path: string): SQL {
  return sql`${orders.doc} ->> ${sql.raw(`'${path}'`)}`
}

function contains(text: SQLWrapper): SQL {
  return sql`instr(lower(${text}), ${given('text')}) > 0`
}

function within(name: string, time: SQLWrapper): readonly SQL[] {
  return [
    unasked(`${name}From`, sql`${time} >= ${given(`${name}From`)}`),
    unasked(`${name}To`, sql`${time} <= ${given(`${name}To`)}`),
  ]
}

function unasked(name: string, condition: SQL): SQL {
  return sql`(${given(name)} is null or ${condition})`
}

function oneOfGiven(name: string, column: SQLWrapper): SQL {
  return sql`${column} in (select value from json_each(${given(name)}))`
}

function askedFor(query: OrdersQuery) {
  const { customerId, displayId, cartId, regionId } = query
  return {
    customerId,
    displayId,
    cartId,
    regionId,
    ids: listed(query.ids),
    statuses: listed(query.statuses),
    paymentStatuses: listed(query.paymentStatuses),
    email: query.email?.toLowerCase() ?? null,
    currencyCode: query.currencyCode,
    text: query.text?.toLowerCase() ?? null,
    createdFrom: query.created.from,
    createdTo: query.created.to,
    updatedFrom: query.updated.from,
    updatedTo: query.updated.to,
    canceledFrom: query.canceled.from,
    canceledTo: query.canceled.to,
  }
}

function listed(values: readonly string[] | null): string | null {
  return values && JSON.stringify(values)
}
