import type { Cart } from '../cart/cart.ts'
import { followTotal, selectedSession } from '../cart/payment-sessions.ts'
import { paymentFor } from '../checkout/acceptance.ts'
import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutProblem } from '../checkout/checkout.ts'
import type { Change } from '../checkout/decision.ts'
import { endAttempt, failAttempt, thawed } from '../checkout/ending.ts'
import type { TaxQuote } from '../checkout/tax-quote.ts'
import { invariant } from '../invariant.ts'
import { zero } from '../money/money.ts'
import type { Bill, GivenTaxes, TaxFlag } from '../pricing/bill.ts'
import { fingerprintOf } from '../taxes/fingerprint.ts'
import { billOf } from './bills.ts'
import { sessionFacts } from './editing.ts'
import type { Shop } from './shop.ts'
import { taxQuestion } from './tax-questions.ts'

/**
 * The attempt goes on with its final bill, of which only what is agreed is charged; or it ends here: a gift card is short,
 * nobody is there to pay, or the total is not the one that the shopper saw.
 */
export function taxed(shop: Shop, checkout: Checkout, taxes: GivenTaxes, books: Books): readonly Change[] {
  const now = shop.now()
  const bill = billOf(checkout.cart, books, taxes)
  const payment = paymentFor(checkout.id, checkout.cart, bill)
  const problem = shortfall(checkout, bill, payment !== null)
  if (problem) return failAttempt(checkout, books, { problem, session: null, by: 'job', now })
  const shown = selectedSession(checkout.cart)?.amount
  if (payment && payment.amount !== shown) return changedTotal(shop, checkout, taxes, bill, books)
  const cart = flagged(checkout.cart, taxes.flag)
  const moved: Checkout = { ...checkout, cart, state: 'taxed', bill, taxes, payment, updatedAt: now }
  return [
    ...bill.giftCards
      .filter(({ amount }) => amount > zero)
      .map(
        ({ giftCardId, amount }) => ({ kind: 'hold-gift-card', checkoutId: checkout.id, giftCardId, amount }) as const,
      ),
    { kind: 'move-checkout', from: 'accepted', checkout: moved, why: whyTaxed(taxes.flag), by: 'job' },
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

/**
 * The payment session showed the shopper another amount, and nobody is charged what they have not seen: the attempt ends,
 * the session shows the new total, and completing again agrees to it.
 */
function changedTotal(shop: Shop, checkout: Checkout, taxes: GivenTaxes, bill: Bill, books: Books): readonly Change[] {
  const now = shop.now()
  const shown = selectedSession(checkout.cart)?.amount ?? zero
  const problem: CheckoutProblem = {
    code: 'total-changed',
    message: `The total is ${bill.total} and not ${shown} as the payment session showed. Nothing was charged.`,
    details: { total: bill.total, shown },
  }
  const frozen = books.cart(checkout.cartId)
  invariant(frozen, 'the cart of a live attempt is there')
  const version = frozen.version + 1
  const open = { ...thawed(frozen, null, now), version }
  const facts = { ...sessionFacts(shop, open, books, now), total: bill.total }
  const question = fingerprintOf(taxQuestion(open, books))
  const quote: TaxQuote = { cartId: open.id, cartVersion: version, question, answer: { kind: 'given', taxes }, at: now }
  return [
    ...endAttempt(checkout, { state: 'failed', problem, session: null, by: 'job', now }),
    { kind: 'save-cart', cart: followTotal(open, facts) },
    { kind: 'save-tax-quote', quote },
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

/** For operators to find: an order whose taxes are not the provider's own words says so in its metadata. */
function flagged(cart: Cart, flag: TaxFlag | undefined): Cart {
  return flag === undefined ? cart : { ...cart, metadata: { ...cart.metadata, tax_flag: flag } }
}

function whyTaxed(flag: TaxFlag | undefined): string {
  if (flag === undefined) return 'taxes are known'
  return flag === 'zero'
    ? 'no tax was taken, since the tax provider is away'
    : 'taxes as last known, since the tax provider is away'
}
