import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fromCheckout, serve, temporaryFolder } from '../../support/cartwright.ts'

const root = resolve(import.meta.dir, '../../..')
const page = readFileSync(resolve(root, 'docs/headless.md'), 'utf8')

test('the program of docs/headless.md runs as it stands, with the key that the demo shop logs', async () => {
  const folder = temporaryFolder()
  const env = { DEMO: '1', LOG_LEVEL: 'info' }
  const server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
  try {
    const logged = () => /pk_test_[0-9a-f]{48}/.exec(server.output())?.[0]
    // The log is written a moment after what it tells of.
    while (logged() === undefined) await Bun.sleep(20)
    const key = logged() ?? ''
    const program = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const child = Bun.spawn([process.execPath, '-e', program], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', KEY: key, BASE: server.base },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [said, complained] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
    expect(complained).toBe('')
    expect(said).toMatch(/^1 pending \{\s+amount: \d+,\s+currency: "EUR",\s+\}\n$/)
  } finally {
    await server.stop()
    folder.remove()
  }
}, 30_000)
