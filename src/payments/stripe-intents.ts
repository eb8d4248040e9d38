import type Stripe from 'stripe'
import type { Metadata } from '../catalog/product.ts'
import type { AuthorizeOutcome, LookupOutcome, PaymentRequest, ProviderPayment } from './gateway.ts'
import { fromStripe } from './stripe-amounts.ts'

/** What a PaymentIntent is found by again: the attempt, and the key that it was made under. */
export const checkoutName = 'checkout_id'
export const keyName = 'authorize_key'

/** What a storefront may say; anything else in a session is dropped. */
const wordsOfStorefront = ['payment_method', 'confirmation_token', 'return_url'] as const
const wordLengthMax = 2_000

type Word = (typeof wordsOfStorefront)[number]

/** A session that nothing was asked of yet, with what the storefront has for Stripe. */
export function freshData(given: Metadata): Metadata {
  return { ...wordsIn(given), status: 'pending' }
}

export function wordsIn(data: Metadata): Readonly<Partial<Record<Word, string>>> {
  const said = wordsOfStorefront.flatMap((word) => {
    const value = data[word]
    return typeof value === 'string' && value !== '' && value.length <= wordLengthMax ? [[word, value] as const] : []
  })
  return Object.fromEntries(said)
}

/** Whether the storefront gave what a server needs to confirm; else the shopper confirms with the client secret. */
export function hasMethod(data: Metadata): boolean {
  const { payment_method, confirmation_token } = wordsIn(data)
  return payment_method !== undefined || confirmation_token !== undefined
}

/**
 * Where a PaymentIntent stands, as an answer to whoever asked for the money.
 * https://docs.stripe.com/payments/paymentintents/lifecycle
 */
export function outcomeOf(intent: Stripe.PaymentIntent, { data }: Pick<PaymentRequest, 'data'>): AuthorizeOutcome {
  switch (intent.status) {
    case 'requires_capture':
      return authorized(intent, intent.amount_capturable)
    case 'succeeded':
      return authorized(intent, intent.amount_received)
    case 'requires_action':
    case 'requires_confirmation':
      return forShopper(intent, data)
    case 'requires_payment_method':
      return intent.last_payment_error ? declined(intent.last_payment_error) : forShopper(intent, data)
    case 'canceled':
      return { kind: 'error', message: 'The payment was canceled at Stripe.', data: { status: 'canceled' } }
    case 'processing':
      return { kind: 'unknown', message: 'the bank has not decided yet' }
    default:
      return { kind: 'unknown', message: 'Stripe answered something that is no payment' }
  }
}

/**
 * The same, found by looking: a confirmation of ours may be under way right now, and who has the client secret may try
 * another card after a refusal, so neither is an end.
 */
export function lookedUpOutcome(intent: Stripe.PaymentIntent, { data }: PaymentRequest): LookupOutcome {
  const isOpen = intent.status === 'requires_payment_method' || intent.status === 'requires_confirmation'
  if (isOpen && isHandedOut(intent, data)) return forShopper(intent, data)
  if (isOpen && !intent.last_payment_error && hasMethod(data)) {
    return { kind: 'unknown', message: 'Stripe has not confirmed the payment yet' }
  }
  return outcomeOf(intent, { data })
}

/** A PaymentIntent of the list, with its charge expanded. */
export function paymentOf(intent: Stripe.PaymentIntent): ProviderPayment {
  const isCaptured = intent.status === 'succeeded'
  const { latest_charge: charge } = intent
  const isRefunded = typeof charge === 'object' && charge?.refunded === true
  return {
    reference: intent.id,
    checkoutId: intent.metadata[checkoutName] ?? null,
    key: intent.metadata[keyName] ?? null,
    amount: fromStripe(isCaptured ? intent.amount_received : intent.amount_capturable, intent.currency),
    currencyCode: intent.currency,
    isLive: (isCaptured && !isRefunded) || intent.status === 'requires_capture',
    createdAt: intent.created * 1_000,
  }
}

function authorized(intent: Stripe.PaymentIntent, amount: number): AuthorizeOutcome {
  return {
    kind: 'authorized',
    reference: intent.id,
    amount: fromStripe(amount, intent.currency),
    currencyCode: intent.currency,
    data: { payment_intent: intent.id, status: 'authorized' },
  }
}

/** The client secret is for the shopper's browser alone, and of no use to it for anything but this payment. */
function forShopper(intent: Stripe.PaymentIntent, data: Metadata): AuthorizeOutcome {
  const { id, client_secret, next_action } = intent
  const redirect = next_action?.redirect_to_url?.url
  return {
    kind: 'requires_action',
    reference: id,
    nextAction: {
      type: 'stripe',
      step: intent.status === 'requires_action' ? (next_action?.type ?? 'use_stripe_sdk') : 'confirm_payment',
      client_secret,
      ...(redirect ? { redirect_to_url: redirect } : {}),
    },
    data: { ...wordsIn(data), payment_intent: id, client_secret, status: 'requires_action' },
  }
}

/** A method that was refused is not tried again by itself, so it is forgotten. */
function declined({ message }: Stripe.PaymentIntent.LastPaymentError): AuthorizeOutcome {
  return { kind: 'declined', message: message ?? 'The card was declined.', data: { status: 'pending' } }
}

function isHandedOut({ id }: Stripe.PaymentIntent, data: Metadata): boolean {
  const secret = data['client_secret']
  return typeof secret === 'string' && secret.startsWith(`${id}_secret_`)
}
