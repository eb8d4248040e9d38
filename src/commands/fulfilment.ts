import { paymentFor } from '../checkout/acceptance.ts'
import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutProblem } from '../checkout/checkout.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import { type Ending, endWithoutOrder, placeOrder } from '../checkout/ending.ts'
import type { ClaimedJob, JobPayload } from '../checkout/job.ts'
import { invariant } from '../invariant.ts'
import { zero } from '../money/money.ts'
import type { Bill, GivenTaxes } from '../pricing/bill.ts'
import { announced } from './announcing.ts'
import { billOf } from './bills.ts'
import type { Shop } from './shop.ts'
import { taxesFor } from './taxes.ts'

/** A claimed job of one kind. */
export type Claimed<Kind extends JobPayload['kind']> = ClaimedJob<Extract<JobPayload, { kind: Kind }>>

/**
 * Works out taxes and with them the final bill. Of an attempt: holds what gift cards pay and promises the payment. Of an
 * open cart: keeps the answer for who asked. Comes late, twice or out of order: only retires.
 */
export async function carryOutTaxes(shop: Shop, job: Claimed<'calculate-taxes'>): Promise<void> {
  const { cartId, cartVersion, checkoutId } = job.payload
  const cart = await shop.store.read((books) =>
    checkoutId === null ? books.cart(cartId) : (books.checkout(checkoutId)?.cart ?? null),
  )
  const taxes = cart?.version === cartVersion ? await taxesFor(shop, cart) : null
  if (checkoutId === null) return keepQuote(shop, job, taxes)
  await shop.store.change((books) => {
    const checkout = books.checkout(checkoutId)
    if (checkout?.state !== 'accepted' || !taxes) return retired(job)
    return withRetired(job, announced(shop, taxed(shop, checkout, taxes, books)))
  })
}

/** The cart becomes an order, in one commit with everything that belongs to it. */
export async function carryOutCompletion(shop: Shop, job: Claimed<'complete-cart'>): Promise<void> {
  await shop.store.change((books) => {
    const checkout = books.checkout(job.payload.checkoutId)
    if (checkout?.state !== 'authorized') return retired(job)
    return withRetired(job, announced(shop, placeOrder(checkout, books, shop.newId, shop.now())))
  })
}

/** The attempt did not work out: everything goes back, and the cart is open again. */
export function failed(
  checkout: Checkout,
  books: Books,
  problem: CheckoutProblem,
  session: Ending['session'],
  now: number,
): readonly Change[] {
  const cart = books.cart(checkout.cartId)
  invariant(cart, 'the cart of a live attempt is there')
  return endWithoutOrder(checkout, cart, { state: 'failed', problem, session, by: 'job', now })
}

/** The work is done already, or no longer wanted. */
export function retired(job: ClaimedJob): Decision<null> {
  return withRetired(job, [])
}

/** The changes and the end of the job that stands for them, in one commit. */
export function withRetired(job: ClaimedJob, changes: readonly Change[]): Decision<null> {
  return { result: null, changes: [{ kind: 'retire', job }, ...changes] }
}

async function keepQuote(shop: Shop, job: Claimed<'calculate-taxes'>, taxes: GivenTaxes | null): Promise<void> {
  const { cartId, cartVersion } = job.payload
  const at = shop.now()
  await shop.store.change(() =>
    withRetired(job, taxes ? [{ kind: 'save-tax-quote', cartId, cartVersion, taxes, at }] : []),
  )
}

function taxed(shop: Shop, checkout: Checkout, taxes: GivenTaxes, books: Books): readonly Change[] {
  const now = shop.now()
  const bill = billOf(checkout.cart, books, taxes)
  const payment = paymentFor(checkout.id, checkout.cart, bill)
  const problem = shortfall(checkout, bill, payment !== null)
  if (problem) return failed(checkout, books, problem, null, now)
  const moved: Checkout = { ...checkout, state: 'taxed', bill, taxes, payment, updatedAt: now }
  return [
    ...bill.giftCards
      .filter(({ amount }) => amount > zero)
      .map(
        ({ giftCardId, amount }) => ({ kind: 'hold-gift-card', checkoutId: checkout.id, giftCardId, amount }) as const,
      ),
    { kind: 'move-checkout', from: 'accepted', checkout: moved, why: 'taxes are known', by: 'job' },
    {
      kind: 'promise',
      job: {
        id: shop.newId('job'),
        payload: { kind: 'authorize-payment', cartId: checkout.cartId, checkoutId: checkout.id },
        runAt: now,
      },
    },
  ]
}

/** Somebody else spent the gift card meanwhile, or there is something to pay and nobody to pay it with. */
function shortfall({ bill: accepted, cart }: Checkout, bill: Bill, payable: boolean): CheckoutProblem | null {
  const short = accepted.giftCards.find(({ giftCardId, amount }) => {
    const now = bill.giftCards.find((card) => card.giftCardId === giftCardId)
    return (now?.amount ?? zero) < amount
  })
  if (short && bill.giftCardTotal < accepted.giftCardTotal) {
    const code = cart.giftCards.find(({ id }) => id === short.giftCardId)?.code ?? ''
    return {
      code: 'gift-card-short',
      message: `The gift card ${code} no longer holds what it should pay.`,
      details: { code },
    }
  }
  if (bill.total > zero && !payable) {
    return {
      code: 'payment-session-missing',
      message: 'You cannot complete a cart without a payment session.',
      details: {},
    }
  }
  return null
}
