import { expect, test } from 'bun:test'
import type { Discount, GiftCard } from '../../src/catalog/discount.ts'
import { minor } from '../../src/money/money.ts'
import { assertDiscountUsable, assertGiftCardUsable } from '../../src/pricing/discount-validity.ts'
import { meetsRequirements } from '../../src/pricing/shipping-requirement.ts'
import { Refusal } from '../../src/refusal.ts'
import { discount, giftCard } from './builders.ts'

const now = 1000

function refusalOf(ask: () => void): unknown {
  try {
    ask()
    return null
  } catch (error) {
    return error instanceof Refusal ? [error.code, error.details] : error
  }
}

test.each([
  ['nothing against it', {}, 0, 0, null],
  ['no region named: valid everywhere', { regionIds: [] }, 0, 0, null],
  ['named regions', { regionIds: ['other', 'here'] }, 0, 0, null],
  ['its first moment', { startsAt: now }, 0, 0, null],
  ['before it starts', { startsAt: now + 1 }, 0, 0, 'discount-not-started'],
  ['its last moment', { endsAt: now + 1 }, 0, 0, null],
  ['when it ended', { endsAt: now }, 0, 0, 'discount-expired'],
  ['switched off', { isDisabled: true }, 0, 0, 'discount-disabled'],
  ['another region', { regionIds: ['other'] }, 0, 0, 'discount-wrong-region'],
  ['one use left', { usageLimit: 3 }, 1, 1, null],
  ['uses held and used reach the limit', { usageLimit: 3 }, 1, 2, 'discount-used-up'],
  [
    'used up is said before all else',
    { usageLimit: 1, endsAt: 1, isDisabled: true, regionIds: ['x'] },
    0,
    1,
    'discount-used-up',
  ],
  ['the region is said last', { isDisabled: true, regionIds: ['x'] }, 0, 0, 'discount-disabled'],
] satisfies [string, Partial<Discount>, number, number, string | null][])(
  'a discount: %s',
  (_, change, held, used, code) => {
    const tried = discount({}, { code: 'TRIED', ...change })
    const answer = refusalOf(() => assertDiscountUsable(tried, { discountId: tried.id, held, used }, 'here', now))
    expect(answer).toEqual(code === null ? null : [code, { code: 'TRIED' }])
  },
)

test.each([
  ['nothing against it', {}, null],
  ['empty', { balance: minor(0) }, null],
  ['switched off', { isDisabled: true, regionId: 'other' }, 'gift-card-disabled'],
  ['ended', { endsAt: now, regionId: 'other' }, 'gift-card-expired'],
  ['ends later', { endsAt: now + 1 }, null],
  ['another region', { regionId: 'other' }, 'gift-card-wrong-region'],
] satisfies [string, Partial<GiftCard>, string | null][])('a gift card: %s', (_, change, code) => {
  const answer = refusalOf(() => assertGiftCardUsable(giftCard(500, change), 'region', now))
  expect(answer).toEqual(code === null ? null : [code, { code: 'CARD' }])
})

test.each([
  [[], 0, true],
  [[['min_subtotal', 1000]], 999, false],
  [[['min_subtotal', 1000]], 1000, true],
  [[['max_subtotal', 1000]], 999, true],
  [[['max_subtotal', 1000]], 1000, false],
  [
    [
      ['min_subtotal', 500],
      ['max_subtotal', 1000],
    ],
    700,
    true,
  ],
  [
    [
      ['min_subtotal', 500],
      ['max_subtotal', 1000],
    ],
    400,
    false,
  ],
] satisfies [['min_subtotal' | 'max_subtotal', number][], number, boolean][])(
  'shipping with %j at a subtotal of %d: %p',
  (required, subtotal, isMet) => {
    const option = {
      id: 'option',
      name: 'Standard',
      regionId: 'region',
      profileId: 'profile',
      providerId: 'manual',
      priceType: 'flat_rate',
      amount: minor(0),
      requirements: required.map(([type, amount]) => ({ id: type, type, amount: minor(amount) })),
      data: {},
      metadata: null,
      createdAt: 0,
      updatedAt: 0,
    } as const
    expect(meetsRequirements(option, minor(subtotal))).toBe(isMet)
  },
)
