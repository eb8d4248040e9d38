import type { NoticeMessage, NoticeReading } from './gateway.ts'
import type { OpenStripe } from './stripe-client.ts'
import { checkoutName } from './stripe-intents.ts'

/** How old a webhook may be, in seconds; Stripe signs anew each time it tells again. */
const toleranceSeconds = 300

/** What is worth a look; the rest is told of what our own calls did. https://docs.stripe.com/api/events/types */
const telling: ReadonlySet<string> = new Set([
  'payment_intent.amount_capturable_updated',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
])

const refused: NoticeReading = { kind: 'refused', message: 'The webhook is not signed by Stripe, or is too old.' }

/** A webhook of Stripe's, if it is signed with the endpoint's secret, young, and of our own account. */
export async function readStripeNotice(
  open: OpenStripe,
  { body, header }: NoticeMessage,
  secret: string,
  now: number,
): Promise<NoticeReading> {
  const signature = header('stripe-signature')
  if (signature === null) return refused
  const { webhooks } = await open()
  try {
    return noticeIn(await webhooks.constructEventAsync(body, signature, secret, toleranceSeconds, undefined, now))
  } catch {
    return refused
  }
}

function noticeIn(event: unknown): NoticeReading {
  const { id, type, account, data } = fieldsOf(event)
  if (typeof id !== 'string' || typeof type !== 'string') return refused
  if (typeof account === 'string') return { kind: 'refused', message: 'The webhook is of another account.' }
  const { id: reference, object, metadata } = fieldsOf(fieldsOf(data)['object'])
  const checkoutId = fieldsOf(metadata)[checkoutName]
  const isPayment = object === 'payment_intent' && typeof reference === 'string' && typeof checkoutId === 'string'
  if (!isPayment || !telling.has(type)) return { kind: 'notice', eventId: id, type, checkoutId: null, reference: null }
  return { kind: 'notice', eventId: id, type, checkoutId, reference }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
