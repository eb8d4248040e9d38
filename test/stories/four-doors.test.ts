import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { brokenInvariants } from '../support/invariants.ts'
import { asking, type Buyer, type Door, type Json, type ShoppingList, type Totals } from './four-doors/door.ts'
import { bigCommerceDoor } from './four-doors/doors/bigcommerce.ts'
import { brinkDoor } from './four-doors/doors/brink.ts'
import { headlessDoor } from './four-doors/doors/headless.ts'
import { medusaDoor } from './four-doors/doors/medusa.ts'
import { embedded, type Place } from './places.ts'

const doors: readonly Door[] = [medusaDoor, brinkDoor, headlessDoor, bigCommerceDoor]

const adminToken = 'operators-only-4d00'

const grete: Buyer = {
  email: 'grete@example.com',
  firstName: 'Grete',
  lastName: 'Hermann',
  street: 'Am Wall 1',
  postalCode: '28195',
  city: 'Bremen',
  countryCode: 'DE',
}

interface Told {
  readonly what: string
  readonly list: ShoppingList
  /** Worked out by hand. */
  readonly totals: Totals
}

const tales: readonly Told[] = [
  {
    what: 'ten percent off, with tax added',
    list: {
      pieces: [
        { sku: 'PRODUCT-03-S', quantity: 1 },
        { sku: 'PRODUCT-02-S', quantity: 2 },
      ],
      discountCode: 'TENPERCENT',
      shipping: 'Standard',
      buyer: grete,
    },
    // 3.33 + 2 × 19.99; 10 %: 0.33 + 4.00; 20 % on 3.00, 35.98 and 10.00: 0.60 + 7.20 + 2.00.
    totals: { subtotal: 4331, discount: 433, shipping: 1000, tax: 980, total: 5878 },
  },
  {
    what: 'five euros off that do not divide evenly',
    list: {
      pieces: [
        { sku: 'PRODUCT-01-S', quantity: 1 },
        { sku: 'PRODUCT-03-S', quantity: 2 },
      ],
      discountCode: 'FIXED5',
      shipping: 'Express',
      buyer: grete,
    },
    // 10.00 + 6.66; shares of 5.00: 500 × 1000/1666 = 300.12 and 199.88; 20 % on 699.88, 466.12 and 1500:
    // 139.976 → 140, 93.224 → 93, 300.
    totals: { subtotal: 1666, discount: 500, shipping: 1500, tax: 533, total: 3199 },
  },
  {
    what: 'abroad, without tax and discount',
    list: {
      pieces: [{ sku: 'PRODUCT-02-S', quantity: 3 }],
      discountCode: null,
      shipping: 'Standard',
      buyer: { ...grete, postalCode: '10001', city: 'New York', countryCode: 'US' },
    },
    // 3 × 22.02 + 10.00.
    totals: { subtotal: 6606, discount: 0, shipping: 1000, tax: 0, total: 7606 },
  },
]

describe('one shop, told through all of its doors', () => {
  let place: Place
  beforeAll(async () => {
    place = await embedded.open({ ADMIN_TOKEN: adminToken })
  }, 60_000)
  afterAll(async () => {
    await place?.close()
  })

  describe.each(tales)('$what', ({ list, totals }) => {
    test.each(doors)(
      '$name: the totals are those that were worked out by hand, and there is one order',
      async (door) => {
        const { base, dataDir } = place.server
        const ready = await door.shop({ base, dataDir }, list)
        expect(ready.totals).toEqual(totals)
        expect(ordersOf(dataDir, ready.cartId)).toEqual([])
        await ready.pay()
        expect(ordersOf(dataDir, ready.cartId)).toEqual([{ ...expectedOrder(list, totals), door: door.name }])
      },
      20_000,
    )

    test('whoever came in by whichever door, what operators are shown of it is the same', async () => {
      const headers = { authorization: `Bearer ${adminToken}` }
      const { orders } = await asking(place.server.base, 'GET', '/admin/orders?limit=100', undefined, headers)
      const shown = orders.filter(({ total }: Json) => total === totals.total)
      expect(shown.map(({ door }: Json) => door).toSorted()).toEqual(doors.map(({ name }) => name).toSorted())
      expect(new Set(shown.map(withoutOwn)).size).toBe(1)
    })

    test('and so is what the books hold', () => {
      const seen = allOrders(place.server.dataDir).filter(({ total }) => total === totals.total)
      expect(seen.map(({ door }) => door).toSorted()).toEqual(doors.map(({ name }) => name).toSorted())
      expect(new Set(seen.map(({ door: _, ...order }) => JSON.stringify(order))).size).toBe(1)
    })
  })

  test('nothing of it broke what must hold', () => {
    expect(brokenInvariants(place.server.dataDir)).toEqual([])
  })
})

