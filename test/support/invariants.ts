import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Bill } from '../../src/pricing/bill.ts'

/** What must be true of a shop at rest: each rule a query whose rows are the violations. */
const rules: readonly { readonly name: string; readonly violations: string }[] = [
  {
    name: 'I1 a completed attempt has exactly one order, and every order one completed attempt of its cart',
    violations: `select c.id from checkouts c left join orders o on o.checkout_id = c.id
      where (c.state = 'completed') <> (o.id is not null) or (o.id is not null and (o.cart_id <> c.cart_id or c.order_id <> o.id))
      union all select cart_id from orders group by cart_id having count(*) > 1
      union all select o.id from orders o left join carts k on k.id = o.cart_id where k.stage is not 'completed'`,
  },
  {
    name: 'I4 stock adds up and what is reserved is what live attempts hold',
    violations: `select s.variant_id from stock s where s.on_hand < 0 or s.reserved < 0 or s.initial <> s.on_hand + s.sold
      or s.reserved <> (select coalesce(sum(h.quantity), 0) from stock_holds h where h.variant_id = s.variant_id and h.state = 'held')
      or s.sold <> (select coalesce(sum(h.quantity), 0) from stock_holds h where h.variant_id = s.variant_id and h.state = 'sold')`,
  },
  {
    name: 'I5 a gift card holds what it held less what was redeemed, plus what was given back',
    violations: `select g.id from gift_cards g where g.balance < 0 or g.initial <> g.balance
      + (select coalesce(sum(case e.kind when 'redeem' then e.amount else -e.amount end), 0) from gift_card_entries e where e.gift_card_id = g.id)`,
  },
  {
    name: 'I6 a discount was used by its orders and is held by live attempts, never beyond its limit',
    violations: `select d.id from discounts d where d.used + d.held > coalesce(d.usage_limit, 9e15)
      or d.used <> (select count(*) from discount_uses u join checkouts c on c.id = u.checkout_id where u.discount_id = d.id and u.state = 'used' and c.state = 'completed')
      or d.held <> (select count(*) from discount_uses u where u.discount_id = d.id and u.state = 'held')`,
  },
  {
    name: 'I8 states followed the table of moves, and the last event is the state',
    violations: `select c.id from checkouts c where c.state <> (select e.to_state from checkout_events e where e.checkout_id = c.id order by e.id desc limit 1)
      union all select e.checkout_id from checkout_events e where e.from_state is not
        (select p.to_state from checkout_events p where p.checkout_id = e.checkout_id and p.id < e.id order by p.id desc limit 1)
      union all select checkout_id from checkout_events where from_state in ('completed', 'failed', 'canceled', 'expired')`,
  },
  {
    name: 'I11 nothing is held by an attempt that ended, and no cart is frozen without a live one',
    violations: `select h.checkout_id from stock_holds h join checkouts c on c.id = h.checkout_id where h.state = 'held' and c.state in ('completed', 'failed', 'canceled', 'expired')
      union all select u.checkout_id from discount_uses u join checkouts c on c.id = u.checkout_id where u.state = 'held' and c.state in ('completed', 'failed', 'canceled', 'expired')
      union all select k.id from carts k where k.stage = 'frozen' and not exists
        (select 1 from checkouts c where c.cart_id = k.id and c.state not in ('completed', 'failed', 'canceled', 'expired'))`,
  },
  {
    name: 'I13 no promise is due',
    violations: `select id from jobs where kind <> 'expire-carts' and state in ('available', 'running')`,
  },
  {
    name: 'I13 what providers told was looked into',
    violations: `select event_id from inbox where state = 'waiting'`,
  },
  {
    name: 'I14 the file is whole',
    violations: `select integrity_check from pragma_integrity_check where integrity_check <> 'ok'`,
  },
  { name: 'I14 every reference leads somewhere', violations: `select "table" from pragma_foreign_key_check` },
]

/** Every rule that does not hold, in words; the shop must be at rest. */
export function brokenInvariants(dataDir: string): readonly string[] {
  const shop = new Database(join(dataDir, 'cartwright.db'), { readonly: true })
  try {
    const broken = rules.flatMap(({ name, violations }) => {
      const rows = shop.query(violations).values()
      return rows.length ? [`${name}: ${JSON.stringify(rows.slice(0, 5))}`] : []
    })
    return [...broken, ...brokenOrders(shop), ...brokenCharges(shop, join(dataDir, 'test-gateway.db'))]
  } finally {
    shop.close()
  }
}

/** I9 and I15: an order's figures add up, and it is the cart that was frozen. */
function brokenOrders(shop: Database): readonly string[] {
  const rows = shop.query<{ id: string; doc: string; frozen: string; total: number }, []>(
    'select o.id, o.doc, c.doc as frozen, o.total from orders o join checkouts c on c.id = o.checkout_id',
  )
  return rows.all().flatMap(({ id, doc, frozen, total }) => {
    const order: { bill: Bill; cart: { lines: unknown } } = JSON.parse(doc)
    const attempt: { bill: Bill; cart: { lines: unknown } } = JSON.parse(frozen)
    const sums = billAddsUp(order.bill) && order.bill.total === total
    const same = JSON.stringify([order.bill, order.cart.lines]) === JSON.stringify([attempt.bill, attempt.cart.lines])
    return [
      ...(sums ? [] : [`I9 the figures of ${id} add up`]),
      ...(same ? [] : [`I15 ${id} is the cart that was frozen`]),
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
    [bill.total, bill.taxTotal, ...bill.lines.map((line) => line.total)].every(Number.isSafeInteger)
  )
}

/** I2 and I3: the bank's own ledger holds one live charge per order paid there, of the order's amount, and no other. */
function brokenCharges(shop: Database, ledgerFile: string): readonly string[] {
  if (!existsSync(ledgerFile)) return []
  const ledger = new Database(ledgerFile, { readonly: true })
  const charges = ledger
    .query<{ key: string; attempt: string; amount: number; state: string }, []>('select * from charges')
    .all()
  ledger.close()
  const paid = shop
    .query<{ checkout_id: string; total: number }, []>(
      `select checkout_id, total from orders where total > 0 and doc ->> '$.payments[0].providerId' = 'test'`,
    )
    .all()
  const live = charges.filter(({ state }) => state === 'authorized' || state === 'captured')
  const amountOf = new Map(paid.map(({ checkout_id, total }) => [checkout_id, total]))
  const wrong = live.filter(({ attempt, amount }) => amountOf.get(attempt) !== amount)
  const unpaid = paid.filter(({ checkout_id }) => live.filter(({ attempt }) => attempt === checkout_id).length !== 1)
  const twice = charges.filter((one) => charges.some((other) => other.attempt === one.attempt && other.key !== one.key))
  return [
    ...wrong.map(({ key }) => `I2 the charge ${key} has no order of its amount`),
    ...unpaid.map(({ checkout_id }) => `I2 the order of ${checkout_id} is paid once`),
    ...twice.map(({ attempt }) => `I3 ${attempt} asked under one key`),
  ]
}
