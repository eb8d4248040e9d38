import { expect, test } from 'bun:test'
import type { Line } from '../../src/cart/cart.ts'
import type { Discount, GiftCard } from '../../src/catalog/discount.ts'
import type { Region } from '../../src/catalog/region.ts'
import { type Bill, billFor } from '../../src/pricing/bill.ts'
import { cartOf, discount, factsOf, giftCard, line, method, regionOf, taxRate } from './builders.ts'

/** What a cart is made of, and what a Medusa 1.20.11 server charges for it. */
interface Example {
  readonly name: string
  readonly lines: readonly Line[]
  readonly shipping: number | null
  readonly region?: Partial<Region>
  readonly discounts?: readonly Discount[]
  readonly giftCards?: readonly GiftCard[]
  readonly includesTax?: true
  readonly taxes?: 'none'
  /** Each line's discount as shown, left out where there is none. */
  readonly off?: readonly number[]
  /** Each line's tax. */
  readonly lineTax: readonly number[]
  /** Subtotal, discount, shipping, tax, total. */
  readonly sums: readonly [number, number, number, number, number]
  /** What gift cards pay, and the tax that they spare. */
  readonly cards?: readonly [number, number]
}

const three = [line('a', 333, 1), line('b', 1999, 2), line('c', 650, 3)]
const single = [line('a', 333, 1), line('b', 777, 1), line('c', 505, 1)]
const tenPercent = discount({ type: 'percentage', value: 10 })
const fiveOff = discount({ type: 'fixed', value: 500, allocation: 'total' })
const freeShipping = discount({ type: 'free_shipping', allocation: 'item' }, { id: 'free', code: 'FREESHIP' })
const duo: Partial<Region> = { taxRate: 22, giftCardsTaxable: false }

