import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { version } from '../../package.json'
import { command, fromCheckout, temporaryFolder } from '../support/cartwright.ts'

const catalog = resolve(import.meta.dir, '../support/catalog/peer-store.json')

let folder: ReturnType<typeof temporaryFolder>

beforeAll(() => {
  folder = temporaryFolder()
})
afterAll(() => folder.remove())

function say(...words: string[]) {
  return command(fromCheckout, folder.path, words)
}

describe('exit statuses', () => {
  test('0 for what was done', async () => {
    expect(await say('version')).toEqual({ status: 0, output: `cartwright ${version} (from source)\n` })
    const help = await say('help')
    expect(help.status).toBe(0)
    for (const word of ['serve', 'work', 'import', 'export', 'migrate', 'DATA_DIR']) expect(help.output).toContain(word)
  })

  test('2 for what was not understood, with a sentence and no stack', async () => {
    expect(await say('sevre')).toEqual({
      status: 2,
      output: 'cartwright: There is no command "sevre"; is serve meant? (cartwright help)\n',
    })
    expect(await say('serve', '--port', 'x')).toEqual({
      status: 2,
      output: 'cartwright: PORT must be a whole number from 0 to 65535, not "x".\n',
    })
    expect((await say('work')).status).toBe(2)
    expect((await say('serve', '--no-workers')).status).toBe(2)
  })

  test('1 for what failed, with a sentence and no stack', async () => {
    const { status, output } = await say('import', join(folder.path, 'nothing.json'))
    expect(status).toBe(1)
    expect(output).toMatch(/^cartwright: .*nothing\.json.*\n$/)
    expect((await say('healthcheck', '--port', '1')).status).toBe(1)
  })
})

test('config shows what would be used and masks secrets', async () => {
  const { output } = await say('config', '--redis-url', 'redis://:opensesame@cache', '--cart-ttl-days', '7')
  expect(output).toContain('CART_TTL_DAYS=7\n')
  expect(output).toContain('REDIS_URL=********\n')
  expect(output).not.toContain('opensesame')
})

test('migrate status shows and changes nothing; migrate brings the database up to date', async () => {
  const here = join(folder.path, 'migrated')
  const before = await say('migrate', 'status', '--data-dir', here)
  expect(before.output).toMatch(/^0000_\w+ {2}pending$/m)
  expect(() => statSync(join(here, 'cartwright.db'))).toThrow()
  const after = await say('migrate', '--data-dir', here)
  expect(after.status).toBe(0)
  expect(after.output).not.toContain('pending')
  expect((await say('migrate', 'status', '--data-dir', here)).output).toBe(after.output)
})

test('a data directory that is made is closed to others; one that was there keeps its mode, and its files are closed', async () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777
  const [made, given] = [join(folder.path, 'made'), join(folder.path, 'given')]
  mkdirSync(given)
  const mode = modeOf(given)
  for (const here of [made, given]) {
    expect((await say('import', catalog, '--data-dir', here)).status).toBe(0)
    for (const name of readdirSync(here)) expect([name, modeOf(join(here, name)) & 0o077]).toEqual([name, 0])
  }
  expect((await say('migrate', '--data-dir', join(folder.path, 'migrated-too'))).status).toBe(0)
  expect([modeOf(made), modeOf(given)]).toEqual([0o700, mode])
  expect(modeOf(join(folder.path, 'migrated-too'))).toBe(0o700)
})

describe('catalog files', () => {
  test('import says what it did, and once more that there is nothing to do', async () => {
    const first = await say('import', catalog)
    expect(first.status).toBe(0)
    expect(first.output).toMatch(/^products +31 new, 0 changed, 0 as they were$/m)
    expect(first.output).not.toContain('\r')
    const again = await say('import', catalog)
    expect(again.output).toMatch(/^products +0 new, 0 changed, 31 as they were$/m)
  })

  test('export writes what import reads, for nobody else to read', async () => {
    const file = join(folder.path, 'exported.json')
    expect(await say('export', file)).toEqual({ status: 0, output: '' })
    expect(statSync(file).mode & 0o077).toBe(0)
    expect((await say('export', '-')).output).toBe(readFileSync(file, 'utf8'))
    const again = await say('import', file)
    expect(again.status).toBe(0)
    expect(again.output).not.toMatch(/[1-9]\d* (new|changed)/)
  })

  test('a bad record names file, position and reason, and nothing of the file is there', async () => {
    const file = join(folder.path, 'bad.json')
    const product = (handle: string, amount: number) => ({
      title: handle,
      handle,
      variants: [{ title: 'One', prices: [{ currency_code: 'eur', amount }] }],
    })
    writeFileSync(file, JSON.stringify({ products: [product('fine-chair', 100), product('bad-chair', 1.5)] }))
    const { status, output } = await say('import', file)
    expect(status).toBe(1)
    expect(output).toContain('bad.json')
    expect(output).toContain('products[1].variants[0].prices[0].amount')
    expect((await say('export', '-')).output).not.toContain('fine-chair')
  })

  test('an unknown format is a wrong word', async () => {
    expect((await say('import', catalog, '--format', 'xml')).status).toBe(2)
  })
})
