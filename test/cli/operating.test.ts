import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'
import { cartReadyToComplete } from '../support/server.ts'

let folder: ReturnType<typeof temporaryFolder>
let server: Running
beforeAll(async () => {
  folder = temporaryFolder()
  server = await serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1' }, words: [] })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

const run = (...words: string[]) => command(fromCheckout, folder.path, words)

async function begun(data: object): Promise<string> {
  const cartId = await cartReadyToComplete(server.base, data)
  const headers = { prefer: 'respond-async' }
  const answer = await fetch(`${server.base}/store/carts/${cartId}/complete`, { method: 'POST', headers })
  return answer.headers.get('location')?.split('/').at(-1) ?? ''
}

async function untilState(id: string, state: string): Promise<void> {
  while (((await (await fetch(`${server.base}/checkouts/${id}`)).json()) as { state: string }).state !== state) {
    await Bun.sleep(20)
  }
}

test('checkouts that have not ended are listed, shown with their history, and canceled', async () => {
  const id = await begun({ outcome: 'requires_action' })
  await untilState(id, 'requires_action')
  const { status, output } = await run('checkouts', 'ls')
  expect(status).toBe(0)
  const [heading, row] = output.split('\n')
  expect(heading?.split(/ {2,}/)).toEqual(['ID', 'STATE', 'FOR', 'PROVIDER', 'TOTAL', 'E-MAIL'])
  expect(row).toMatch(new RegExp(`^${id} +requires_action +\\d+ s +test +\\d+\\.\\d\\d EUR +a@example.com$`))
  const shown = (await run('checkouts', 'show', id)).output
  expect(shown).toMatch(/accepted +taxed +job/)
  expect(shown).toMatch(/authorizing +requires_action +job +the shopper has to act/)
  expect(await run('checkouts', 'retry', id)).toMatchObject({
    status: 1,
    output: expect.stringContaining('waits for the shopper'),
  })
  expect(await run('checkouts', 'cancel', id)).toEqual({ status: 0, output: `${id} is canceled.\n` })
  const all = JSON.parse((await run('checkouts', 'ls', '--state', 'canceled', '--json')).output)
  expect(all).toMatchObject({ count: 1, checkouts: [{ id, state: 'canceled' }] })
}, 30_000)

test('a job that was given up is found, and done by the running server once it is asked for again', async () => {
  const id = await begun({ outcome: 'timeout_before_charge' })
  await untilState(id, 'payment_unknown')
  const shop = new Database(join(folder.path, 'cartwright.db'))
  shop.run('pragma busy_timeout = 5000')
  shop.run(`update jobs set state = 'dead', lease_token = null, lease_until = null, last_error = 'Error: no idea'
    where checkout_id = '${id}' and kind = 'authorize-payment'`)
  shop.close()
  const { jobs } = JSON.parse((await run('jobs', 'ls', '--state', 'dead', '--json')).output)
  expect(jobs).toMatchObject([{ kind: 'authorize-payment', state: 'dead', last_error: 'Error: no idea' }])
  const jobId = jobs[0].id
  expect(JSON.parse((await run('jobs', 'show', jobId)).output)).toMatchObject({
    id: jobId,
    payload: { checkoutId: id },
  })
  expect(await run('jobs', 'retry', 'dead')).toEqual({ status: 0, output: `${jobId} is due now.\n` })
  await untilState(id, 'completed')
  expect(await run('jobs', 'drain')).toEqual({ status: 0, output: 'Nothing is due, and nothing runs.\n' })
  expect(await run('jobs', 'retry', jobId)).toMatchObject({
    status: 1,
    output: expect.stringContaining('The job is done'),
  })
}, 30_000)

test.each([
  [['jobs'], 'Say it like this'],
  [['jobs', 'eat'], 'jobs knows'],
  [['jobs', 'ls', '--state', 'lost'], '--state takes'],
  [['jobs', 'drain', '--seconds', 'x'], '--seconds takes'],
  [['checkouts', 'show'], 'checkouts knows'],
  [['checkouts', 'ls', '--state', 'lost'], '--state takes'],
] as const)('%p is no way to say it', async (words, says) => {
  expect(await run(...words)).toMatchObject({ status: 2, output: expect.stringContaining(says) })
})
