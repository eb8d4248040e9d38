import { readWebhooks, type WebhookSettings } from './announcements/endpoints.ts'
import { nearest } from './nearest.ts'
import { type PaymentChoice, readPayments } from './payments/payment-choice.ts'
import { fileNameOf, type Setting, settings } from './settings.ts'
import { readStorefront, type StorefrontChoice } from './storefront-choice.ts'
import { readTaxes, type TaxChoice } from './taxes/tax-choice.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const cartTtlDaysMax = 3650
/** Below the 60 s after which the server cuts a connection that is silent. */
const checkoutWaitMsMax = 50_000
const idempotencyTtlHoursMax = 720

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What the operator decided, checked and complete. */
export interface Config extends StorefrontChoice {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly jobs: { readonly runner: 'embedded' } | { readonly runner: 'bullmq'; readonly redisUrl: string }
  /** Origins that may call the storefront from a browser, as browsers spell them. */
  readonly storeOrigins: readonly string[]
  /** Origins that may call the operator API from a browser. */
  readonly adminOrigins: readonly string[]
  readonly cartTtlMs: number
  readonly checkoutWaitMs: number
  readonly idempotencyTtlMs: number
  readonly webhooks: WebhookSettings
  readonly taxes: TaxChoice
  readonly payments: PaymentChoice
  readonly trustProxy: boolean
  /** Null: made once and kept in the data directory. */
  readonly secrets: { readonly jwt: string | null; readonly cookie: string | null; readonly admin: string | null }
  /** False: anybody may try as often as they like to sign in. */
  readonly limitsAttempts: boolean
  readonly logLevel: LogLevel
  readonly demo: boolean
}

/** Settings that cannot be meant: one sentence per mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** Where settings come from; a flag goes before the environment. Empty values count as not given. */
export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** By setting name, as in `PORT`. */
  readonly flags: ReadonlyMap<string, string>
  readonly readFile: (path: string) => string
}

