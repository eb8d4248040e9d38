import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fromCheckout, serve, temporaryFolder } from '../../support/cartwright.ts'
import { ask, cartReadyToComplete } from '../../support/server.ts'

const page = readFileSync(resolve(import.meta.dir, '../../../docs/operators.md'), 'utf8')

test('the commands of docs/operators.md run as they stand', async () => {
  const folder = temporaryFolder()
  const env = { DEMO: '1', ADMIN_TOKEN: 'operators-only-31c9', CHECKOUT_WAIT_MS: '10000' }
  const { base, stop } = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
  const bought = await ask(base, 'POST', `/carts/${await cartReadyToComplete(base, {})}/complete`)
  const { data } = bought as { readonly data: { readonly id: string } }

  const block = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const commands = block.replaceAll('\\\n', ' ').split('\n').filter(Boolean)
  const variables = { ...process.env, ADMIN_TOKEN: env.ADMIN_TOKEN, ORDER_ID: data.id }
  const answers: unknown[] = []
  for (const command of commands) {
    const asked = command.replaceAll('http://127.0.0.1:9000', base).replace('curl -s ', 'curl -sS --fail-with-body ')
    const ran = Bun.spawnSync(['sh', '-c', asked], { env: variables })
    expect([asked, ran.exitCode, ran.stdout.toString().slice(0, 200)]).toEqual([asked, 0, expect.any(String)])
    answers.push(JSON.parse(ran.stdout.toString()))
  }

  expect(answers).toMatchObject([
    { health: { status: 'ok' }, checkouts: [], deliveries: { waiting: 0, failed: 0 } },
    { checkouts: [], count: 0 },
    { jobs: [], count: 0 },
    { orders: [{ id: data.id, payment_status: 'awaiting' }], count: 1, limit: 5 },
    { deliveries: [], count: 0 },
    { order: { payment_status: 'captured', refundable_amount: 1188 } },
    {
      order: { payment_status: 'partially_refunded', refundable_amount: 1088, actions: [{}, { reason: 'came late' }] },
    },
  ])
  expect(await stop()).toBe(0)
  folder.remove()
}, 60_000)
