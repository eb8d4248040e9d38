import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Bill } from '../../src/pricing/bill.ts'

/** Something that must never be, with the ids of what it is about. */
export interface Violation {
  /** `I1` to `I16`. */
  readonly rule: string
  readonly says: string
  readonly about: readonly string[]
}

/** A payment as somebody outside the shop has it in their books. */
export interface OutsidePayment {
  readonly provider: string
  readonly checkoutId: string
  /** Under which it was asked for. */
  readonly key: string
  readonly amount: number
  /** Whether money is set aside or taken. */
  readonly isLive: boolean
}

const ended = `('completed', 'failed', 'canceled', 'expired')`

/** What must be true of a shop at rest: each rule a query whose rows are the violations, what it is about first. */
const rules: readonly { readonly rule: string; readonly says: string; readonly violations: string }[] = [
  {
    rule: 'I1',
    says: 'a completed attempt has exactly one order, and every order one completed attempt of its cart',
    violations: `select c.id from checkouts c left join orders o on o.checkout_id = c.id
      where (c.state = 'completed') <> (o.id is not null) or (o.id is not null and (o.cart_id <> c.cart_id or c.order_id <> o.id))
      union all select cart_id from orders group by cart_id having count(*) > 1
      union all select o.id from orders o left join carts k on k.id = o.cart_id where k.stage is not 'completed'`,
  },
  {
    rule: 'I4',
    says: 'stock adds up and what is reserved is what live attempts hold',
    violations: `select s.variant_id from stock s where s.on_hand < 0 or s.reserved < 0 or s.initial <> s.on_hand + s.sold
      or s.reserved <> (select coalesce(sum(h.quantity), 0) from stock_holds h where h.variant_id = s.variant_id and h.state = 'held')
      or s.sold <> (select coalesce(sum(h.quantity), 0) from stock_holds h where h.variant_id = s.variant_id and h.state = 'sold')`,
  },
  {
    rule: 'I5',
    says: 'a gift card holds what it held less what was redeemed, plus what was given back',
    violations: `select g.id from gift_cards g where g.balance < 0 or g.initial <> g.balance
      + (select coalesce(sum(case e.kind when 'redeem' then e.amount else -e.amount end), 0) from gift_card_entries e where e.gift_card_id = g.id)`,
  },
  {
    rule: 'I6',
    says: 'a discount was used by its orders and is held by live attempts, never beyond its limit',
    violations: `select d.id from discounts d where d.used + d.held > coalesce(d.usage_limit, 9e15)
      or d.used <> (select count(*) from discount_uses u join checkouts c on c.id = u.checkout_id where u.discount_id = d.id and u.state = 'used' and c.state = 'completed')
      or d.held <> (select count(*) from discount_uses u where u.discount_id = d.id and u.state = 'held')`,
  },
  {
    rule: 'I8',
    says: 'states followed the table of moves, and the last event is the state',
    violations: `select c.id from checkouts c where c.state <> (select e.to_state from checkout_events e where e.checkout_id = c.id order by e.id desc limit 1)
      union all select e.checkout_id from checkout_events e where e.from_state is not
        (select p.to_state from checkout_events p where p.checkout_id = e.checkout_id and p.id < e.id order by p.id desc limit 1)
      union all select checkout_id from checkout_events where from_state in ${ended}`,
  },
  {
    rule: 'I9',
    says: 'a discount on a whole cart is divided among its lines without a remainder',
    violations: `select o.id, d.code from orders o join discounts d on d.id = o.doc ->> '$.cart.discounts[0].id'
      where json_array_length(o.doc, '$.cart.discounts') = 1
      and d.doc ->> '$.rule.type' = 'fixed' and d.doc ->> '$.rule.allocation' = 'total'
      and json_array_length(d.doc, '$.rule.conditions') = 0
      and (select sum(a.value ->> '$.amount') from json_each(o.doc, '$.bill.lines') l, json_each(l.value, '$.adjustments') a)
        <> min(d.doc ->> '$.rule.value', o.doc ->> '$.bill.subtotal')`,
  },
  {
    rule: 'I11',
    says: 'nothing is held by an attempt that ended, and no cart is frozen without a live one',
    violations: `select h.checkout_id from stock_holds h join checkouts c on c.id = h.checkout_id where h.state = 'held' and c.state in ${ended}
      union all select u.checkout_id from discount_uses u join checkouts c on c.id = u.checkout_id where u.state = 'held' and c.state in ${ended}
      union all select e.checkout_id from gift_card_entries e join checkouts c on c.id = e.checkout_id where e.kind = 'redeem' and not e.is_final and c.state in ${ended}
      union all select k.id from carts k where k.stage = 'frozen' and not exists
        (select 1 from checkouts c where c.cart_id = k.id and c.state not in ${ended})
      union all select j.id from jobs j join checkouts c on c.id = j.checkout_id
        where (j.lease_token is not null or j.lease_until is not null) and c.state in ${ended}`,
  },
  {
    rule: 'I12',
    says: 'an order is announced as placed once, to everybody',
    violations: `select o.id from orders o where exists (select 1 from announcements)
      and (select count(*) from announcements a where a.type = 'order.placed' and a.subject = o.id) <> 1`,
  },
  {
    rule: 'I13',
    says: 'no promise is due',
    violations: `select id, kind, state, attempt, last_error from jobs where kind <> 'expire-carts' and state in ('available', 'running')`,
  },
  {
    rule: 'I13',
    says: 'what providers told was looked into',
    violations: `select event_id from inbox where state = 'waiting'`,
  },
  {
    rule: 'I14',
    says: 'the file is whole',
    violations: `select integrity_check from pragma_integrity_check where integrity_check <> 'ok'`,
  },
  {
    rule: 'I14',
    says: 'every reference leads somewhere',
    violations: `select "table" from pragma_foreign_key_check`,
  },
]

