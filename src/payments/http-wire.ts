import type { Metadata } from '../catalog/product.ts'
import { amountMax, type Minor, minor } from '../money/money.ts'
import type {
  AuthorizeOutcome,
  LookupOutcome,
  NoticeReading,
  PaymentReference,
  PaymentRequest,
  SettleOutcome,
} from './gateway.ts'

/** Characters of a provider's own names and words. */
const nameLengthMax = 255
const messageLengthMax = 500

/** What `authorize` and `lookup` are asked with. */
export function requestJson(request: PaymentRequest): object {
  const { key, checkoutId, amount, currencyCode, reference, data } = request
  return { key, checkout_id: checkoutId, amount, currency_code: currencyCode, reference, data }
}

/** What `capture`, `cancel` and `refund` are asked with. */
export function referenceJson(request: PaymentReference): object {
  const { key, authorizeKey, reference, amount, data } = request
  return { key, authorize_key: authorizeKey, reference, amount, data }
}

/** Null for anything that is not exactly what the protocol says. */
export function authorizeOutcomeIn(answer: unknown): AuthorizeOutcome | null {
  if (!isRecord(answer)) return null
  const { outcome, reference, amount, currency_code: currencyCode, next_action: nextAction } = answer
  const data = dataIn(answer)
  const message = messageIn(answer)
  if (data === null || message === null) return null
  switch (outcome) {
    case 'authorized':
      return isName(reference) && isAmount(amount) && isName(currencyCode)
        ? { kind: outcome, reference, amount: minor(amount), currencyCode: currencyCode.toLowerCase(), data }
        : null
    case 'requires_action':
      return isRecord(nextAction) && (reference === null || reference === undefined || isName(reference))
        ? { kind: outcome, reference: reference ?? null, nextAction, data }
        : null
    case 'declined':
      return { kind: outcome, message: message || 'The payment was declined.', data }
    case 'error':
      return { kind: outcome, message: message || 'The payment cannot be made.', data }
    case 'unknown':
      return { kind: outcome, message: message || 'the provider does not know' }
    default:
      return null
  }
}

/** As `authorizeOutcomeIn`; `absent` says that nothing was ever asked for under the key. */
export function lookupOutcomeIn(answer: unknown): LookupOutcome | null {
  return isRecord(answer) && answer['outcome'] === 'absent' ? { kind: 'absent' } : authorizeOutcomeIn(answer)
}

export function settleOutcomeIn(answer: unknown): SettleOutcome | null {
  if (!isRecord(answer)) return null
  const data = dataIn(answer)
  const message = messageIn(answer)
  if (data === null || message === null) return null
  switch (answer['outcome']) {
    case 'done':
      return { kind: 'done', data }
    case 'refused':
      return { kind: 'refused', message: message || 'the provider refused' }
    case 'unknown':
      return { kind: 'unknown', message: message || 'the provider does not know' }
    default:
      return null
  }
}

/** What a provider tells by itself: a name of its own for the telling, and which attempt it is about. */
export function noticeIn(told: unknown): NoticeReading | null {
  if (!isRecord(told)) return null
  const { event_id: eventId, type, checkout_id: checkoutId, reference } = told
  if (!isName(eventId) || !isName(type) || !isName(checkoutId)) return null
  return { kind: 'notice', eventId, type, checkoutId, reference: isName(reference) ? reference : null }
}

function dataIn({ data }: Metadata): Metadata | null {
  if (data === undefined || data === null) return {}
  return isRecord(data) ? data : null
}

function messageIn({ message }: Metadata): string | null {
  if (message === undefined || message === null) return ''
  return typeof message === 'string' ? message.slice(0, messageLengthMax) : null
}

function isAmount(value: unknown): value is Minor {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= amountMax
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= nameLengthMax
}

function isRecord(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
