import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command, fromCheckout, temporaryFolder } from '../support/cartwright.ts'

let folder: ReturnType<typeof temporaryFolder>
let path: (name: string) => string
beforeAll(() => {
  folder = temporaryFolder()
  path = (name) => join(folder.path, name)
  writeFileSync(path('letter.txt'), 'Dear shop, '.repeat(2_000))
})
afterAll(() => folder.remove())

async function failure(...words: string[]): Promise<string> {
  const { status, output } = await command(fromCheckout, folder.path, words)
  expect(status).toBe(1)
  return output
}

test('a data directory that cannot be made is told by the name of its setting', async () => {
  expect(await failure('serve', '--data-dir', '/proc/nope')).toBe(
    'cartwright: DATA_DIR is /proc/nope, which cannot be made: there is no such file or directory.\n',
  )
  const file = path('letter.txt')
  expect(await failure('migrate', '--data-dir', file)).toBe(
    `cartwright: DATA_DIR is ${file}, which cannot be made: there is a file of that name.\n`,
  )
})

test('a file that cannot be read or written is named, with the reason in words', async () => {
  const missing = path('missing/catalog.json')
  expect(await failure('import', missing)).toBe(
    `cartwright: ${missing} cannot be read: there is no such file or directory.\n`,
  )
  expect(await failure('import', folder.path)).toBe(`cartwright: ${folder.path} cannot be read: it is a directory.\n`)
  expect(await failure('export', missing)).toBe(
    `cartwright: ${missing} cannot be written: there is no such file or directory.\n`,
  )
})

test('a file that is no database is named and left alone, the shop’s as the test bank’s', async () => {
  const letter = readFileSync(path('letter.txt'), 'utf8')
  for (const [directory, name] of [
    ['one', 'cartwright.db'],
    ['other', 'test-gateway.db'],
  ] as const) {
    const file = join(path(directory), name)
    mkdirSync(path(directory))
    writeFileSync(file, letter)
    const said = `cartwright: ${file} is not a database.\n`
    expect(await failure('import', path('letter.txt'), '--data-dir', path(directory))).toBe(said)
    if (name === 'cartwright.db') expect(await failure('migrate', 'status', '--data-dir', path(directory))).toBe(said)
    expect(readFileSync(file, 'utf8')).toBe(letter)
  }
})

test('a list that is too long is told how long it is', async () => {
  const prices = Array(1_001).fill({ currency_code: 'eur', amount: 100 })
  const product = { title: 'Chair', handle: 'chair', variants: [{ title: 'One', prices }] }
  writeFileSync(path('long.json'), JSON.stringify({ products: [product] }))
  expect(await failure('import', path('long.json'))).toContain(
    'products[0].variants[0].prices: must be a list of at most 1000 items, not of 1001\n',
  )
})
