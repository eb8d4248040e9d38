import { afterAll, beforeAll, expect, test } from 'bun:test'
import { desktop, openBrowser, type TestBrowser } from '../../support/browser.ts'
import { fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'
import { startRedis, type TestRedis } from '../../support/redis.ts'
import { ask, cartReadyToComplete } from '../../support/server.ts'

const password = 'the-operators-token-of-this-test'
const authorization = `Bearer ${password}`
const env = { DEMO: '1', ADMIN_TOKEN: password, CHECKOUT_WAIT_MS: '10000' }

let folder: ReturnType<typeof temporaryFolder>
let redis: TestRedis
let server: Running
let browser: TestBrowser

beforeAll(async () => {
  folder = temporaryFolder()
  redis = await startRedis()
  browser = await openBrowser()
  server = await serve({
    program: fromCheckout,
    dataDir: folder.path,
    env: { ...env, REDIS_URL: redis.url },
    words: [],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await redis?.stop()
  folder.remove()
})

test('BullMQ’s queues are shown as they are, from this host alone', async () => {
  await ask(server.base, 'POST', `/carts/${await cartReadyToComplete(server.base, {})}/complete`)
  const page = await browser.open(server.base, password, desktop)
  await page.goto(`${server.base}/admin/console`)
  await page.getByRole('link', { name: 'As BullMQ has them' }).click()
  await page.getByRole('link', { name: 'complete-cart' }).first().click()
  await page.waitForURL('**/admin/queues/queue/complete-cart**')
  await page.getByText('job_').first().waitFor()
  expect(browser.complaints()).toEqual([])
  await page.context().close()
})

test('only operators see them, and only their own pages change them', async () => {
  const asked = (path: string, init?: RequestInit) => fetch(`${server.base}/admin/queues${path}`, init)
  for (const path of ['', '/api/queues', '/static/favicon.ico', '/api/queues/complete-cart/pause']) {
    expect((await asked(path)).status).toBe(401)
  }
  const elsewhere = { authorization, origin: 'https://elsewhere.example' }
  expect((await asked('/api/queues/complete-cart/pause', { method: 'PUT', headers: elsewhere })).status).toBe(403)
  expect((await asked('/nothing/of/that/kind', { headers: { authorization } })).status).toBe(404)
  expect((await asked('/static/%2e%2e/index.ejs', { headers: { authorization } })).status).toBe(404)
  expect((await asked('/api/queues/%E0%A4%A', { headers: { authorization } })).status).toBe(404)
})

test('with Redis away it says so, and is there again with Redis', async () => {
  await redis.kill9()
  const queues = () => fetch(`${server.base}/admin/queues/api/queues`, { headers: { authorization } })
  const answer = await queues()
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ code: 'not_ready' })
  await redis.restart()
  while ((await queues()).status !== 200) await Bun.sleep(100)
})

test('without Redis it says where the jobs are instead', async () => {
  const alone = temporaryFolder()
  const other = await serve({ program: fromCheckout, dataDir: alone.path, env, words: [] })
  const answer = await fetch(`${other.base}/admin/queues`, { headers: { authorization } })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('REDIS_URL is not set')
  await other.stop()
  alone.remove()
})
