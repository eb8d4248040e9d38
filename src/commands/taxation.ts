import type { Cart } from '../cart/cart.ts'
import type { Books } from '../checkout/books.ts'
import type { Checkout, CheckoutProblem } from '../checkout/checkout.ts'
import type { Change, Decision } from '../checkout/decision.ts'
import { failAttempt } from '../checkout/ending.ts'
import type { TaxAnswer, TaxQuote } from '../checkout/tax-quote.ts'
import { fingerprintOf } from '../taxes/fingerprint.ts'
import { announced } from './announcing.ts'
import { taxed } from './final-bill.ts'
import { type Claimed, retired, withRetired } from './fulfilment.ts'
import type { Shop } from './shop.ts'
import { taxQuestion } from './tax-questions.ts'

/** How long an attempt goes on without taxes; together with the pause before its last try it ends within a minute. */
export const taxPatienceMs = 20_000

/** How often a provider that is away is asked on behalf of an open cart: by then nobody waits for it any more. */
export const quoteTriesMax = 5

/**
 * Works out taxes and with them the final bill. Of an attempt: holds what gift cards pay and promises the payment. Of an
 * open cart: keeps the answer for who asked. Comes late, twice or out of order: only retires.
 */
export async function carryOutTaxes(shop: Shop, job: Job): Promise<void> {
  const { checkoutId } = job.payload
  await (checkoutId === null ? quoteCart(shop, job) : taxAttempt(shop, job, checkoutId))
}

type Job = Claimed<'calculate-taxes'>

async function taxAttempt(shop: Shop, job: Job, checkoutId: string): Promise<void> {
  const question = await shop.store.read((books) => {
    const checkout = books.checkout(checkoutId)
    return checkout?.state === 'accepted' ? taxQuestion(checkout.cart, books) : null
  })
  if (!question) return shop.store.change(() => ({ ...retired(job), result: undefined }))
  const outcome = await shop.taxes.calculate(question)
  const isOver = await shop.store.change<boolean>((books) => {
    const checkout = books.checkout(checkoutId)
    const now = shop.now()
    if (checkout?.state !== 'accepted') return doneWith(job, [])
    if (outcome.kind === 'given') return doneWith(job, announced(shop, taxed(shop, checkout, outcome.taxes, books)))
    if (outcome.kind === 'refused')
      return doneWith(job, announced(shop, failedTaxes(checkout, books, refusedBy(outcome.message), now)))
    if (now - checkout.createdAt < taxPatienceMs) return { result: false, changes: [{ kind: 'prove', job }] }
    return doneWith(job, announced(shop, failedTaxes(checkout, books, unavailable, now)))
  })
  if (!isOver && outcome.kind === 'unavailable') throw new Error(`no taxes for ${checkoutId}: ${outcome.message}`)
}

async function quoteCart(shop: Shop, job: Job): Promise<void> {
  const { cartId } = job.payload
  const question = await shop.store.read((books) => {
    const cart = books.cart(cartId)
    return cart && cart.stage !== 'completed' ? taxQuestion(cart, books) : null
  })
  const outcome = question && (await shop.taxes.calculate(question))
  if (outcome?.kind === 'unavailable' && job.attempt < quoteTriesMax)
    throw new Error(`no taxes for ${cartId}: ${outcome.message}`)
  await shop.store.change((books) => {
    const cart = books.cart(cartId)
    if (!question || !cart || !outcome || outcome.kind === 'unavailable') return retired(job)
    return keptQuote(job, cart, books, outcome, fingerprintOf(question), shop.now())
  })
}

/** A cart that was changed meanwhile asks something else, so the job begins again. */
function keptQuote(job: Job, cart: Cart, books: Books, answer: TaxAnswer, asked: string, at: number): Decision<null> {
  const question = fingerprintOf(taxQuestion(cart, books))
  if (question !== asked) return { result: null, changes: [{ kind: 'repeat', job, runAt: at }] }
  const quote: TaxQuote = { cartId: cart.id, cartVersion: cart.version, question, answer, at }
  return withRetired(job, [{ kind: 'save-tax-quote', quote }])
}

function doneWith(job: Job, changes: readonly Change[]): Decision<boolean> {
  return { result: true, changes: withRetired(job, changes).changes }
}

function failedTaxes(checkout: Checkout, books: Books, problem: CheckoutProblem, now: number): readonly Change[] {
  return failAttempt(checkout, books, { problem, session: null, by: 'job', now })
}

function refusedBy(message: string): CheckoutProblem {
  return { code: 'address-untaxable', message, details: {} }
}

const unavailable: CheckoutProblem = {
  code: 'tax-unavailable',
  message: 'The taxes of the cart could not be worked out in time.',
  details: {},
}
