import type { StripeAccess } from '../payments/stripe-client.ts'
import { type TaxPolicy, taxPolicies } from './policy.ts'

/** Shorter secrets can be guessed from one signed question. */
const secretLengthMin = 16

/** Who works out taxes, and what happens while they are away. */
export interface TaxChoice {
  readonly provider: ChosenProvider
  readonly policy: TaxPolicy
}

export type ChosenProvider =
  | { readonly kind: 'rates' }
  | { readonly kind: 'stripe'; readonly access: StripeAccess }
  | { readonly kind: 'http'; readonly url: URL; readonly secret: string | null }

/** Reads the settings about taxes together; every one that cannot be meant adds a sentence to `problems`. */
export function readTaxes(text: (name: string) => string, problems: string[]): TaxChoice {
  const policy = taxPolicies.find((one) => one === text('TAX_POLICY'))
  if (!policy) problems.push(`TAX_POLICY must be ${taxPolicies.join(', ')}, not "${text('TAX_POLICY')}".`)
  return { provider: readProvider(text, problems), policy: policy ?? 'block' }
}

function readProvider(text: (name: string) => string, problems: string[]): ChosenProvider {
  const said = text('TAX_PROVIDER')
  if (said === 'rates') return { kind: 'rates' }
  if (said === 'stripe') return { kind: 'stripe', access: stripeAccess(text, problems) }
  const url = URL.canParse(said) ? new URL(said) : null
  if (!url || !/^https?:$/.test(url.protocol)) {
    problems.push('TAX_PROVIDER must be rates, stripe or an address that begins with https:// or http://.')
    return { kind: 'rates' }
  }
  const hasMore = url.username !== '' || url.password !== '' || url.hash !== ''
  if (hasMore) problems.push('TAX_PROVIDER must not hold a user name, a password or a fragment (#).')
  return { kind: 'http', url, secret: readSecret(text('HTTP_TAX_SECRET'), problems) }
}

function readSecret(secret: string, problems: string[]): string | null {
  if (secret === '') return null
  if (secret.length < secretLengthMin)
    problems.push(`HTTP_TAX_SECRET must have at least ${secretLengthMin} characters.`)
  return secret
}

function stripeAccess(text: (name: string) => string, problems: string[]): StripeAccess {
  const [secretKey, base] = [text('STRIPE_SECRET_KEY'), text('STRIPE_API_BASE')]
  if (secretKey === '') problems.push('TAX_PROVIDER stripe needs a STRIPE_SECRET_KEY.')
  const url = URL.canParse(base) ? new URL(base) : null
  const apiBase = url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href ? url : null
  if (base !== '' && !apiBase) problems.push('STRIPE_API_BASE must be an address such as http://localhost:12111.')
  return { secretKey, apiBase }
}
