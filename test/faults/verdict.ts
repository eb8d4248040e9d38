import type { Database } from 'bun:sqlite'
import { type OutsidePayment, testCharges, violationsIn } from '../support/invariants.ts'
import { notAsAgreed } from './as-agreed.ts'
import { write } from './books.ts'
import { wrongBills } from './own-sums.ts'
import type { Place } from './place.ts'
import type { Purchase } from './purchase.ts'
import type { Storefront } from './storefront.ts'
import type { Broken, Witness } from './witness.ts'

/** What a fault did, and what the shop made of it. */
export interface Verdict {
  readonly acknowledged: number
  readonly unknown: number
  readonly refused: number
  readonly orders: number
  /** From a fault to the end of each attempt that was live when it came. */
  readonly recoveryMs: readonly number[]
  readonly broken: readonly Broken[]
}

/** Looks at everything there is: the shop's own files, the banks' books, what subscribers heard, what shoppers were told. */
export function judge(place: Place, { purchases }: Storefront, { tally, broken }: Witness): Verdict {
  const outside = [...testCharges(place.dataDir), ...bankPayments(place), ...stripePayments(place)]
  const found: Broken[] = [...broken, ...violationsIn(place.dataDir, outside)]
  return write(place, (shop) => {
    found.push(
      ...forgotten(shop, purchases),
      ...notAsAgreed(shop, purchases),
      ...wrongBills(shop),
      ...untold(shop, place),
      ...unguarded(shop),
    )
    const orders = shop.query<{ n: number }, []>('select count(*) as n from orders').get()?.n ?? 0
    return { ...tally, orders, recoveryMs: recoveries(shop, place.faultsAt), broken: found }
  })
}

function bankPayments({ bank }: Place): readonly OutsidePayment[] {
  return bank.payments().map(({ key, checkout_id, amount, state }) => {
    return {
      provider: 'http',
      checkoutId: checkout_id,
      key,
      amount,
      isLive: ['authorized', 'captured'].includes(state),
    }
  })
}

function stripePayments({ stripe }: Place): readonly OutsidePayment[] {
  return stripe.intents.map(({ id, metadata, amount_capturable, amount_received, status }) => {
    const isLive = status === 'requires_capture' || status === 'succeeded'
    const checkoutId = metadata['checkout_id'] ?? ''
    return { provider: 'stripe', checkoutId, key: id, amount: amount_capturable + amount_received, isLive }
  })
}

/** I16 and I7: whatever was acknowledged is there, and every completion that was acknowledged came to an end. */
function forgotten(shop: Database, purchases: readonly Purchase[]): readonly Broken[] {
  const findCart = shop.prepare<{ doc: string }, [string]>('select doc from carts where id = ?')
  const findOrder = shop.prepare<{ id: string }, [string]>('select id from orders where cart_id = ?')
  const findAttempt = shop.prepare<{ state: string }, [string]>('select state from checkouts where id = ?')
  return purchases.flatMap(({ cartId, lines, email, orderId, checkoutId }) => {
    const row = findCart.get(cartId)
    if (!row) return [{ rule: 'I16', says: 'an acknowledged cart is there', about: [cartId] }]
    const broken: Broken[] = []
    const cart: { lines: { id: string; quantity: number }[]; email: string | null } = JSON.parse(row.doc)
    const quantities = new Map(cart.lines.map(({ id, quantity }) => [id, quantity]))
    const missing = [...lines].filter(([id, quantity]) => (quantities.get(id) ?? 0) < quantity)
    if (missing.length > 0) broken.push({ rule: 'I16', says: 'acknowledged lines are there', about: [cartId] })
    if (email !== null && cart.email !== email) {
      broken.push({ rule: 'I16', says: 'an acknowledged e-mail is there', about: [cartId] })
    }
    if (orderId !== null && findOrder.get(cartId)?.id !== orderId) {
      broken.push({ rule: 'I16', says: 'an acknowledged order is there', about: [cartId, orderId] })
    }
    if (checkoutId !== null && !findAttempt.get(checkoutId)) {
      broken.push({ rule: 'I16', says: 'an acknowledged attempt is there', about: [cartId, checkoutId] })
    }
    return broken
  })
}

/** I12: every order was heard of, under one id. */
function untold(shop: Database, { subscriber }: Place): readonly Broken[] {
  if (shop.query('select 1 from announcements limit 1').get() === null) return []
  const idsOf = Map.groupBy(
    subscriber.told.filter(({ type }) => type === 'order.placed'),
    ({ subject }) => subject,
  )
  const orders = shop.query<{ id: string }, []>('select id from orders').all()
  return orders.flatMap(({ id }) => {
    const ids = new Set(idsOf.get(id)?.map(({ eventId }) => eventId))
    return ids.size === 1
      ? []
      : [{ rule: 'I12', says: `an order is told of under one id, not ${ids.size}`, about: [id] }]
  })
}

/** I1, should everything above it fail: the file itself refuses a second order of a cart, and a second live attempt. */
function unguarded(shop: Database): readonly Broken[] {
  try {
    shop.run('begin immediate')
    shop.run('rollback')
  } catch {
    return [{ rule: 'I13', says: 'at rest nobody keeps the file locked', about: [] }]
  }
  const order = { id: `id || 'x'`, checkout_id: `checkout_id || 'x'`, display_id: 'display_id + 1000000000' }
  const attempt = { id: 'hex(randomblob(8))', state: `'accepted'`, order_id: 'null' }
  return [
    ...(takesCopies(shop, 'orders', order, 1) ? [guardMissing('orders')] : []),
    ...(takesCopies(shop, 'checkouts', attempt, 2) ? [guardMissing('live attempts')] : []),
  ]
}

function guardMissing(what: string): Broken {
  return { rule: 'I1', says: `the file refuses two ${what} of one cart`, about: [] }
}

/** Whether a row may be there again, but for what is changed in it; leaves nothing behind. */
function takesCopies(
  shop: Database,
  table: string,
  changed: Readonly<Record<string, string>>,
  copyCount: number,
): boolean {
  const columns = shop.query<{ name: string }, [string]>('select name from pragma_table_info(?)').all(table)
  const names = columns.map(({ name }) => name)
  const values = names.map((name) => changed[name] ?? name)
  const copy = `insert into ${table} (${names.join()}) select ${values.join()} from ${table} order by rowid limit 1`
  shop.run('begin immediate')
  try {
    let copied = 0
    while (copied < copyCount) copied += shop.run(copy).changes || copyCount + 1
    return copied === copyCount
  } catch {
    return false
  } finally {
    shop.run('rollback')
  }
}

function recoveries(shop: Database, faultsAt: readonly number[]): readonly number[] {
  const attempts = shop
    .query<{ begun: number; ended: number }, []>(
      `select c.created_at as begun, c.updated_at as ended from checkouts c
        where c.state in ('completed', 'failed', 'canceled', 'expired')`,
    )
    .all()
  return attempts.flatMap(({ begun, ended }) => {
    const fault = faultsAt.find((at) => at >= begun && at <= ended)
    return fault === undefined ? [] : [ended - fault]
  })
}
