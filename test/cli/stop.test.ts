import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { fromCheckout, serve, temporaryFolder } from '../support/cartwright.ts'
import { cartReadyToComplete } from '../support/server.ts'

/** How slow the test bank is: slower than a request may wait during a stop, faster than a job may run. */
const slowBankMs = 2_500

describe('SIGTERM with requests in flight', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(() => {
    folder = temporaryFolder()
  })
  afterAll(() => folder.remove())

  const start = () =>
    serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1', LOG_LEVEL: 'info' }, words: [] })

  test('who waits for a quick checkout gets the order', async () => {
    const server = await start()
    const cartId = await cartReadyToComplete(server.base, { outcome: 'authorize', delay_ms: 250 })
    const completing = fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST' })
    await Bun.sleep(100)
    const status = server.stop()
    const answer = await completing
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ type: 'order', data: { cart_id: cartId } })
    expect(await status).toBe(0)
  }, 30_000)

  test('who waits for a slow one is told where to look, and the order is there after the next start', async () => {
    const server = await start()
    const cartId = await cartReadyToComplete(server.base, { outcome: 'authorize', delay_ms: slowBankMs })
    const completing = fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST' })
    await Bun.sleep(100)
    const status = server.stop()
    const answer = await completing
    expect(answer.status).toBe(202)
    const location = answer.headers.get('location') ?? ''
    expect(location).toStartWith('/checkouts/chk_')
    expect(await status).toBe(0)
    expect(await fetch(`${server.base}/health`).catch(() => 'refused')).toBe('refused')
    const wal = Bun.file(join(folder.path, 'cartwright.db-wal'))
    expect((await wal.exists()) ? wal.size : 0).toBe(0)

    const again = await start()
    expect(await untilTerminal(`${again.base}${location}`)).toMatchObject({ state: 'completed', cart_id: cartId })
    expect(await again.stop()).toBe(0)
  }, 60_000)
})

async function untilTerminal(url: string): Promise<{ terminal: boolean }> {
  for (;;) {
    const checkout = (await (await fetch(url)).json()) as { terminal: boolean }
    if (checkout.terminal) return checkout
    await Bun.sleep(50)
  }
}
