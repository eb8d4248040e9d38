import type Stripe from 'stripe'
import type { PaymentReference, SettleOutcome } from './gateway.ts'
import { remaining } from './http-deadline.ts'
import { toStripe } from './stripe-amounts.ts'
import type { OpenStripe } from './stripe-client.ts'
import { troubleOf } from './stripe-errors.ts'
import { findIntent } from './stripe-lookup.ts'

/** Takes what was set aside; asked twice, it is taken once, since an intent is captured once. */
export function capturePayment(open: OpenStripe, request: PaymentReference): Promise<SettleOutcome> {
  return settle(open, request, 'succeeded', (stripe, { id, currency }, options) => {
    const amount = request.amount === null ? null : toStripe(request.amount, currency)
    return stripe.paymentIntents.capture(id, amount === null ? {} : { amount_to_capture: amount }, options)
  })
}

/** Gives back what was set aside; what Stripe never heard of needs no undoing. */
export function cancelPayment(open: OpenStripe, request: PaymentReference): Promise<SettleOutcome> {
  return settle(open, request, 'canceled', (stripe, { id }, options) => stripe.paymentIntents.cancel(id, {}, options))
}

/** Returns money that was taken, all of it or an amount, once per key. */
export async function refundPayment(open: OpenStripe, request: PaymentReference): Promise<SettleOutcome> {
  return answerOf(async () => {
    const left = remaining(request.deadlineMs)
    const found = await findIntent(open, request)
    if (found.kind !== 'intent') return { kind: 'refused', message: 'There is no such payment at Stripe.' }
    const { id, currency } = found.intent
    const amount = request.amount === null ? null : toStripe(request.amount, currency)
    const wanted = { payment_intent: id, ...(amount === null ? {} : { amount }) }
    const stripe = await open()
    await stripe.refunds.create(wanted, { idempotencyKey: request.key, timeout: left() })
    return { kind: 'done', data: { payment_intent: id, status: 'refunded' } }
  })
}

type Goal = 'succeeded' | 'canceled'
type Step = (stripe: Stripe, intent: Stripe.PaymentIntent, options: Stripe.RequestOptions) => Promise<unknown>

/**
 * Brings an intent to where it should be. What was in between (a lost answer, a failure that Stripe repeats under the key)
 * does not matter: each time the intent is looked at first, and it alone says whether it is done.
 */
function settle(open: OpenStripe, request: PaymentReference, goal: Goal, step: Step): Promise<SettleOutcome> {
  return answerOf(async () => {
    const left = remaining(request.deadlineMs)
    const found = await findIntent(open, request)
    if (found.kind === 'unclear') return { kind: 'unknown', message: 'Stripe has too many payments to look through' }
    if (found.kind === 'absent') return absent(goal)
    const { intent } = found
    const standing = standingOf(intent, goal)
    if (standing) return standing
    const stripe = await open()
    try {
      await step(stripe, intent, { idempotencyKey: request.key, timeout: left() })
    } catch (error) {
      const trouble = troubleOf(error)
      if (trouble.kind !== 'unknown' || !trouble.isReplayed) throw error
      await step(stripe, intent, { timeout: left() })
    }
    return done(intent.id, goal)
  })
}

function absent(goal: Goal): SettleOutcome {
  if (goal === 'canceled') return { kind: 'done', data: { status: goal } }
  return { kind: 'refused', message: 'There is no such payment at Stripe.' }
}

/** Null when the step is still to be made. */
function standingOf({ id, status }: Stripe.PaymentIntent, goal: Goal): SettleOutcome | null {
  if (status === goal) return done(id, goal)
  if (status === 'succeeded') return { kind: 'refused', message: 'The payment is captured.' }
  if (status === 'processing') return { kind: 'unknown', message: 'the bank has not decided yet' }
  if (goal === 'succeeded' && status !== 'requires_capture') {
    return { kind: 'refused', message: `The payment is ${status === 'canceled' ? 'canceled' : 'not authorized'}.` }
  }
  return null
}

function done(id: string, goal: Goal): SettleOutcome {
  return { kind: 'done', data: { payment_intent: id, status: goal === 'succeeded' ? 'captured' : 'canceled' } }
}

/** What is no answer about this payment is asked again: a key that Stripe does not take today, a state that just changed. */
async function answerOf(ask: () => Promise<SettleOutcome>): Promise<SettleOutcome> {
  try {
    return await ask()
  } catch (error) {
    const trouble = troubleOf(error)
    const isRefused = trouble.kind === 'refused' && isAboutPayment(trouble)
    return { kind: isRefused ? 'refused' : 'unknown', message: trouble.message }
  }
}

function isAboutPayment({ status, code }: { readonly status: number; readonly code: string | null }): boolean {
  return status !== 401 && status !== 403 && code !== 'payment_intent_unexpected_state'
}
