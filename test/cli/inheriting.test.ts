import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import { leaseMs } from '../../src/checkout/job.ts'
import { fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'
import { cartReadyToComplete } from '../support/server.ts'

/** Longer than a start and a job take on a busy machine, and far from a lease. */
const soonMs = leaseMs / 2

/** How slow the bank is: long enough to do something to the server meanwhile. */
const bankMs = 1_500

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

const start = () => serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1' }, words: [] })

test('a killed server’s checkout goes on as soon as there is a server again, not when its lease is over', async () => {
  const first = await start()
  const location = await beginCheckout(first)
  await first.kill()
  const second = await start()
  const ready = performance.now()
  await untilState(second, location, 'completed')
  expect(performance.now() - ready).toBeLessThan(soonMs)
  expect(await second.stop()).toBe(0)
}, 40_000)

test('a server that is only paused keeps what it claimed from one that starts meanwhile', async () => {
  const first = await start()
  const location = await beginCheckout(first)
  first.pause()
  const claimed = claims()
  expect(claimed).toMatchObject([{ kind: 'authorize-payment', attempt: 1 }])
  const second = await start()
  await Bun.sleep(bankMs)
  expect(claims()).toEqual(claimed)
  first.resume()
  await untilState(second, location, 'completed')
  expect(await second.stop()).toBe(0)

  // Who stays has a place of its own: it may go, and others come, without anybody taking what is not theirs.
  const third = await start()
  const other = await beginCheckout(first)
  const fourth = await start()
  await untilState(third, other, 'completed')
  for (const server of [first, third, fourth]) expect(await server.stop()).toBe(0)
}, 60_000)

/** A checkout that is at the bank; its address. */
async function beginCheckout(server: Running): Promise<string> {
  const cartId = await cartReadyToComplete(server.base, { outcome: 'authorize', delay_ms: bankMs })
  const headers = { prefer: 'respond-async' }
  const begun = await fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST', headers })
  const location = begun.headers.get('location') ?? ''
  await untilState(server, location, 'authorizing')
  return location
}

/** Fails by the test's own time limit when it never comes to that. */
async function untilState({ base }: Running, location: string, state: string): Promise<void> {
  while (((await (await fetch(`${base}${location}`)).json()) as { state: string }).state !== state) await Bun.sleep(20)
}

function claims(): readonly unknown[] {
  const file = new Database(join(folder.path, 'cartwright.db'), { readonly: true })
  const rows = file.query(`select kind, attempt, lease_token, lease_until from jobs where state = 'running'`).all()
  file.close()
  return rows
}
