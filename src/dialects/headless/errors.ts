import type { CheckoutProblem } from '../../checkout/checkout.ts'
import type { Shown } from '../../commands/receipts.ts'
import type { Refusal, RefusalDetails } from '../../refusal.ts'
import { type Answer, answers, invalid, server } from './refusals.ts'

/** A no that only this door has words for. */
export class DoorError extends Error {
  override readonly name = 'DoorError'
  readonly answer: Pick<Answer, 'status' | 'type' | 'code'>
  readonly details: unknown

  constructor(answer: Pick<Answer, 'status' | 'type' | 'code'>, sentence: string, details?: unknown) {
    super(sentence)
    this.answer = answer
    this.details = details
  }
}

/** One field and what is wrong with it. */
export interface FieldFault {
  readonly field: string
  readonly message: string
}

/** Everything that is wrong with a request, field by field, as the SDK's callers read it. */
export function invalidFields(faults: readonly FieldFault[]): DoorError {
  const said = faults.map(({ message }) => message).join(', ')
  return new DoorError(invalid(), said, faults)
}

export const keyMissing = new DoorError(
  { status: 401, type: 'authentication_error', code: 'MISSING_API_KEY' },
  'Say which API key you have: Authorization: Bearer pk_… or sk_…',
)
export const keyUnknown = new DoorError(
  { status: 401, type: 'authentication_error', code: 'INVALID_API_KEY' },
  'The API key is unknown or was revoked.',
)
export const credentialsWrong = new DoorError(
  { status: 401, type: 'authentication_error', code: 'INVALID_CREDENTIALS' },
  'The e-mail or the password is wrong.',
)

/** What goes wrong without the caller's doing says nothing about why. */
export const unknownError = shownError(server(500, 'INTERNAL_ERROR'), 'Something went wrong on our side.')

export function doorErrorAnswer({ answer, message, details }: DoorError): Shown {
  return shownError(answer, message, details)
}

/** A refusal as headlesscommerce.io says it. */
export function refusalAnswer({ code, message, details }: Refusal | CheckoutProblem): Shown {
  const usual: Answer | ((details: RefusalDetails) => Answer) = answers[code]
  const said = typeof usual === 'function' ? usual(details) : usual
  const sentence = said.message?.(details) ?? message
  return shownError(said, sentence, detailsOf(said, sentence, details))
}

/** Seconds after which trying again may help. */
export function retryAfter({ code, details }: Refusal): string | null {
  if (code === 'rate-limited') return String(details['seconds'] ?? 1)
  return ['cart-frozen', 'key-busy', 'tax-unavailable', 'not-ready'].includes(code) ? '1' : null
}

/** With a field at fault, the list that validation has; else what the core says, in this API's spelling. */
function detailsOf({ field }: Answer, message: string, details: RefusalDetails): unknown {
  if (field !== undefined) return [{ field, message }]
  const entries = Object.entries(details).filter(([name]) => name !== 'nobodys' && name !== 'while')
  return entries.length > 0 ? Object.fromEntries(entries.map(([name, value]) => [snake(name), value])) : undefined
}

function shownError(
  { status, type, code }: Pick<Answer, 'status' | 'type' | 'code'>,
  message: string,
  details?: unknown,
) {
  return { status, body: JSON.stringify({ error: { type, code, message, details } }) }
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