/** Every rule that does not hold, in words; the shop must be at rest. */
export function brokenInvariants(dataDir: string): readonly string[] {
  const broken = violationsIn(dataDir, testCharges(dataDir))
  return broken.map(({ rule, says, about }) => `${rule} ${says}: ${JSON.stringify(about.slice(0, 5))}`)
}

/** Every rule that does not hold, with whom it does not hold for; `payments` is what the banks say. */
export function violationsIn(dataDir: string, payments: readonly OutsidePayment[]): readonly Violation[] {
  const shop = new Database(join(dataDir, 'cartwright.db'), { readonly: true })
  try {
    const broken = rules.flatMap(({ rule, says, violations }): Violation[] => {
      const rows = shop.query(violations).values()
      return rows.length > 0 ? [{ rule, says, about: rows.map((row) => row.join(' ')) }] : []
    })
    return [...broken, ...brokenOrders(shop), ...brokenPayments(shop, payments)]
  } finally {
    shop.close()
  }
}

/** What the test bank charged, from its own file. */
export function testCharges(dataDir: string): readonly OutsidePayment[] {
  const file = join(dataDir, 'test-gateway.db')
  if (!existsSync(file)) return []
  const ledger = new Database(file, { readonly: true })
  const charges = ledger
    .query<{ key: string; attempt: string; amount: number; state: string }, []>('select * from charges')
    .all()
  ledger.close()
  return charges.map(({ key, attempt, amount, state }) => {
    return {
      provider: 'test',
      checkoutId: attempt,
      key,
      amount,
      isLive: state === 'authorized' || state === 'captured',
    }
  })
}

/** I9 and I15: an order's figures add up, and it is the cart that was frozen. */
function brokenOrders(shop: Database): readonly Violation[] {
  const rows = shop.query<{ id: string; doc: string; frozen: string; total: number }, []>(
    'select o.id, o.doc, c.doc as frozen, o.total from orders o join checkouts c on c.id = o.checkout_id',
  )
  return rows.all().flatMap(({ id, doc, frozen, total }) => {
    const order: { bill: Bill; cart: { lines: unknown } } = JSON.parse(doc)
    const attempt: { bill: Bill; cart: { lines: unknown } } = JSON.parse(frozen)
    const sums = billAddsUp(order.bill) && order.bill.total === total
    const same = JSON.stringify([order.bill, order.cart.lines]) === JSON.stringify([attempt.bill, attempt.cart.lines])
    return [
      ...(sums ? [] : [{ rule: 'I9', says: 'the figures of an order add up', about: [id] }]),
      ...(same ? [] : [{ rule: 'I15', says: 'an order is the cart that was frozen', about: [id] }]),
    ]
  })
}

function billAddsUp(bill: Bill): boolean {
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
  const due =
    bill.subtotal + bill.shippingTotal + bill.taxTotal - bill.discountTotal - bill.giftCardTotal - bill.giftCardTaxTotal
  return (
    bill.total === due &&
    bill.subtotal === sum(bill.lines.map((line) => line.subtotal)) &&
    bill.discountTotal === sum(bill.lines.map((line) => line.discountTotal)) &&
    bill.itemTaxTotal === sum(bill.lines.map((line) => line.taxTotal)) &&
    bill.shippingTotal === sum(bill.shipping.map((method) => method.subtotal)) &&
    bill.giftCardTotal === sum(bill.giftCards.map((card) => card.amount)) &&
    bill.lines.every((line) => line.discountTotal === sum(line.adjustments.map(({ amount }) => amount))) &&
    bill.lines.every((line) => line.taxTotal === sum(line.taxLines.map(({ amount }) => amount))) &&
    [bill.total, bill.taxTotal, ...bill.lines.map((line) => line.total)].every(Number.isSafeInteger)
  )
}

/** I2 and I3: the banks' own books hold one live payment per order paid there, of the order's amount, and no other. */
function brokenPayments(shop: Database, payments: readonly OutsidePayment[]): readonly Violation[] {
  const providers = new Set(['test', ...payments.map(({ provider }) => provider)])
  const paid = shop
    .query<{ checkoutId: string; total: number; provider: string }, []>(
      `select checkout_id as checkoutId, total, doc ->> '$.payments[0].providerId' as provider from orders where total > 0
        and payment_status not in ('canceled', 'refunded')`,
    )
    .all()
    .filter(({ provider }) => providers.has(provider))
  const byAttempt = Map.groupBy(payments, ({ checkoutId }) => checkoutId)
  const liveOf = (checkoutId: string) => byAttempt.get(checkoutId)?.filter(({ isLive }) => isLive) ?? []
  const totalOf = new Map(paid.map(({ checkoutId, provider, total }) => [`${provider} ${checkoutId}`, total]))
  const wrong = payments.filter(
    ({ provider, checkoutId, amount, isLive }) => isLive && totalOf.get(`${provider} ${checkoutId}`) !== amount,
  )
  const unpaid = paid.filter(({ checkoutId }) => liveOf(checkoutId).length !== 1)
  const twice = [...byAttempt].filter(([, some]) => new Set(some.map(({ key }) => key)).size > 1)
  return [
    ...wrong.map(({ checkoutId, key, provider, amount }) => {
      const says = `the payment ${key} of ${amount} at ${provider} has an order of its amount`
      return { rule: 'I2', says, about: [checkoutId] }
    }),
    ...unpaid.map(({ checkoutId }) => ({ rule: 'I2', says: 'an order is paid once', about: [checkoutId] })),
    ...twice.map(([checkoutId]) => ({ rule: 'I3', says: 'an attempt asks under one key', about: [checkoutId] })),
  ]
}
