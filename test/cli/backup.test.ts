import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'
import { violationsIn } from '../support/invariants.ts'
import { ask, cartReadyToComplete } from '../support/server.ts'

let folder: ReturnType<typeof temporaryFolder>
let other: ReturnType<typeof temporaryFolder>
let server: Running | null = null
beforeEach(() => {
  folder = temporaryFolder()
  other = temporaryFolder()
})
afterEach(async () => {
  await server?.stop()
  server = null
  folder.remove()
  other.remove()
})

const run = (dataDir: string, ...words: string[]) => command(fromCheckout, dataDir, words)
const open = (dataDir: string) => serve({ program: fromCheckout, dataDir, env: { DEMO: '1' }, words: [] })

async function buy(base: string): Promise<string> {
  const cartId = await cartReadyToComplete(base, { outcome: 'authorize' })
  const { data } = (await ask(base, 'POST', `/carts/${cartId}/complete`, {})) as { data: { id: string } }
  return data.id
}

function count(file: string, table: string): number {
  const database = new Database(file, { readonly: true })
  const row = database.query<{ n: number }, []>(`select count(*) as n from ${table}`).get()
  database.close()
  return row?.n ?? -1
}

test('a backup made while shoppers buy is a whole shop, which goes on where it stood', async () => {
  server = await open(folder.path)
  const { base } = server
  const before = await buy(base)
  let isOver = false
  const bought: string[] = []
  const shoppers = Array.from({ length: 3 }, async () => {
    while (!isOver) bought.push(await buy(base))
  })
  while (bought.length < 3) await Bun.sleep(10)
  const file = join(other.path, 'shop.backup')
  const { status, output } = await run(folder.path, 'backup', file)
  expect([status, output]).toEqual([0, `${file} holds the shop as it was just now.\n`])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  isOver = true
  await Promise.all(shoppers)
  await server.stop()

  const restored = await run(other.path, 'restore', file)
  expect([restored.status, restored.output]).toEqual([0, `${join(other.path, 'cartwright.db')} is restored.\n`])
  server = await open(other.path)
  expect(await ask(server.base, 'GET', `/orders/${before}`)).toMatchObject({ order: { id: before } })
  await buy(server.base)
  while (!(await run(other.path, 'jobs', 'drain')).output.includes('Nothing is due')) await Bun.sleep(50)
  // The test bank's book is another file, and not in the backup: what it has more is for `reconcile` to tell.
  expect(violationsIn(other.path, []).filter(({ rule }) => rule !== 'I2')).toEqual([])
  expect((await run(other.path, 'doctor')).output).toContain('all is well')
}, 60_000)

describe('a backup', () => {
  test('never writes over a file, and leaves nothing half behind', async () => {
    expect((await run(folder.path, 'migrate')).status).toBe(0)
    const file = join(other.path, 'taken')
    writeFileSync(file, 'mine')
    const taken = await run(folder.path, 'backup', file)
    expect([taken.status, taken.output]).toEqual([
      1,
      `cartwright: ${file} is there already; a backup never writes over a file.\n`,
    ])
    const nowhere = await run(folder.path, 'backup', join(other.path, 'no/such/folder'))
    expect(nowhere.status).toBe(1)
    expect(readdirSync(other.path)).toEqual(['taken'])
    expect((await run(other.path, 'backup', join(folder.path, 'copy'))).output).toContain('There is no database at')
  })
})

describe('restoring', () => {
  test('keeps what was there, and not while a server has it open', async () => {
    server = await open(folder.path)
    const file = join(other.path, 'shop.backup')
    await run(folder.path, 'backup', file)
    const late = await buy(server.base)
    const refused = await run(folder.path, 'restore', file)
    expect(refused.status).toBe(1)
    expect(refused.output).toContain('another program')
    expect(await ask(server.base, 'GET', `/orders/${late}`)).toMatchObject({ order: { id: late } })
    await server.stop()
    server = null
    const { status, output } = await run(folder.path, 'restore', file)
    expect(status).toBe(0)
    const former = /kept as (.+)\.$/m.exec(output)?.[1] ?? ''
    expect(count(join(folder.path, 'cartwright.db'), 'orders')).toBe(0)
    expect(count(former, 'orders')).toBe(1)
  }, 30_000)

  test('refuses what is damaged, newer or nobody’s, and changes nothing', async () => {
    await run(folder.path, 'migrate')
    const good = join(other.path, 'good')
    await run(folder.path, 'backup', good)
    const newer = join(other.path, 'newer')
    copyFileSync(good, newer)
    const database = new Database(newer)
    database.run("insert into migrations (name, hash, applied_at) values ('9999_later', '', 0)")
    database.close()
    const damaged = join(other.path, 'damaged')
    writeFileSync(
      damaged,
      Buffer.concat([
        await Bun.file(good)
          .bytes()
          .then((bytes) => bytes.subarray(0, 8192)),
        Buffer.alloc(60_000, 7),
      ]),
    )
    const text = join(other.path, 'text')
    writeFileSync(text, 'not a database at all, but long enough to be looked at as if it were one')
    const before = await Bun.file(join(folder.path, 'cartwright.db')).bytes()
    for (const [file, words] of [
      [newer, 'newer program (9999_later)'],
      [damaged, 'damaged'],
      [text, 'is not a database'],
      [join(other.path, 'none'), 'There is no file'],
    ] as const) {
      const { status, output } = await run(folder.path, 'restore', file)
      expect([status, output]).toEqual([1, expect.stringContaining(words)])
    }
    expect(await Bun.file(join(folder.path, 'cartwright.db')).bytes()).toEqual(before)
    expect(existsSync(join(folder.path, 'cartwright.db.restoring'))).toBe(false)
  }, 30_000)
})
