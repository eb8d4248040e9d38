import { describe, expect, test } from 'bun:test'
import { ConfigError, readConfig } from '../../src/config.ts'

const secretFiles: Record<string, string> = { '/run/redis': 'redis://:word@cache:6379/1\n', '/run/empty': '\n' }

function read(env: Record<string, string>, flags: Record<string, string> = {}) {
  return readConfig({
    env,
    flags: new Map(Object.entries(flags)),
    readFile: (path) => {
      const text = secretFiles[path]
      if (text === undefined) throw new Error(`ENOENT ${path}`)
      return text
    },
  })
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('settings that are given', () => {
  test('nothing at all is a shop on this machine, with the runner inside', () => {
    expect(read({})).toEqual({
      port: 9000,
      host: '127.0.0.1',
      dataDir: './data',
      jobs: { runner: 'embedded' },
      storeOrigins: [],
      adminOrigins: [],
      webhooks: { endpoints: [], secrets: [], reach: 'public' },
      taxes: { provider: { kind: 'rates' }, policy: 'block' },
      payments: { stripe: null, http: null },
      cartTtlMs: 2_592_000_000,
      checkoutWaitMs: 8000,
      idempotencyTtlMs: 86_400_000,
      trustProxy: false,
      secrets: { jwt: null, cookie: null, admin: null },
      limitsAttempts: true,
      storeHash: 'demo',
      checkoutUrl: null,
      logLevel: 'info',
      demo: false,
    })
  })

  test('a flag goes before the environment, and an empty value is none', () => {
    expect(read({ PORT: '1', HOST: '' }, { PORT: '2' })).toMatchObject({ port: 2, host: '127.0.0.1' })
  })

  test('REDIS_URL chooses the runner, also when a file holds it', () => {
    expect(read({ REDIS_URL: 'rediss://cache:6380' }).jobs).toEqual({
      runner: 'bullmq',
      redisUrl: 'rediss://cache:6380',
    })
    const redisUrl = 'redis://:word@cache:6379/1'
    expect(read({ REDIS_URL_FILE: '/run/redis' }).jobs).toEqual({ runner: 'bullmq', redisUrl })
  })

  test('origins are spelled as browsers send them', () => {
    const { storeOrigins } = read({ STORE_CORS: 'http://localhost:8000, https://Shop.example:443/' })
    expect(storeOrigins).toEqual(['http://localhost:8000', 'https://shop.example'])
  })

  test('what is set has an effect', () => {
    expect(read({ STORE_HASH: 'y' })).toMatchObject({ storeHash: 'y' })
    expect(problemsOf({ STORE_HASH: 'a/b' })).toHaveLength(1)
  })

  test('where redirect URLs lead says which cart is meant', () => {
    const url = 'https://shop.example/checkout?cart={cart_uuid}'
    expect(read({ CHECKOUT_URL: url }).checkoutUrl).toBe(url)
    for (const wrong of ['https://shop.example/checkout', 'shop', 'ftp://shop.example/{cart_id}']) {
      expect(problemsOf({ CHECKOUT_URL: wrong })).toHaveLength(1)
    }
  })

  test('what signs tokens and cookies may be given, and guessing may be left unlimited', () => {
    expect(read({ JWT_SECRET: 'x', COOKIE_SECRET: 'y', RATE_LIMIT: 'off' })).toMatchObject({
      secrets: { jwt: 'x', cookie: 'y' },
      limitsAttempts: false,
    })
  })
})

describe('webhooks', () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`

  test('are told with a secret, and only far away unless private networks are allowed', () => {
    const { webhooks } = read({ WEBHOOK_URLS: 'https://a.example/hook', WEBHOOK_SECRET: secret })
    expect(webhooks).toMatchObject({ endpoints: [{ url: new URL('https://a.example/hook') }], reach: 'public' })
    expect(webhooks.secrets).toHaveLength(1)
    const allowed = read({ WEBHOOK_URLS: 'http://shop.internal/', WEBHOOK_SECRET: secret, WEBHOOK_ALLOW_PRIVATE: '1' })
    expect(allowed.webhooks.reach).toBe('private')
  })

  test('are never sent unsigned', () => {
    expect(problemsOf({ WEBHOOK_URLS: 'https://a.example' })).toEqual(['WEBHOOK_URLS needs a WEBHOOK_SECRET.'])
    expect(problemsOf({ WEBHOOK_SECRET: 'hunter2' }).join()).not.toContain('hunter2')
  })
})

describe('taxes', () => {
  test('are the region’s, Stripe’s or somebody’s at an address', () => {
    const base = 'http://localhost:12111'
    const key = { STRIPE_SECRET_KEY: 'sk_test_x' }
    expect(read({ ...key, TAX_PROVIDER: 'stripe', STRIPE_API_BASE: base, TAX_POLICY: 'last_known' }).taxes).toEqual({
      provider: { kind: 'stripe', access: { secretKey: 'sk_test_x', apiBase: new URL(base) } },
      policy: 'last_known',
    })
    const secret = '0123456789abcdef'
    expect(read({ TAX_PROVIDER: 'https://tax.example/ask', HTTP_TAX_SECRET: secret }).taxes.provider).toEqual({
      kind: 'http',
      url: new URL('https://tax.example/ask'),
      secret,
    })
  })

  test.each([
    [{ TAX_PROVIDER: 'stripe' }, 'TAX_PROVIDER stripe needs a STRIPE_SECRET_KEY.'],
    [
      { TAX_PROVIDER: 'ftp://a' },
      'TAX_PROVIDER must be rates, stripe or an address that begins with https:// or http://.',
    ],
    [{ TAX_PROVIDER: 'https://u:p@a/' }, 'TAX_PROVIDER must not hold a user name, a password or a fragment (#).'],
    [{ TAX_POLICY: 'hope' }, 'TAX_POLICY must be block, last_known, zero_and_flag, not "hope".'],
    [{ TAX_PROVIDER: 'http://a', HTTP_TAX_SECRET: 'short' }, 'HTTP_TAX_SECRET must have at least 16 characters.'],
  ])('%o cannot be meant', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem])
  })
})

describe('payments', () => {
  test('by Stripe, and by a provider of one’s own', () => {
    expect(read({}).payments).toEqual({ stripe: null, http: null })
    const stripe = { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' }
    const http = { HTTP_GATEWAY_URL: 'https://pay.example/cart', HTTP_GATEWAY_SECRET: '0123456789abcdef' }
    expect(read({ ...stripe, ...http }).payments).toEqual({
      stripe: { secretKey: 'sk_test_x', apiBase: null, webhookSecret: 'whsec_x' },
      http: { base: new URL('https://pay.example/cart'), secret: '0123456789abcdef' },
    })
  })

  test.each([
    [{ STRIPE_WEBHOOK_SECRET: 'whsec_x' }, 'STRIPE_WEBHOOK_SECRET needs a STRIPE_SECRET_KEY.'],
    [{ STRIPE_SECRET_KEY: 'pk_live_x' }, 'STRIPE_SECRET_KEY must begin with sk_ or rk_.'],
    [{ STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'x' }, 'STRIPE_WEBHOOK_SECRET must begin with whsec_.'],
    [
      { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_API_BASE: 'http://localhost/v1' },
      'STRIPE_API_BASE must be an address such as http://localhost:12111.',
    ],
    [{ HTTP_GATEWAY_SECRET: '0123456789abcdef' }, 'HTTP_GATEWAY_SECRET needs an HTTP_GATEWAY_URL.'],
    [
      { HTTP_GATEWAY_URL: 'https://pay.example', HTTP_GATEWAY_SECRET: 'short' },
      'HTTP_GATEWAY_URL needs an HTTP_GATEWAY_SECRET of at least 16 characters.',
    ],
    [
      { HTTP_GATEWAY_URL: 'https://u:p@pay.example', HTTP_GATEWAY_SECRET: '0123456789abcdef' },
      'HTTP_GATEWAY_URL must be an address such as https://pay.example/cartwright.',
    ],
  ])('%o cannot be meant', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem])
  })
})

describe('settings that cannot be meant', () => {
  test('every mistake is told at once, one sentence each', () => {
    const problems = problemsOf({ PORT: '70000', CART_TTL_DAYS: 'soon', DEMO: 'yes', LOG_LEVEL: 'loud' })
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['PORT', 'CART_TTL_DAYS', 'LOG_LEVEL', 'DEMO'])
  })

  test.each([
    ['CARTWRIGHT_PROT', 'PORT'],
    ['CARTWRIGHT_REDIS_URI', 'REDIS_URL'],
  ])('%s is not a setting; %s may be meant', (name, meant) => {
    expect(problemsOf({ [name]: 'x' })).toEqual([`${name} is not a setting; is ${meant} meant?`])
  })

  test.each(['*', 'shop.example', 'https://shop.example/path', 'file:///etc'])('STORE_CORS %s is no origin', (text) => {
    expect(problemsOf({ STORE_CORS: text })).toHaveLength(1)
  })

  test('a wrong REDIS_URL is not repeated, since a password may stand in it', () => {
    const [problem = ''] = problemsOf({ REDIS_URL: 'http://:opensesame@cache' })
    expect(problem).toStartWith('REDIS_URL must look like')
    expect(problem).not.toContain('opensesame')
  })

  test('a secret comes from one place, from a file that is there and says something', () => {
    expect(problemsOf({ REDIS_URL: 'redis://a', REDIS_URL_FILE: '/run/redis' })).toEqual([
      'Give REDIS_URL or REDIS_URL_FILE, not both.',
    ])
    expect(problemsOf({ REDIS_URL_FILE: '/run/nothing' })).toEqual([
      'REDIS_URL_FILE names /run/nothing, which cannot be read.',
    ])
    expect(problemsOf({ REDIS_URL_FILE: '/run/empty' })).toEqual(['REDIS_URL_FILE names /run/empty, which is empty.'])
  })
})
