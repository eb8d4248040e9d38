/**
 * What an error of Stripe's client says about the money: nothing was charged and never will be under this key
 * (`declined` by the bank, `refused` by Stripe), or nothing can be told (`unknown`). An answer that Stripe gave before and
 * repeats (`isReplayed`) proves that the first call with the key has ended. https://docs.stripe.com/api/errors
 */
export type StripeTrouble =
  | { readonly kind: 'declined'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string; readonly code: string | null; readonly status: number }
  | { readonly kind: 'unknown'; readonly message: string; readonly isReplayed: boolean }

/** Statuses after which the request was not carried out: the parameters, the thing asked for, the key, its rights. */
const definite = new Set([400, 401, 403, 404])

/** Never Stripe's own words but for a decline, which is written for shoppers: others may name keys and accounts. */
export function troubleOf(error: unknown): StripeTrouble {
  const { status, type, code, message, isReplayed } = factsOf(error)
  if (status === 402) return { kind: 'declined', message: message || 'The card was declined.' }
  const isClash = type === 'idempotency_error' || code === 'idempotency_key_in_use' || code === 'lock_timeout'
  if (status !== null && definite.has(status) && !isClash && code !== 'rate_limit') {
    return { kind: 'refused', message: `Stripe refused the payment (${code ?? type ?? status}).`, code, status }
  }
  if (status === null) return { kind: 'unknown', message: 'Stripe did not answer', isReplayed: false }
  return { kind: 'unknown', message: `Stripe answered with status ${status}`, isReplayed }
}

interface Facts {
  readonly status: number | null
  readonly type: string | null
  readonly code: string | null
  readonly message: string
  readonly isReplayed: boolean
}

/** By what the error has, not by its class: the client is loaded late, and may be loaded twice. */
function factsOf(error: unknown): Facts {
  const has = typeof error === 'object' && error !== null ? error : {}
  const headers = 'headers' in has && typeof has.headers === 'object' && has.headers !== null ? has.headers : {}
  return {
    status: 'statusCode' in has && typeof has.statusCode === 'number' ? has.statusCode : null,
    type: 'rawType' in has && typeof has.rawType === 'string' ? has.rawType : null,
    code: 'code' in has && typeof has.code === 'string' ? has.code : null,
    message: error instanceof Error ? error.message : '',
    isReplayed: 'idempotent-replayed' in headers && headers['idempotent-replayed'] === 'true',
  }
}
