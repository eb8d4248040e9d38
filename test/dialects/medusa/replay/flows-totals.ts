import { type CartWanted, cart, discounts, does, giftCards, odd, three } from './preparations.ts'
import type { Flow, Step } from './stage.ts'

const book = { 'REDUCED-TAX-BOOK-S': 3, 'PRODUCT-03-S': 7 }
const withOneUndiscounted = { 'PRODUCT-03-S': 1, 'NO-DISCOUNT-S': 1, 'PRODUCT-09-S': 2 }

/** What carts cost; each is read once. */
export const totalFlows: readonly Flow[] = [
  {
    scenario: 'totals-discounts',
    steps: [
      ...costs(1, '3-lines-plain', { goods: three }),
      ...costs(2, '3-lines-10pct', { goods: three, update: discounts('TENPERCENT') }),
      ...costs(4, '3-lines-fixed5-uneven', { goods: odd, update: discounts('FIXED5') }),
      ...costs(5, '3-lines-fixed5-uneven-qty', { goods: three, update: discounts('FIXED5') }),
      ...costs(7, 'item2-per-item', { goods: { ...three, 'PRODUCT-06-S': 2 }, update: discounts('ITEM2') }),
      ...costs(8, 'freeship', { goods: three, update: discounts('FREESHIP') }),
      cart('<cart:10>', { goods: withOneUndiscounted, update: discounts('FIXED5') }),
      'totals.totals-fixed5-with-nondiscountable',
      ...costs(11, 'reduced-tax-mix-10pct', { goods: book, update: discounts('TENPERCENT'), ship: 'Express' }),
    ],
  },
  {
    scenario: 'totals-equal-lines',
    steps: [
      ...threeTimes('<cart:1>', 'PRODUCT-01-S'),
      'totals.totals-fixed5-three-equal-lines',
      ...threeTimes('<cart:2>', 'PRODUCT-02-S'),
      'totals.totals-fixed5-three-equal-lines-tax',
    ],
  },
  {
    scenario: 'totals-gift-cards',
    steps: [
      ...costs(2, 'giftcard-partial-plus-10pct', {
        goods: three,
        update: { ...discounts('TENPERCENT'), ...giftCards('GCEU1000') },
      }),
      ...costs(3, 'giftcard-covers-all', { goods: three, update: giftCards('GCEU100000') }),
    ],
  },
  {
    scenario: 'totals-other-regions',
    steps: [
      cart('<cart:2>', {
        region: 'duo',
        goods: three,
        ship: 'Standard',
        update: { ...discounts('TENPERCENT'), ...giftCards('GCDUO1000') },
      }),
      'totals.giftcard-nontaxable-partial',
      cart('<cart:3>', { region: 'duo', goods: three, ship: 'Standard', update: giftCards('GCDUO100000') }),
      'totals.giftcard-nontaxable-covers-all',
    ],
  },
  {
    scenario: 'totals-free-shipping',
    steps: [
      cart('<cart:1>', { goods: three, ship: 'Standard', update: discounts('TENPERCENT', 'FREESHIP') }),
      'totals.freeship-shipping-method-added-after',
      'totals.freeship-replaced-restores-price',
    ],
  },
  {
    scenario: 'totals-free-shipping-goes',
    steps: [
      cart('<cart:1>', { goods: three, ship: 'Standard', update: discounts('FREESHIP') }),
      'totals.freeship-removed-by-empty-list',
    ],
  },
]

function costs(number: number, name: string, wanted: CartWanted): readonly Step[] {
  return [cart(`<cart:${number}>`, { ship: 'Standard', ...wanted }), `totals.totals-${name}`]
}

/** Lines of one variant that differ in what is engraved share 5.00. */
function threeTimes(word: string, sku: string): readonly Step[] {
  const lines = ['A', 'B', 'C'].map((engraving) => {
    const body = { variant_id: `<variant:${sku}>`, quantity: 1, metadata: { engraving } }
    return does(`POST /store/carts/${word}/line-items`, body)
  })
  return [cart(word), ...lines, does(`POST /store/carts/${word}`, discounts('FIXED5'))]
}
