import type { Database } from 'bun:sqlite'
import type { Cart } from '../../src/cart/cart.ts'
import type { Discount } from '../../src/catalog/discount.ts'
import type { Region } from '../../src/catalog/region.ts'
import type { Bill } from '../../src/pricing/bill.ts'
import type { Broken } from './witness.ts'

/**
 * I9, worked out once more from nothing, with none of the program's own arithmetic: every bill of every attempt and order
 * from its frozen cart. For shops as `shelf.ts` has them: prices without tax, one rate per region, discounts without conditions.
 */
export function wrongBills(shop: Database): readonly Broken[] {
  const docs = <Doc>(table: string): ReadonlyMap<string, Doc> =>
    new Map(
      shop
        .query<{ id: string; doc: string }, []>(`select id, doc from ${table}`)
        .all()
        .map(({ id, doc }) => [id, JSON.parse(doc)]),
    )
  const facts = { regions: docs<Region>('regions'), discounts: docs<Discount>('discounts') }
  const billed = [...docs<Billed>('orders'), ...docs<Billed>('checkouts')]
  return [
    ...billed.flatMap(([id, { cart, bill }]) =>
      mistakesIn(bill, cart, facts).map((says) => ({ rule: 'I9', says, about: [id] })),
    ),
    ...wrongGiftCards(shop),
  ]
}

interface Billed {
  readonly cart: Cart
  readonly bill: Bill
}

interface Facts {
  readonly regions: ReadonlyMap<string, Region>
  readonly discounts: ReadonlyMap<string, Discount>
}

/** A quotient; the denominator is above zero. */
interface Share {
  readonly over: bigint
  readonly under: bigint
}

const whole = (amount: number): Share => ({ over: BigInt(amount), under: 1n })
const less = (one: Share, other: Share): Share => ({
  over: one.over * other.under - other.over * one.under,
  under: one.under * other.under,
})
const added = (all: readonly Share[]): Share => all.reduce((one, other) => less(one, less(whole(0), other)), whole(0))
const isSmaller = (one: Share, other: Share): boolean => one.over * other.under < other.over * one.under
const smaller = (one: Share, other: Share): Share => (isSmaller(one, other) ? one : other)
const times = (one: Share, other: Share): Share => ({ over: one.over * other.over, under: one.under * other.under })
/** To the nearest whole, halves up; of nothing below zero. */
const near = ({ over, under }: Share): number => Number((2n * over + under) / (2n * under))
/** Rates have at most four decimals. */
const percent = (rate: number): Share => ({ over: BigInt(Math.round(rate * 10_000)), under: 1_000_000n })

function mistakesIn(bill: Bill, cart: Cart, { regions, discounts }: Facts): readonly string[] {
  const rate = percent(regions.get(cart.regionId)?.taxRate ?? Number.NaN)
  const rules = cart.discounts.map(({ id }) => discounts.get(id)?.rule)
  const lists = cart.lines.map(({ unitPrice, quantity }) => whole(unitPrice * quantity))
  const left = rules.reduce<readonly Share[]>((some, rule) => (rule ? reduced(some, rule, cart) : some), lists)
  const cuts = lists.map((list, at) => less(list, left[at] ?? list))
  const isFree = rules.some((rule) => rule?.type === 'free_shipping')
  const prices = cart.shippingMethods.map(({ price }) => (isFree ? 0 : price))
  const wanted = {
    lines: cart.lines.map(
      ({ id, unitPrice, quantity }, at) => `${id} ${unitPrice * quantity} ${near(times(left[at] ?? whole(0), rate))}`,
    ),
    shipping: prices.map((price) => `${price} ${near(times(whole(price), rate))}`),
    discount: near(added(cuts)),
  }
  const has = {
    lines: bill.lines.map(({ lineId, subtotal, taxTotal }) => `${lineId} ${subtotal} ${taxTotal}`),
    shipping: bill.shipping.map(({ subtotal, taxTotal }) => `${subtotal} ${taxTotal}`),
    discount: bill.discountTotal,
  }
  const isShared = bill.lines.every(({ discountTotal }, at) => isNear(discountTotal, cuts[at] ?? whole(0)))
  const same = JSON.stringify(has) === JSON.stringify(wanted)
  return [
    ...(same ? [] : [`a bill is ${JSON.stringify(wanted)}, not ${JSON.stringify(has)}`]),
    ...(isShared ? [] : ['each line shows its share of a discount, to the next whole']),
    ...(isSummedUp(bill) ? [] : ['the sums of a bill are the sums of its parts']),
    ...fractionsIn(bill, 'bill'),
  ]
}

