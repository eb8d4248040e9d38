import { Database } from 'bun:sqlite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { builtBinary } from '../../support/binary.ts'
import { desktop, openBrowser, phone, type TestBrowser } from '../../support/browser.ts'
import { fromCheckout, type Running, serve, temporaryFolder, work } from '../../support/cartwright.ts'
import { startRedis } from '../../support/redis.ts'
import { ask, cartReadyToComplete } from '../../support/server.ts'

const password = 'the-operators-token-of-this-test'

/** Where the work is done does not show on the page. */
const places = [
  { name: 'with jobs in the server', open: openEmbedded },
  { name: 'with BullMQ workers in a process of their own', open: openWithWorkers },
]

const binaryMs = 180_000

interface Place {
  readonly server: Running
  close(): Promise<void>
}

describe.each(places)('the console $name', ({ open }) => {
  const receiver = openReceiver()
  let browser: TestBrowser
  let place: Place
  let base = ''

  beforeAll(async () => {
    browser = await openBrowser()
    place = await open({
      DEMO: '1',
      ADMIN_TOKEN: password,
      CHECKOUT_WAIT_MS: '10000',
      WEBHOOK_URLS: receiver.url,
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      WEBHOOK_ALLOW_PRIVATE: '1',
    })
    base = place.server.base
  }, 120_000)
  afterEach(() => {
    expect(browser.complaints()).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await place?.close()
    receiver.close()
  })

  async function consoleAt(hash: string, screen = desktop): Promise<Page> {
    const page = await browser.open(base, password, screen)
    await page.goto(`${base}/admin/console${hash}`)
    await page.getByText('Live', { exact: true }).waitFor()
    return page
  }

  test('says in words which checkout is stuck, and shows how far it came', async () => {
    const page = await consoleAt('#/')
    await page.getByText('No checkout is under way.').waitFor()
    const cartId = await cartReadyToComplete(base, { outcome: 'authorize', delay_ms: 60_000 })
    void complete(base, cartId).catch(() => {})

    await page.getByText('checkout waits for the test bank').click()
    await page.getByRole('heading', { name: 'Checkouts' }).waitFor()
    await page.locator('tbody a').first().click()
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await timeline.getByText('Authorizing').waitFor()
    expect(await timeline.locator('li strong').allTextContents()).toEqual(['Accepted', 'Taxed', 'Authorizing'])
    await timeline.getByText('asking the payment provider').waitFor()
    await page.getByText('this checkout can no longer be canceled').waitFor()
    expect(await page.getByRole('button', { name: 'Cancel…' }).count()).toBe(0)
    await page.context().close()
  })

  test('a checkout that waits for its shopper is canceled, and the cart is open again', async () => {
    const cartId = await cartReadyToComplete(base, { outcome: 'requires_action' })
    await complete(base, cartId)
    const page = await consoleAt('#/checkouts?state=requires_action')
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: 'Cancel…' }).click()
    await page.getByRole('button', { name: 'Not now' }).click()
    await chip(page, 'Shopper’s turn').waitFor()
    await page.getByRole('button', { name: 'Cancel…' }).click()
    await page.getByRole('button', { name: 'Cancel the checkout' }).click()
    await chip(page, 'Canceled').waitFor()
    await page.getByText('canceled by the operator').first().waitFor()
    await ask(base, 'POST', `/carts/${cartId}`, { email: 'later@example.com' })
    await page.context().close()
  })

  test('a job that failed for good is tried again, and ends before the eyes of who asked', async () => {
    receiver.refuse()
    await buy(base)
    const page = await consoleAt('#/')
    await receiver.refused()
    giveUp(place.server.dataDir)
    await page.getByRole('heading', { name: 'Needs a look' }).waitFor()
    await page.locator('.sentences').getByText('to “Deliver a webhook” failed for good').click()
    await page.locator('tbody a').first().click()
    await chip(page, 'Failed').waitFor()
    await page.getByText('500').first().waitFor()
    receiver.accept()
    await page.getByRole('button', { name: 'Retry now' }).click()
    await chip(page, 'Done').waitFor()
    await page.context().close()
  })

  test('an order is captured, refunded in part, and the server has the last word', async () => {
    const orderId = await buy(base)
    const page = await consoleAt(`#/orders/${orderId}`)
    // Gift wrapping 4.00 and a parcel 5.90, with 20 % tax.
    await page.getByText('€11.88 set aside, not captured').waitFor()
    await page.getByRole('button', { name: 'Capture…' }).click()
    await page.getByRole('button', { name: 'Capture €11.88' }).click()
    await page.getByText('€11.88 captured').waitFor()
    await chip(page, 'Captured').waitFor()

    await page.getByRole('button', { name: 'Refund…' }).click()
    const amount = page.getByLabel('Amount in EUR')
    expect(await amount.inputValue()).toBe('11.88')
    for (const [said, answer] of [
      ['1.505', 'That is no amount in EUR.'],
      ['0', 'More than nothing is to be refunded.'],
      ['11.89', 'At most €11.88 can be refunded.'],
    ] as const) {
      await amount.fill(said)
      await page.getByRole('button', { name: 'Refund', exact: true }).click()
      await page.getByText(answer).waitFor()
    }
    await amount.fill('1,50')
    await page.getByLabel('Reason').fill('<img src=x onerror=alert(1)> came late')
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    await page.getByText('€11.88 captured, €1.50 refunded').waitFor()
    await chip(page, 'Partly refunded').waitFor()
    await page.getByText('“<img src=x onerror=alert(1)> came late”').waitFor()

    // Somebody else gives back the rest while the question is on the screen: 11.88 − 1.50.
    await page.getByRole('button', { name: 'Refund…' }).click()
    expect(await page.getByLabel('Amount in EUR').inputValue()).toBe('10.38')
    await operator(base, `/orders/${orderId}/refund`)
    await page.getByRole('button', { name: 'Refund', exact: true }).click()
    await page.getByRole('alert').getByText('All that was paid is refunded.').waitFor()
    await chip(page, 'Refunded').waitFor()
    await page.context().close()
    // What the browser itself notes of a refusal.
    expect(browser.complaints()).toEqual([expect.stringContaining('409 (Conflict)')])
  })

  test('on a phone everything fits, and lists are searched by typing', async () => {
    await buy(base)
    const page = await consoleAt('#/orders', phone)
    await page.locator('tbody tr').first().waitFor()
    await page.getByLabel('Search').fill('nobody@example.com')
    await page.getByText('No order is like that.').waitFor()
    expect(page.url()).toContain('#/orders?q=nobody%40example.com')
    expect(await page.getByLabel('Search').evaluate((field) => field === document.activeElement)).toBe(true)
    await page.getByLabel('Search').fill('a@example.com')
    await page.locator('tbody tr').first().waitFor()
    for (const section of ['Overview', 'Checkouts', 'Orders', 'Jobs', 'Webhooks']) {
      await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: section }).click()
      await page.locator('tbody tr').first().waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    }
    await page.context().close()
  })

  test('the server stops although somebody looks on', async () => {
    const page = await consoleAt('#/')
    expect(await place.server.stop()).toBe(0)
    await page.getByText('Connecting').or(page.getByText('No connection')).waitFor()
    // That nobody answers is no mistake of the page's.
    expect(browser.complaints().filter((complaint) => !complaint.includes('net::ERR_'))).toEqual([])
    await page.context().close()
  })
})