/** Reads every setting once; throws a `ConfigError` that names everything wrong. Nothing else reads the environment. */
export function readConfig(sources: SettingSources): Config {
  const problems = unknownNames(sources.env)
  const values = new Map(settings.map((setting) => [setting.name, settingValue(setting, sources, problems)]))
  const text = (name: string) => values.get(name) ?? ''
  const config: Config = {
    port: wholeNumber('PORT', text('PORT'), 0, 65_535, problems),
    host: host(text('HOST'), problems),
    dataDir: text('DATA_DIR'),
    jobs: runner(text('REDIS_URL'), problems),
    storeOrigins: origins('STORE_CORS', text('STORE_CORS'), problems),
    adminOrigins: origins('ADMIN_CORS', text('ADMIN_CORS'), problems),
    cartTtlMs: wholeNumber('CART_TTL_DAYS', text('CART_TTL_DAYS'), 1, cartTtlDaysMax, problems) * dayMs,
    checkoutWaitMs: wholeNumber('CHECKOUT_WAIT_MS', text('CHECKOUT_WAIT_MS'), 0, checkoutWaitMsMax, problems),
    idempotencyTtlMs:
      wholeNumber('IDEMPOTENCY_TTL_HOURS', text('IDEMPOTENCY_TTL_HOURS'), 1, idempotencyTtlHoursMax, problems) * hourMs,
    webhooks: webhooks(text, problems),
    taxes: readTaxes(text, problems),
    payments: readPayments(text, problems),
    trustProxy: oneOf('TRUST_PROXY', text('TRUST_PROXY'), ['', '0', '1'], problems) === '1',
    secrets: {
      jwt: text('JWT_SECRET') || null,
      cookie: text('COOKIE_SECRET') || null,
      admin: text('ADMIN_TOKEN') || null,
    },
    limitsAttempts: oneOf('RATE_LIMIT', text('RATE_LIMIT'), ['on', 'off'], problems) === 'on',
    ...readStorefront(text, problems),
    logLevel: oneOf('LOG_LEVEL', text('LOG_LEVEL'), logLevels, problems),
    demo: oneOf('DEMO', text('DEMO'), ['', '0', '1'], problems) === '1',
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

function settingValue(setting: Setting, sources: SettingSources, problems: string[]): string {
  const { name, fallback, isSecret } = setting
  const direct = given(name, sources)
  const path = isSecret ? given(fileNameOf(name), sources) : ''
  if (direct !== '' && path !== '') problems.push(`Give ${name} or ${fileNameOf(name)}, not both.`)
  if (direct !== '') return direct
  return path === '' ? (fallback ?? '') : secretIn(fileNameOf(name), path, sources, problems)
}

function secretIn(name: string, path: string, sources: SettingSources, problems: string[]): string {
  try {
    const text = sources.readFile(path).trim()
    if (text === '') problems.push(`${name} names ${path}, which is empty.`)
    return text
  } catch {
    problems.push(`${name} names ${path}, which cannot be read.`)
    return ''
  }
}

function given(name: string, { flags, env }: SettingSources): string {
  return (flags.get(name) ?? env[name] ?? '').trim()
}

/** No setting of ours begins with the program's name, so such a name is always a mistake, and silence would hide it. */
function unknownNames(env: SettingSources['env']): string[] {
  const known = settings.map(nameOf)
  const strays = Object.keys(env).filter((name) => name.startsWith('CARTWRIGHT_'))
  return strays.map((stray) => {
    const meant = nearest(stray.slice('CARTWRIGHT_'.length), known)
    return `${stray} is not a setting; ${meant === null ? '`cartwright help` lists them.' : `is ${meant} meant?`}`
  })
}

function wholeNumber(name: string, text: string, min: number, max: number, problems: string[]): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  problems.push(`${name} must be a whole number from ${min} to ${max}, not "${text}".`)
  return min
}

function oneOf<Choice extends string>(
  name: string,
  text: string,
  choices: readonly [Choice, ...Choice[]],
  problems: string[],
): Choice {
  const chosen = choices.find((choice) => choice === text)
  if (chosen !== undefined) return chosen
  const shown = choices.filter((choice) => choice !== '')
  problems.push(`${name} must be ${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}, not "${text}".`)
  return choices[0]
}

function host(text: string, problems: string[]): string {
  if (!/^[\w.:-]+$/.test(text)) problems.push(`HOST must be a host name or an address, not "${text}".`)
  return text
}

/** The address may hold a password, so a wrong one is not repeated. */
function runner(text: string, problems: string[]): Config['jobs'] {
  if (text === '') return { runner: 'embedded' }
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    problems.push('REDIS_URL must look like redis://host:6379 or rediss://user:password@host:6379/0.')
  }
  return { runner: 'bullmq', redisUrl: text }
}

/** Browsers send an origin without a path; `*` is refused, since answers are given with credentials. */
function origins(name: string, text: string, problems: string[]): readonly string[] {
  const parts = text.split(',').map((part) => part.trim())
  return parts.filter((part) => part !== '').flatMap((part) => origin(name, part, problems))
}

function origin(name: string, text: string, problems: string[]): readonly string[] {
  const url = URL.canParse(text) ? new URL(text) : null
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
  if (isOrigin) return [url.origin]
  problems.push(`${name} takes origins such as https://shop.example, without a path and never "*", not "${text}".`)
  return []
}

function webhooks(text: (name: string) => string, problems: string[]): WebhookSettings {
  const allowPrivate = oneOf('WEBHOOK_ALLOW_PRIVATE', text('WEBHOOK_ALLOW_PRIVATE'), ['', '0', '1'], problems)
  const reach = allowPrivate === '1' ? 'private' : 'public'
  return readWebhooks(text('WEBHOOK_URLS'), text('WEBHOOK_SECRET'), reach, problems)
}

function nameOf(setting: Setting): string {
  return setting.name
}
