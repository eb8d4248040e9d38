import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { command, fromCheckout } from '../support/cartwright.ts'
import { freePort } from '../support/ports.ts'
import { honestRequests } from './medusa-requests.ts'
import { openTarget, type Target } from './target.ts'

const webhookBytes = Buffer.alloc(32, 7).toString('base64')

/** Every secret that can be set, each like no other text. */
const secrets = {
  JWT_SECRET: 'SECRET-jwt-SECRET',
  COOKIE_SECRET: 'SECRET-cookie-SECRET',
  ADMIN_TOKEN: 'SECRET-admin-SECRET-SECRET-SECRET',
  STRIPE_SECRET_KEY: 'sk_test_SECRETstripeSECRET',
  STRIPE_WEBHOOK_SECRET: 'whsec_SECRETstripehookSECRET',
  HTTP_GATEWAY_SECRET: 'SECRET-gateway-SECRET',
  HTTP_TAX_SECRET: 'SECRET-tax-SECRET',
  WEBHOOK_SECRET: `whsec_${webhookBytes}`,
  WEBHOOK_URLS: `http://127.0.0.1:${freePort()}/SECRET-path`,
} as const

const password = 'SECRET-password-SECRET'

let target: Target
let all: readonly string[]
beforeAll(async () => {
  target = await openTarget({
    ...secrets,
    // Nobody is there: what goes wrong on the way to them is told in the log, and must not tell too much.
    STRIPE_API_BASE: `http://127.0.0.1:${freePort()}`,
    HTTP_GATEWAY_URL: `http://127.0.0.1:${freePort()}/`,
    WEBHOOK_ALLOW_PRIVATE: '1',
    REDIS_URL: `redis://:SECRET-redis@127.0.0.1:${freePort()}`,
    CHECKOUT_WAIT_MS: '300',
  })
}, 90_000)
afterAll(() => target.close())

test('a program that has every secret tells none, whatever is done with it', async () => {
  const made = await target.call('POST', '/store/customers', { email: 'eve@peer.test', password })
  expect(made.status).toBe(200)
  const cookie = made.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { json } = await target.call('POST', '/store/auth/token', { email: 'eve@peer.test', password })
  const token = String(json?.['access_token'])
  await target.call('POST', '/store/customers/me', { first_name: 'Eve' }, { cookie })
  await target.call('POST', '/store/customers/password-token', { email: 'eve@peer.test' })
  for (const { path, body } of honestRequests(target)) {
    await target.call('POST', path, body, target.ada)
    await target.call('POST', path, { ...body, nonsense: secrets.ADMIN_TOKEN }, { authorization: `Bearer ${token}x` })
  }
  for (const provider of ['stripe', 'http', 'test']) {
    await target.call('POST', `/webhooks/${provider}`, { a: 1 }, { 'stripe-signature': 't=1,v1=00', 'webhook-id': 'x' })
  }
  await target.send('POST', '/store/auth', `{"email": "eve@peer.test", "password": "${password}"`)
  await target.call('GET', `/store/auth?password=${password}&token=${token}`, undefined, { cookie })
  await target.call('GET', '/admin/orders', undefined, { authorization: `Bearer ${secrets.ADMIN_TOKEN}x` })
  await target.call('GET', '/metrics')
  await Bun.sleep(1_500)
  all = [...Object.values(secrets), webhookBytes, 'SECRET', password, token, cookie.split('=')[1] ?? '']
  await target.stop()
  const said = target.output()
  expect(said).toContain('"event":"request"')
  expect(all.filter((secret) => said.includes(secret))).toEqual([])
}, 90_000)

test('no file of it holds one, and only its owner may read them', () => {
  const files = readdirSync(target.dataDir).filter((name) => statSync(join(target.dataDir, name)).isFile())
  expect(files).toContain('cartwright.db')
  for (const name of files) {
    const text = readFileSync(join(target.dataDir, name), 'latin1')
    const found = all.filter((secret) => text.includes(secret))
    expect([name, found, statSync(join(target.dataDir, name)).mode & 0o077]).toEqual([name, [], 0])
  }
})

test('a wrong setting is told without what it says, and so is everything that is set', async () => {
  const wrong = await command(fromCheckout, target.dataDir, [
    'serve',
    '--webhook-urls',
    'https://user:SECRET@example.com/SECRET',
    '--webhook-secret',
    'SECRET',
    '--redis-url',
    'http://SECRET',
  ])
  expect(wrong.status).toBe(2)
  expect(wrong.output.replaceAll('WEBHOOK_SECRET', '')).not.toContain('SECRET')
  const shown = await command(fromCheckout, target.dataDir, [
    'config',
    '--jwt-secret',
    'SECRET',
    '--redis-url',
    'redis://:SECRET@h',
  ])
  expect(shown.status).toBe(0)
  expect(shown.output).toContain('JWT_SECRET')
  expect(shown.output.replaceAll(/[A-Z]+_SECRET\w*/g, '')).not.toContain('SECRET')
}, 60_000)
