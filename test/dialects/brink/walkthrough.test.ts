import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'

const page = readFileSync(resolve(import.meta.dir, '../../../docs/brink.md'), 'utf8')
const walk = page.slice(page.indexOf('## From an empty cart'), page.indexOf('## Every call'))

const folder = temporaryFolder()
let server: Running
beforeAll(async () => {
  server = await serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1' }, words: [] })
}, 30_000)
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

test('the commands of docs/brink.md run as they stand, and answer what stands beside them', async () => {
  const commands = [...walk.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  expect(commands.length).toBeGreaterThan(8)
  const shell = Bun.spawn(['bash', '-e', '-o', 'pipefail', '-c', commands.join('\n')], {
    cwd: folder.path,
    env: { PATH: process.env['PATH'] ?? '', BASE: server.base },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [said, complained] = await Promise.all([new Response(shell.stdout).text(), new Response(shell.stderr).text()])
  expect([await shell.exited, complained]).toEqual([0, ''])

  const prose = walk.replace(/```sh\n[\s\S]*?```/g, '')
  const promised = [...prose.matchAll(/`("[a-zA-Z]+":[^`]+)`/g)].map(([, told = '']) => told)
  const lines = said.trim().split('\n')
  expect(lines.filter((line) => !line.startsWith('"nextAction"'))).toEqual(promised)
  expect(lines.find((line) => line.startsWith('"nextAction"'))).toContain('"type":"set_outcome"')
}, 30_000)

test('every call of the page’s table is there, and the last one left the answer in its folder', async () => {
  const calls = [...page.matchAll(/`(GET|POST|PUT|DELETE) (\/[^`]*)`/g)].map(([, method = '', path = '']) => [
    method,
    path,
  ])
  expect(calls.length).toBeGreaterThan(20)
  for (const [method = '', path = ''] of calls) {
    const answer = await fetch(`${server.base}${path.replaceAll(/\{[^}]*\}/g, 'x')}`, { method })
    const { message } = (await answer.json()) as { message?: string }
    expect([method, path, message ?? '']).not.toEqual([method, path, expect.stringMatching(/^There is nothing at/)])
  }
  expect(await Bun.file(join(folder.path, 'answer.json')).json()).toMatchObject({ error: 'session locked' })
})
