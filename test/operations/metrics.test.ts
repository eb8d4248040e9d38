import { afterAll, beforeAll, expect, test } from 'bun:test'
import { resolve } from 'node:path'
import parse from 'parse-prometheus-text-format'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'
import { ask, cartReadyToComplete } from '../support/server.ts'

interface Family {
  readonly name: string
  readonly metrics: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value?: string }[]
}

const token = 'operators-only-19b3'
const ops = resolve(import.meta.dir, '../../ops')

let folder: ReturnType<typeof temporaryFolder>
let server: Running
beforeAll(async () => {
  folder = temporaryFolder()
  const env = { DEMO: '1', ADMIN_TOKEN: token }
  server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

async function scraped(): Promise<string> {
  const answer = await fetch(`${server.base}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  return answer.text()
}

async function families(): Promise<ReadonlyMap<string, Family>> {
  return new Map((parse(await scraped()) as Family[]).map((family) => [family.name, family]))
}

/** The one sample of that name with those labels. */
async function sampled(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const family = (await families()).get(name)
  const sample = family?.metrics.find((each) =>
    Object.entries(labels).every(([label, value]) => each.labels?.[label] === value),
  )
  return Number(sample?.value ?? 0)
}

/** How many there were of what is timed, whatever its labels. */
async function timed(name: string): Promise<number> {
  const counts = (await scraped()).matchAll(new RegExp(`^${name}_count(?:{[^}]*})? (\\d+)$`, 'gm'))
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}

test('figures are for operators alone', async () => {
  expect((await fetch(`${server.base}/metrics`)).status).toBe(401)
})

test('an order is counted where it began, where it ended, and at the bank', async () => {
  const before = await sampled('checkout_finished_total', { result: 'completed' })
  const cartId = await cartReadyToComplete(server.base, { outcome: 'authorize' })
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'figures-of-one-order' }
  const complete = () => fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST', headers, body: '{}' })
  await complete()
  await complete()
  await fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST', headers, body: '{"other":1}' })
  expect(await sampled('checkout_finished_total', { result: 'completed' })).toBe(before + 1)
  expect(await timed('checkout_duration_seconds')).toBe(before + 1)
  expect(await sampled('checkout_accepted_total')).toBe(before + 1)
  const asked = { provider: 'test', op: 'authorize', result: 'authorized' }
  expect(await sampled('payment_calls_total', asked)).toBe(1)
  expect(await sampled('tax_calls_total', { provider: 'rates', result: 'given' })).toBeGreaterThan(0)
  expect(await sampled('idempotency_replays_total')).toBe(1)
  expect(await sampled('idempotency_conflicts_total')).toBe(1)
  expect(
    await sampled('http_requests_total', { route: '/store/carts/:id/complete', method: 'POST', status: '200' }),
  ).toBe(2)
  expect(await sampled('http_requests_total', { route: '/store/carts/:id/complete', status: '422' })).toBe(1)
  expect(await timed('bullmq_job_duration_seconds')).toBeGreaterThanOrEqual(3)
})

test('what stands still is seen: a checkout that waits, and for how long', async () => {
  const cartId = await cartReadyToComplete(server.base, { outcome: 'requires_action' })
  await ask(server.base, 'POST', `/carts/${cartId}/complete`, {})
  expect(await sampled('checkout_in_state', { state: 'requires_action' })).toBe(1)
  const oldest = await sampled('checkout_oldest_nonterminal_seconds')
  await Bun.sleep(50)
  expect(await sampled('checkout_oldest_nonterminal_seconds')).toBeGreaterThan(oldest)
})

test('too little stock and unknown paths are counted, the latter under one name', async () => {
  const { products } = (await ask(server.base, 'GET', '/products')) as {
    products: { variants: { id: string; manage_inventory: boolean; allow_backorder: boolean }[] }[]
  }
  const { cart } = (await ask(server.base, 'POST', '/carts', {})) as { cart: { id: string } }
  const variantId = products
    .flatMap(({ variants }) => variants)
    .find((variant) => variant.manage_inventory && !variant.allow_backorder)?.id
  const greedy = ask(server.base, 'POST', `/carts/${cart.id}/line-items`, {
    variant_id: variantId,
    quantity: 1_000_000,
  })
  await expect(greedy).rejects.toThrow('insufficient_inventory')
  expect(await sampled('inventory_refusals_total')).toBe(1)
  for (const path of ['/made-up-1', '/made-up-2', '/store/carts/x/y/z']) await fetch(`${server.base}${path}`)
  expect(await sampled('http_requests_total', { route: 'none', status: '404' })).toBe(3)
})

test('a backup and a comparison with the banks are told of', async () => {
  expect(await sampled('sqlite_last_backup_timestamp_seconds')).toBe(0)
  await command(fromCheckout, folder.path, ['backup', `${folder.path}/copy.db`])
  expect(Math.abs((await sampled('sqlite_last_backup_timestamp_seconds')) - Date.now() / 1000)).toBeLessThan(60)
  expect((await command(fromCheckout, folder.path, ['reconcile'])).status).toBe(0)
  expect(await sampled('payment_reconcile_mismatch')).toBe(0)
  expect(await sampled('build_info')).toBe(1)
})

test('every name in the alert rules and on the dashboard exists', async () => {
  const known = await families()
  const rules = Bun.YAML.parse(await Bun.file(`${ops}/alerts.yml`).text()) as {
    groups: { rules: { alert: string; expr: string }[] }[]
  }
  const alerts = rules.groups.flatMap((group) => group.rules)
  expect(alerts).toHaveLength(5)
  const board = (await Bun.file(`${ops}/grafana-dashboard.json`).json()) as {
    panels: { targets: { expr: string }[] }[]
  }
  const expressions = [...alerts, ...board.panels.flatMap(({ targets }) => targets)].map(({ expr }) => expr)
  const named = expressions.flatMap((expression) =>
    [...expression.matchAll(/\b([a-z]+(?:_[a-z]+)+?)(?:_bucket)?(?=[[{ ]|$)/g)].map(([, name = '']) => name),
  )
  const words = new Set(['histogram_quantile'])
  const unknown = [...new Set(named)].filter((name) => !words.has(name) && !known.has(name))
  expect(unknown).toEqual([])
  expect(new Set(named).size).toBeGreaterThan(25)
})