const examples: readonly Example[] = [
  { name: 'plain', lines: three, shipping: 1000, lineTax: [67, 800, 390], sums: [6281, 0, 1000, 1457, 8738] },
  {
    name: '10 %',
    lines: three,
    shipping: 1000,
    discounts: [tenPercent],
    off: [33, 400, 195],
    lineTax: [60, 720, 351],
    sums: [6281, 628, 1000, 1331, 7984],
  },
  {
    name: '15 % per item',
    lines: three,
    shipping: 1000,
    discounts: [discount({ type: 'percentage', value: 15, allocation: 'item' })],
    off: [50, 600, 293],
    lineTax: [57, 680, 331],
    sums: [6281, 943, 1000, 1268, 7606],
  },
  {
    name: '500 off the total',
    lines: single,
    shipping: 1000,
    discounts: [fiveOff],
    off: [103, 241, 156],
    lineTax: [46, 107, 70],
    sums: [1615, 500, 1000, 423, 2538],
  },
  {
    name: '500 off the total of several pieces',
    lines: three,
    shipping: 1000,
    discounts: [fiveOff],
    off: [27, 318, 155],
    lineTax: [61, 736, 359],
    sums: [6281, 500, 1000, 1356, 8137],
  },
  {
    name: '500 off three equal lines: the odd cents are shown once, the tax is that of the exact thirds',
    lines: [line('a', 1999, 1), line('b', 1999, 1), line('c', 1999, 1)],
    shipping: null,
    discounts: [fiveOff],
    off: [167, 167, 166],
    lineTax: [366, 366, 366],
    sums: [5997, 500, 0, 1098, 6595],
  },
  {
    name: '500 off three equal lines of a round price',
    lines: [line('a', 1000, 1), line('b', 1000, 1), line('c', 1000, 1)],
    shipping: null,
    discounts: [fiveOff],
    off: [167, 167, 166],
    lineTax: [167, 167, 167],
    sums: [3000, 500, 0, 501, 3001],
  },
  {
    name: '500 off two lines',
    lines: [line('a', 1000, 3), line('b', 333, 1)],
    shipping: null,
    discounts: [fiveOff],
    off: [450, 50],
    lineTax: [510, 57],
    sums: [3333, 500, 0, 567, 3400],
  },
  {
    name: 'a fixed amount above the cart',
    lines: single,
    shipping: 1000,
    discounts: [discount({ type: 'fixed', value: 1_000_000, allocation: 'total' })],
    off: [333, 777, 505],
    lineTax: [0, 0, 0],
    sums: [1615, 1615, 1000, 200, 1200],
  },
  {
    name: '200 off each piece, never more than it costs',
    lines: [...three, line('d', 1, 2)],
    shipping: 1000,
    discounts: [discount({ type: 'fixed', value: 200, allocation: 'item' })],
    off: [200, 400, 600, 2],
    lineTax: [27, 720, 270, 0],
    sums: [6283, 1202, 1000, 1217, 7298],
  },
  {
    name: '500 off with a line that is never discounted',
    lines: [line('a', 333, 1), line('b', 2000, 1, { discountable: false }), line('c', 777, 2)],
    shipping: null,
    discounts: [fiveOff],
    off: [88, 0, 412],
    lineTax: [49, 400, 228],
    sums: [3887, 500, 0, 677, 4064],
  },
  {
    name: '10 % with a book at 5.5 %',
    lines: [line('book', 1590, 3), line('a', 333, 7)],
    shipping: 1500,
    region: { taxRates: [taxRate(5.5, { productIds: ['product-book'] })] },
    discounts: [tenPercent],
    off: [477, 233],
    lineTax: [236, 420],
    sums: [7101, 710, 1500, 956, 8847],
  },
  {
    name: '10 % where there is no tax',
    lines: [line('a', 369, 1), line('b', 2202, 2), line('c', 718, 3)],
    shipping: 1000,
    region: { taxRate: 0 },
    discounts: [tenPercent],
    off: [37, 440, 215],
    lineTax: [0, 0, 0],
    sums: [6927, 692, 1000, 0, 7235],
  },
  {
    name: 'free shipping',
    lines: three,
    shipping: 1000,
    discounts: [freeShipping],
    lineTax: [67, 800, 390],
    sums: [6281, 0, 0, 1257, 7538],
  },
  {
    name: 'free shipping beside 10 %',
    lines: three,
    shipping: 1000,
    discounts: [freeShipping, tenPercent],
    off: [33, 400, 195],
    lineTax: [60, 720, 351],
    sums: [6281, 628, 0, 1131, 6784],
  },
  {
    name: 'a taxable gift card',
    lines: three,
    shipping: 1000,
    giftCards: [giftCard(1000)],
    lineTax: [67, 800, 390],
    sums: [6281, 0, 1000, 1457, 7538],
    cards: [1000, 200],
  },
  {
    name: 'a taxable gift card after 10 %',
    lines: three,
    shipping: 1000,
    discounts: [tenPercent],
    giftCards: [giftCard(1000)],
    off: [33, 400, 195],
    lineTax: [60, 720, 351],
    sums: [6281, 628, 1000, 1331, 6784],
    cards: [1000, 200],
  },
  {
    name: 'a taxable gift card above everything leaves the odd cent of tax to be paid',
    lines: three,
    shipping: 1000,
    giftCards: [giftCard(100_000)],
    lineTax: [67, 800, 390],
    sums: [6281, 0, 1000, 1457, 1],
    cards: [7281, 1456],
  },
  {
    name: 'two taxable gift cards',
    lines: [line('a', 1000, 3), line('b', 4999, 1)],
    shipping: null,
    giftCards: [giftCard(1000), giftCard(500, { id: 'other' })],
    lineTax: [600, 1000],
    sums: [7999, 0, 0, 1600, 7799],
    cards: [1500, 300],
  },
  {
    name: 'a gift card that is not taxed, after 10 %',
    lines: three,
    shipping: 1000,
    region: duo,
    discounts: [tenPercent],
    giftCards: [giftCard(1000)],
    off: [33, 400, 195],
    lineTax: [66, 792, 386],
    sums: [6281, 628, 1000, 1464, 7117],
    cards: [1000, 0],
  },
  {
    name: 'a gift card that is not taxed pays everything',
    lines: three,
    shipping: 1000,
    region: duo,
    giftCards: [giftCard(100_000)],
    lineTax: [73, 880, 429],
    sums: [6281, 0, 1000, 1602, 0],
    cards: [8883, 0],
  },
  {
    name: 'taxes left out until asked for',
    lines: three,
    shipping: 1000,
    region: { taxRate: 25, automaticTaxes: false },
    taxes: 'none',
    discounts: [tenPercent],
    off: [33, 400, 195],
    lineTax: [0, 0, 0],
    sums: [6281, 628, 1000, 0, 6653],
  },
  {
    name: 'taxes when asked for',
    lines: three,
    shipping: 1000,
    region: { taxRate: 25, automaticTaxes: false },
    discounts: [tenPercent],
    off: [33, 400, 195],
    lineTax: [75, 900, 439],
    sums: [6281, 628, 1000, 1664, 8317],
  },
  {
    name: 'prices that contain tax',
    lines: three,
    shipping: 1000,
    includesTax: true,
    lineTax: [55, 666, 325],
    sums: [5235, 0, 833, 1213, 7281],
  },
  {
    name: 'prices that contain tax, 10 %',
    lines: three,
    shipping: 1000,
    includesTax: true,
    discounts: [tenPercent],
    off: [28, 333, 163],
    lineTax: [50, 600, 293],
    sums: [5235, 524, 833, 1110, 6654],
  },
  {
    name: 'prices that contain tax, 500 off the total',
    lines: single,
    shipping: 1000,
    includesTax: true,
    discounts: [fiveOff],
    off: [103, 241, 156],
    lineTax: [35, 81, 53],
    sums: [1347, 500, 833, 336, 2016],
  },
  {
    name: 'prices that contain tax: seven pieces, and three of one cent',
    lines: [line('a', 333, 7), line('b', 1, 3)],
    shipping: null,
    includesTax: true,
    lineTax: [388, 1],
    sums: [1945, 0, 0, 389, 2334],
  },
]

