import { afterAll, beforeAll, expect, test } from 'bun:test'
import { resolve } from 'node:path'
import { fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'

const folder = temporaryFolder()
let server: Running
beforeAll(async () => {
  server = await serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1' }, words: [] })
}, 60_000)
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

test('what the README tells to type buys something from the demo shop', async () => {
  const page = await Bun.file(resolve(import.meta.dir, '../../README.md')).text()
  const walk = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].find(([, block = '']) => block.startsWith('BASE='))
  const shell = Bun.spawn(['bash', '-e', '-o', 'pipefail', '-c', walk?.[1] ?? 'exit 9'], {
    cwd: folder.path,
    env: { PATH: process.env['PATH'] ?? '', BASE: server.base },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [said, complained] = await Promise.all([new Response(shell.stdout).text(), new Response(shell.stderr).text()])
  expect([await shell.exited, complained]).toEqual([0, ''])
  // 2 × 69.00 + 5.90 = 143.90, and 20 % of it: 28.78.
  expect(said).toMatch(/^order_[0-9A-Z]{26} 17268\s*$/)

  const token = (await Bun.file(resolve(folder.path, 'admin-token')).text()).trim()
  const orders = await fetch(`${server.base}/admin/orders`, { headers: { authorization: `Bearer ${token}` } })
  expect(await orders.text()).toContain(said.split(' ')[0] ?? 'no order')
}, 30_000)
