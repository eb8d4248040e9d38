import type { StripeAccess } from './stripe-client.ts'

/** Shorter secrets can be guessed from one signed message. */
const secretLengthMin = 16

/** The gateways that need an account or an address of their own; null: it is not there. */
export interface PaymentChoice {
  readonly stripe: (StripeAccess & { readonly webhookSecret: string | null }) | null
  readonly http: { readonly base: URL; readonly secret: string } | null
}

/** Reads the settings about payments together; every one that cannot be meant adds a sentence to `problems`. */
export function readPayments(text: (name: string) => string, problems: string[]): PaymentChoice {
  return { stripe: readStripe(text, problems), http: readHttp(text, problems) }
}

function readStripe(text: (name: string) => string, problems: string[]): PaymentChoice['stripe'] {
  const secretKey = text('STRIPE_SECRET_KEY')
  const webhookSecret = text('STRIPE_WEBHOOK_SECRET')
  const base = text('STRIPE_API_BASE')
  const apiBase = base === '' ? null : originIn(base)
  if (base !== '' && !apiBase) tell('STRIPE_API_BASE must be an address such as http://localhost:12111.', problems)
  if (secretKey === '') {
    if (webhookSecret !== '') problems.push('STRIPE_WEBHOOK_SECRET needs a STRIPE_SECRET_KEY.')
    return null
  }
  if (!/^[rs]k_\w+$/.test(secretKey)) problems.push('STRIPE_SECRET_KEY must begin with sk_ or rk_.')
  if (webhookSecret !== '' && !/^whsec_\S+$/.test(webhookSecret)) {
    problems.push('STRIPE_WEBHOOK_SECRET must begin with whsec_.')
  }
  return { secretKey, apiBase, webhookSecret: webhookSecret || null }
}

function readHttp(text: (name: string) => string, problems: string[]): PaymentChoice['http'] {
  const address = text('HTTP_GATEWAY_URL')
  const secret = text('HTTP_GATEWAY_SECRET')
  if (address === '' && secret === '') return null
  if (address === '') problems.push('HTTP_GATEWAY_SECRET needs an HTTP_GATEWAY_URL.')
  else if (secret.length < secretLengthMin) {
    problems.push(`HTTP_GATEWAY_URL needs an HTTP_GATEWAY_SECRET of at least ${secretLengthMin} characters.`)
  }
  const base = URL.canParse(address) ? new URL(address) : null
  if (base && /^https?:$/.test(base.protocol) && `${base.origin}${base.pathname}` === base.href) return { base, secret }
  if (address !== '') problems.push('HTTP_GATEWAY_URL must be an address such as https://pay.example/cartwright.')
  return null
}

function originIn(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href ? url : null
}

/** Who asks Stripe for taxes reads the same setting and may have said so. */
function tell(problem: string, problems: string[]): void {
  if (!problems.includes(problem)) problems.push(problem)
}
