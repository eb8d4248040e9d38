import type Stripe from 'stripe'
import type { AuthorizeOutcome, Gateway, LookupOutcome, PaymentRequest, ProviderPayment } from './gateway.ts'
import { remaining } from './http-deadline.ts'
import { toStripe } from './stripe-amounts.ts'
import { type OpenStripe, type StripeAccess, stripeOpener } from './stripe-client.ts'
import { troubleOf } from './stripe-errors.ts'
import {
  checkoutName,
  freshData,
  hasMethod,
  keyName,
  lookedUpOutcome,
  outcomeOf,
  paymentOf,
  wordsIn,
} from './stripe-intents.ts'
import { findIntent } from './stripe-lookup.ts'
import { readStripeNotice } from './stripe-notice.ts'
import { cancelPayment, capturePayment, refundPayment } from './stripe-settle.ts'

/** Stripe forgets keys after 24 hours at the earliest; a key that may be forgotten must not be asked with again. */
const keyLifeMs = 20 * 3_600_000

/** A failure that Stripe repeats is believed to be the end of it after so long, if its books then have nothing. */
const repairMs = 30_000

const pageSize = 100
const pageDeadlineMs = 20_000

export interface StripeOptions extends StripeAccess {
  /** Null: nobody's word can be checked, so no webhook is taken. */
  readonly webhookSecret: string | null
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Cards and more by Stripe: one PaymentIntent per attempt, captured by hand. With a payment method or confirmation token
 * from the storefront it is confirmed at once; without one the shopper confirms it with the client secret and completes
 * again. Only intents made here, under the attempt's key, are ever looked at: none that a storefront names.
 */
export function createStripeGateway({ webhookSecret, now, ...access }: StripeOptions): Gateway {
  const open = stripeOpener(access)
  return {
    id: 'stripe',
    initiate: freshData,
    authorize: (request) => authorize(open, request, now() - request.begunAt),
    lookup: (request) => lookup(open, request),
    capture: (request) => capturePayment(open, request),
    cancel: (request) => cancelPayment(open, request),
    refund: (request) => refundPayment(open, request),
    readNotice: webhookSecret === null ? null : (message) => readStripeNotice(open, message, webhookSecret, now()),
    payments: (since) => payments(open, since),
  }
}

async function authorize(open: OpenStripe, request: PaymentRequest, ageMs: number): Promise<AuthorizeOutcome> {
  if (request.reference !== null) return resume(open, request, request.reference)
  if (ageMs > keyLifeMs) return fromBooks(open, request)
  const amount = toStripe(request.amount, request.currencyCode)
  if (amount === null) return refused('Stripe cannot charge this amount in this currency.')
  const left = remaining(request.deadlineMs)
  try {
    const stripe = await open()
    const options = { idempotencyKey: request.key, timeout: left() }
    return outcomeOf(await stripe.paymentIntents.create(intentFor(request, amount), options), request)
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble.kind === 'declined') return declined(trouble.message)
    if (trouble.kind === 'refused') return refused(trouble.message)
    const isOver = trouble.isReplayed && ageMs > repairMs
    return isOver ? fromBooks(open, { ...request, deadlineMs: left() }) : trouble
  }
}

/** The same for the same attempt to the last letter: Stripe compares it with what the key was first used with. */
function intentFor(
  { key, checkoutId, currencyCode, data }: PaymentRequest,
  amount: number,
): Stripe.PaymentIntentCreateParams {
  const money = { amount, currency: currencyCode, capture_method: 'manual' } as const
  const metadata = { [checkoutName]: checkoutId, [keyName]: key }
  if (!hasMethod(data)) return { ...money, metadata, automatic_payment_methods: { enabled: true } }
  const { confirmation_token, payment_method = '', return_url } = wordsIn(data)
  const method = confirmation_token === undefined ? { payment_method } : { confirmation_token }
  const stays = return_url === undefined ? ({ allow_redirects: 'never' } as const) : {}
  const automatic_payment_methods = { enabled: true, ...stays }
  return { ...money, metadata, confirm: true, ...method, ...wayBack(data), automatic_payment_methods }
}

/** How a bank's questions reach the shopper: on a page they come back from, or inside the storefront's own. */
function wayBack(data: PaymentRequest['data']): { return_url: string } | { use_stripe_sdk: boolean } {
  const { return_url } = wordsIn(data)
  return return_url === undefined ? { use_stripe_sdk: true } : { return_url }
}

/** The shopper has acted, or brought another method: it is the intent that is there which goes on. */
async function resume(open: OpenStripe, request: PaymentRequest, reference: string): Promise<AuthorizeOutcome> {
  const left = remaining(request.deadlineMs)
  try {
    const stripe = await open()
    const intent = await stripe.paymentIntents.retrieve(reference, {}, { timeout: left() })
    const method = newMethod(intent, request)
    if (method === null) return outcomeOf(intent, request)
    const [name, value] = method
    const wanted = { [name]: value, ...wayBack(request.data) }
    // An intent is charged once whoever confirms it, so this key need only tell one method from the next.
    const options = { idempotencyKey: `${request.key}-${value}`.slice(0, 255), timeout: left() }
    return outcomeOf(await stripe.paymentIntents.confirm(reference, wanted, options), request)
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble.kind === 'declined') return declined(trouble.message)
    const isGone = trouble.kind === 'refused' && trouble.status === 404
    return isGone ? refused(trouble.message) : { kind: 'unknown', message: trouble.message }
  }
}

/** What the storefront gave since, if the intent waits for a method and that one was not tried with it. */
function newMethod(
  { status, payment_method: present, last_payment_error }: Stripe.PaymentIntent,
  { data }: PaymentRequest,
): readonly ['payment_method' | 'confirmation_token', string] | null {
  if (status !== 'requires_payment_method' && status !== 'requires_confirmation') return null
  const { payment_method, confirmation_token } = wordsIn(data)
  const tried = [typeof present === 'string' ? present : present?.id, last_payment_error?.payment_method?.id]
  if (confirmation_token !== undefined && !last_payment_error) return ['confirmation_token', confirmation_token]
  if (payment_method !== undefined && !tried.includes(payment_method)) return ['payment_method', payment_method]
  return null
}

/** The key says nothing any more, so Stripe's books decide; what they do not have was never charged. */
async function fromBooks(open: OpenStripe, request: PaymentRequest): Promise<AuthorizeOutcome> {
  const found = await lookup(open, request)
  return found.kind === 'absent' ? refused('Stripe could not make the payment.') : found
}

async function lookup(open: OpenStripe, request: PaymentRequest): Promise<LookupOutcome> {
  try {
    const found = await findIntent(open, { ...request, authorizeKey: request.key })
    if (found.kind === 'absent') return found
    if (found.kind === 'intent') return lookedUpOutcome(found.intent, request)
    return { kind: 'unknown', message: 'Stripe has too many payments to look through' }
  } catch (error) {
    return { kind: 'unknown', message: troubleOf(error).message }
  }
}

async function* payments(open: OpenStripe, since: number): AsyncGenerator<ProviderPayment> {
  const stripe = await open()
  const asked = { created: { gte: Math.floor(since / 1_000) }, limit: pageSize, expand: ['data.latest_charge'] }
  for await (const intent of stripe.paymentIntents.list(asked, { timeout: pageDeadlineMs })) yield paymentOf(intent)
}

function declined(message: string): AuthorizeOutcome {
  return { kind: 'declined', message, data: { status: 'pending' } }
}

function refused(message: string): AuthorizeOutcome {
  return { kind: 'error', message, data: { status: 'error' } }
}