/** What one discount leaves of each line, of what those before it left. */
function reduced(left: readonly Share[], rule: Discount['rule'], { lines }: Cart): readonly Share[] {
  const all = added(left.filter((_, at) => lines[at]?.discountable))
  return left.map((share, at) => {
    const line = lines[at]
    if (!line?.discountable || share.over <= 0n) return share
    if (rule.type === 'percentage') return less(share, whole(near(times(share, percent(rule.value)))))
    if (rule.type === 'free_shipping') return share
    if (rule.allocation === 'item') return less(share, smaller(share, whole(rule.value * line.quantity)))
    const cut = times(times(smaller(whole(rule.value), all), share), { over: all.under, under: all.over })
    return less(share, cut)
  })
}

/** Less than one away: which of two neighbours it is, the shown whole decides. */
function isNear(shown: number, exact: Share): boolean {
  return isSmaller(less(whole(shown), exact), whole(1)) && isSmaller(less(exact, whole(shown)), whole(1))
}

function isSummedUp(bill: Bill): boolean {
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
  const { lines, shipping, giftCards } = bill
  const pairs = [
    [bill.subtotal, sum(lines.map(({ subtotal }) => subtotal))],
    [bill.discountTotal, sum(lines.map(({ discountTotal }) => discountTotal))],
    [bill.itemTaxTotal, sum(lines.map(({ taxTotal }) => taxTotal))],
    [bill.shippingTotal, sum(shipping.map(({ subtotal }) => subtotal))],
    [bill.shippingTaxTotal, sum(shipping.map(({ taxTotal }) => taxTotal))],
    [bill.taxTotal, bill.itemTaxTotal + bill.shippingTaxTotal],
    [bill.giftCardTotal, sum(giftCards.map(({ amount }) => amount))],
    [bill.giftCardTaxTotal, sum(giftCards.map(({ taxAmount }) => taxAmount))],
    [
      bill.total,
      bill.subtotal +
        bill.shippingTotal +
        bill.taxTotal -
        bill.discountTotal -
        bill.giftCardTotal -
        bill.giftCardTaxTotal,
    ],
    ...lines.flatMap((line) => [
      [line.discountTotal, sum(line.adjustments.map(({ amount }) => amount))],
      [line.taxTotal, sum(line.taxLines.map(({ amount }) => amount))],
      [line.total, line.subtotal - line.discountTotal + line.taxTotal],
    ]),
    ...shipping.flatMap((method) => [
      [method.taxTotal, sum(method.taxLines.map(({ amount }) => amount))],
      [method.total, method.subtotal + method.taxTotal],
    ]),
  ]
  return bill.total >= 0 && pairs.every(([shown, worked]) => shown === worked)
}

/** Every number in a bill is money, but for rates; and money is whole. */
function fractionsIn(thing: unknown, name: string): readonly string[] {
  if (typeof thing === 'number') {
    const isMoney = !/rate$/i.test(name)
    return isMoney && !Number.isSafeInteger(thing) ? [`${name} is a whole amount, not ${thing}`] : []
  }
  if (typeof thing !== 'object' || thing === null) return []
  return Object.entries(thing).flatMap(([key, value]) => fractionsIn(value, Array.isArray(thing) ? name : key))
}

/** What a bill says that gift cards paid is what the ledger took from them for that order. */
function wrongGiftCards(shop: Database): readonly Broken[] {
  const rows = shop
    .query<{ id: string; billed: number; redeemed: number }, []>(
      `select o.id, p.value ->> '$.amount' + p.value ->> '$.taxAmount' as billed,
        (select coalesce(sum(e.amount), 0) from gift_card_entries e where e.checkout_id = o.checkout_id
          and e.gift_card_id = p.value ->> '$.giftCardId' and e.kind = 'redeem' and e.is_final) as redeemed
      from orders o, json_each(o.doc, '$.bill.giftCards') p`,
    )
    .all()
  return rows
    .filter(({ billed, redeemed }) => billed !== redeemed)
    .map(({ id, billed, redeemed }) => {
      return { rule: 'I9', says: `gift cards pay what was taken from them, ${redeemed}, not ${billed}`, about: [id] }
    })
}