test(
  'the binary has the console inside',
  async () => {
    const folder = temporaryFolder()
    const program = [await builtBinary(folder.path)]
    const env = { DEMO: '1', ADMIN_TOKEN: password }
    const server = await serve({ program, dataDir: folder.path, env, words: [] })
    const browser = await openBrowser()
    const page = await browser.open(server.base, password, desktop)
    await page.goto(`${server.base}/admin/console`)
    await page.getByRole('heading', { name: 'All is well' }).waitFor()
    await page.getByText('not used: jobs run in the server').waitFor()
    await page.getByRole('link', { name: 'Orders' }).click()
    await page.getByText('No order is like that.').waitFor()
    const orderId = await buy(server.base)
    await page.locator('tbody a').first().click()
    await page.waitForURL(`**/admin/console#/orders/${orderId}`)
    await page.getByText('€11.88 set aside, not captured').waitFor()
    expect(browser.complaints()).toEqual([])
    await browser.close()
    expect(await server.stop()).toBe(0)
    folder.remove()
  },
  binaryMs,
)

function chip(page: Page, word: string) {
  return page.locator('.title').getByText(word, { exact: true })
}

async function complete(base: string, cartId: string): Promise<{ readonly data: { readonly id: string } }> {
  return (await ask(base, 'POST', `/carts/${cartId}/complete`)) as { readonly data: { readonly id: string } }
}

async function buy(base: string): Promise<string> {
  return (await complete(base, await cartReadyToComplete(base, {}))).data.id
}

async function operator(base: string, path: string): Promise<void> {
  const answer = await fetch(`${base}/admin${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${password}` },
  })
  expect(answer.status).toBe(200)
}

/** As after the last of the many tries, which take more than a day. */
function giveUp(dataDir: string): void {
  const database = new Database(join(dataDir, 'cartwright.db'))
  database.run('pragma busy_timeout = 5000')
  const { changes } = database.run(
    "update jobs set state = 'dead', updated_at = unixepoch() * 1000 where kind = 'deliver-webhook' and state = 'available' and attempt > 0",
  )
  database.close()
  expect(changes).toBeGreaterThan(0)
}

/** Somebody who is told of events, and takes them or does not. */
function openReceiver() {
  let takes = true
  let refusals = 0
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => {
      if (!takes) refusals += 1
      return new Response(null, { status: takes ? 204 : 500 })
    },
  })
  return {
    url: server.url.href,
    accept: () => {
      takes = true
    },
    refuse: () => {
      takes = false
    },
    /** Resolves when at least one was refused, and that is written down. */
    refused: async () => {
      while (refusals === 0) await Bun.sleep(20)
      await Bun.sleep(500)
    },
    close: () => void server.stop(true),
  }
}

async function openEmbedded(env: Readonly<Record<string, string>>): Promise<Place> {
  const folder = temporaryFolder()
  const server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
  const close = async (): Promise<void> => {
    await server.stop()
    folder.remove()
  }
  return { server, close }
}

async function openWithWorkers(env: Readonly<Record<string, string>>): Promise<Place> {
  const folder = temporaryFolder()
  const redis = await startRedis()
  const start = { program: fromCheckout, dataDir: folder.path, env: { ...env, REDIS_URL: redis.url } }
  const server = await serve({ ...start, words: ['--no-workers'] })
  const worker = work({ ...start, words: [] })
  const close = async (): Promise<void> => {
    await Promise.all([server.stop(), worker.stop()])
    await redis.stop()
    folder.remove()
  }
  return { server, close }
}