test.each(examples.map((example) => [example.name, example] as const))('%s', (_, example) => {
  const bill = billOf(example)
  expect<unknown>(bill.lines.map(({ discountTotal }) => discountTotal)).toEqual(
    example.off ?? example.lines.map(() => 0),
  )
  expect<unknown>(bill.lines.map(({ taxTotal }) => taxTotal)).toEqual(example.lineTax)
  const { subtotal, discountTotal, shippingTotal, taxTotal, total } = bill
  expect<unknown>([subtotal, discountTotal, shippingTotal, taxTotal, total]).toEqual(example.sums)
  expect<unknown>([bill.giftCardTotal, bill.giftCardTaxTotal]).toEqual(example.cards ?? [0, 0])
})

test('one line in full, as a storefront shows it', () => {
  const [cheapest] = billOf({ ...plain, discounts: [tenPercent] }).lines
  expect<unknown>(cheapest).toEqual({
    lineId: 'a',
    subtotal: 333,
    discountTotal: 33,
    adjustments: [{ discountId: 'discount', amount: 33 }],
    taxLines: [{ rate: 20, name: 'default', code: 'default', amount: 60 }],
    taxTotal: 60,
    originalTaxTotal: 67,
    total: 360,
    originalTotal: 400,
  })
})

test('one line whose price contains tax', () => {
  const [cheapest] = billOf({ ...plain, includesTax: true }).lines
  expect(cheapest).toMatchObject({ subtotal: 278, taxTotal: 55, originalTaxTotal: 55, total: 333, originalTotal: 333 })
})

test('a shipping method with tax on top, with tax inside, and free', () => {
  expect(billOf(plain).shipping[0]).toMatchObject({ price: 1000, subtotal: 1000, taxTotal: 200, total: 1200 })
  expect(billOf({ ...plain, includesTax: true }).shipping[0]).toMatchObject({
    subtotal: 833,
    taxTotal: 167,
    total: 1000,
  })
  expect<unknown>(billOf({ ...plain, discounts: [freeShipping] }).shipping[0]).toEqual({
    methodId: 'method',
    price: 0,
    subtotal: 0,
    taxLines: [{ rate: 20, name: 'default', code: 'default', amount: 0 }],
    taxTotal: 0,
    originalTaxTotal: 0,
    total: 0,
    originalTotal: 0,
  })
})

const plain = { lines: three, shipping: 1000 }

function billOf(
  example: Pick<Example, 'lines' | 'shipping' | 'region' | 'discounts' | 'giftCards' | 'includesTax' | 'taxes'>,
): Bill {
  const includesTax = example.includesTax ?? false
  const lines = example.lines.map((each) => ({ ...each, includesTax }))
  const methods = example.shipping === null ? [] : [method(example.shipping, { includesTax })]
  const { discounts = [], giftCards = [], taxes = 'rates' } = example
  return billFor(cartOf(lines, methods), factsOf({ region: regionOf(example.region), discounts, giftCards, taxes }))
}
