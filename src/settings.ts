export interface Setting {
  readonly name: string
  readonly fallback: string | null
  /** Never shown; may also be given as a file, under the name with `_FILE`. */
  readonly isSecret: boolean
  readonly meaning: string
}

/** Everything that can be set, in the order in which `help` and `config` show it. */
export const settings: readonly Setting[] = [
  used('PORT', '9000', 'where to listen; 0 takes any free port'),
  used('HOST', '127.0.0.1', 'the address to listen on'),
  used('DATA_DIR', './data', 'where cartwright.db lives'),
  { ...used('REDIS_URL', null, 'set: BullMQ on this Redis; unset: the embedded runner'), isSecret: true },
  secret(
    'JWT_SECRET',

    'signs access tokens of customers and of Brink sessions; unset: made once and kept in DATA_DIR',
  ),
  secret('COOKIE_SECRET', 'signs session cookies; unset: made once and kept in DATA_DIR'),
  secret('ADMIN_TOKEN', 'opens the operator API; unset: made once and kept in DATA_DIR'),
  used('STORE_CORS', null, 'comma-separated origins that may call /store from a browser'),
  used('ADMIN_CORS', null, 'comma-separated origins that may call /admin from a browser'),
  used('STORE_HASH', 'demo', 'the store hash in BigCommerce paths'),
  used(
    'CHECKOUT_URL',
    null,
    'where redirect URLs lead shoppers, with {cart_id} or {cart_uuid}; unset: a page of our own',
  ),
  used('CART_TTL_DAYS', '30', 'days after its last change until a cart is gone'),
  used('CHECKOUT_WAIT_MS', '8000', 'milliseconds that complete waits before it answers 202'),
  used('IDEMPOTENCY_TTL_HOURS', '24', 'hours for which an Idempotency-Key is remembered'),
  secret('STRIPE_SECRET_KEY', 'Stripe: payments, and taxes where TAX_PROVIDER says so'),
  secret('STRIPE_WEBHOOK_SECRET', 'whsec_…, proves that webhooks are from Stripe'),
  used('STRIPE_API_BASE', null, 'where Stripe answers, for stand-ins'),
  used('HTTP_GATEWAY_URL', null, 'where a payment provider of your own answers'),
  secret('HTTP_GATEWAY_SECRET', 'signs what it is asked, and what it tells'),
  used('TAX_PROVIDER', 'rates', 'rates, stripe, or the http(s) address of a tax provider'),
  used('TAX_POLICY', 'block', 'while that is away: block, last_known or zero_and_flag'),
  secret('HTTP_TAX_SECRET', 'signs what a tax provider at an address is asked'),
  secret('WEBHOOK_URLS', 'comma-separated addresses that are told of events'),
  secret('WEBHOOK_SECRET', 'whsec_…, signs what they are told; two, with a space between, during a change'),
  used('WEBHOOK_ALLOW_PRIVATE', null, '1: webhooks may go where a name leads into a private network'),
  used('TRUST_PROXY', null, '1: believe X-Forwarded-For and X-Forwarded-Proto'),
  used('RATE_LIMIT', 'on', 'off: anybody may try passwords and codes, and ask, as often as they like, for tests'),
  used('LOG_LEVEL', 'info', 'trace, debug, info, warn, error, fatal or silent'),
  used('DEMO', null, '1: on an empty database, import the built-in demo catalog'),
]

/** The setting's spelling on the command line: `CART_TTL_DAYS` is `--cart-ttl-days`. */
export function flagOf(name: string): string {
  return `--${name.toLowerCase().replaceAll('_', '-')}`
}

/** The name under which a secret is given as a file. */
export function fileNameOf(name: string): string {
  return `${name}_FILE`
}

function used(name: string, fallback: string | null, meaning: string): Setting {
  return { name, fallback, isSecret: false, meaning }
}

function secret(name: string, meaning: string): Setting {
  return { ...used(name, null, meaning), isSecret: true }
}