/** What has to differ from order to order. */
const own = new Set([
  'id',
  'display_id',
  'cart_id',
  'checkout_id',
  'door',
  'customer_id',
  'reference',
  'created_at',
  'updated_at',
])

function withoutOwn(order: Json): string {
  return JSON.stringify(order, (name, value) => (own.has(name) ? undefined : value))
}

/** An order as the books have it, apart from its ids and times. */
interface BookedOrder {
  readonly door: string
  readonly status: string
  readonly paymentStatus: string
  readonly email: string
  readonly lines: readonly (readonly [string, number])[]
  readonly discounts: readonly string[]
  readonly shipping: readonly string[]
  readonly shippedTo: readonly string[]
  readonly subtotal: number
  readonly discount: number
  readonly tax: number
  readonly total: number
  readonly paidBy: readonly (readonly [string, number])[]
}

function expectedOrder(
  { pieces, discountCode, shipping, buyer }: ShoppingList,
  totals: Totals,
): Omit<BookedOrder, 'door'> {
  return {
    status: 'pending',
    paymentStatus: 'awaiting',
    email: buyer.email,
    lines: pieces.map(({ sku, quantity }) => [sku, quantity] as const).toSorted(),
    discounts: discountCode === null ? [] : [discountCode],
    shipping: [shipping],
    shippedTo: [
      buyer.firstName,
      buyer.lastName,
      buyer.street,
      buyer.postalCode,
      buyer.city,
      buyer.countryCode.toLowerCase(),
    ],
    subtotal: totals.subtotal,
    discount: totals.discount,
    tax: totals.tax,
    total: totals.total,
    paidBy: [['manual', totals.total]],
  }
}

function ordersOf(dataDir: string, cartId: string): readonly BookedOrder[] {
  return booked(dataDir, 'where cart_id = ?', [cartId])
}

function allOrders(dataDir: string): readonly BookedOrder[] {
  return booked(dataDir, '', [])
}

function booked(dataDir: string, where: string, values: readonly string[]): readonly BookedOrder[] {
  const database = new Database(join(dataDir, 'cartwright.db'), { readonly: true })
  try {
    const rows = database.query<{ doc: string }, string[]>(`select doc from orders ${where}`).all(...values)
    return rows.map(({ doc }) => seen(JSON.parse(doc)))
  } finally {
    database.close()
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a stored document, as whoever looks into the file finds it
function seen(order: any): BookedOrder {
  const { cart, bill } = order
  const to = cart.shippingAddress
  return {
    door: cart.door,
    status: order.status,
    paymentStatus: order.paymentStatus,
    email: order.email,
    lines: cart.lines.map((line: { sku: string; quantity: number }) => [line.sku, line.quantity]).toSorted(),
    discounts: cart.discounts.map(({ code }: { code: string }) => code),
    shipping: cart.shippingMethods.map(({ name }: { name: string }) => name),
    shippedTo: [to.firstName, to.lastName, to.address1, to.postalCode, to.city, to.countryCode],
    subtotal: bill.subtotal,
    discount: bill.discountTotal,
    tax: bill.taxTotal,
    total: bill.total,
    paidBy: order.payments.map((paid: { providerId: string; amount: number }) => [paid.providerId, paid.amount]),
  }
}
