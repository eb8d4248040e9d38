import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readArguments } from '../../src/cli/arguments.ts'
import { commands } from '../../src/cli/commands.ts'
import { run } from '../../src/cli/run.ts'
import { settings } from '../../src/settings.ts'
import { command, fromCheckout, temporaryFolder } from '../support/cartwright.ts'

const catalogs = resolve(import.meta.dir, '../support/catalog')
const seed = JSON.stringify({ users: [], products: [{ title: 'Cup', handle: 'cup', variants: [] }] })
const csv =
  'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\nmug,Mug,Title,Default Title,MUG-1,9.50\n'

/** Long, for a machine that has much else to do. */
const patience = 120_000

async function said(...words: string[]): Promise<{ status: number; out: string; error: string }> {
  const heard = { out: '', error: '' }
  const voice = {
    out: (text: string) => {
      heard.out += `${text}\n`
    },
    error: (text: string) => {
      heard.error += `${text}\n`
    },
    redraw: () => {},
    isTerminal: false,
  }
  return { status: await run(words, { env: {}, voice }), ...heard }
}

function wordsOf(line: string): string[] {
  return line.split(' ').slice(1)
}

describe('help', () => {
  test('at a glance: every command, every setting, exit statuses', async () => {
    const { status, out } = await said('help')
    expect(status).toBe(0)
    for (const { name, does } of commands) expect(out).toMatch(new RegExp(`^  ${name} +${does.slice(0, 20)}`, 'm'))
    for (const { name } of settings) expect(out).toContain(`\n  ${name} `)
    expect(out).toContain('Exit status: 0')
    expect((await said('--help')).out).toBe(out)
    expect((await said('-h')).out).toBe(out)
  })

  test.each(commands.map(({ name }) => name))('%s is explained, whichever way one asks', async (name) => {
    const { status, out } = await said('help', name)
    expect(status).toBe(0)
    expect(out).toStartWith(`cartwright ${name}`)
    for (const heading of ['Examples', 'Exit status']) expect(out).toContain(`\n\n${heading}\n`)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    expect((await said(name, '--help')).out).toBe(name === 'help' ? (await said('help')).out : out)
    expect((await said('--help', name)).out).toBe(out)
  })

  test('--help explains instead of doing, whatever else is said', async () => {
    const { out } = await said('help', 'restore')
    expect((await said('restore', 'some.db', '--data-dir', 'x', '--help')).out).toBe(out)
    expect((await said('restore', '-h')).out).toBe(out)
    expect((await said('--port', '1', '--help')).out).toBe((await said('help', 'serve')).out)
    expect(readArguments(['keys', 'create', '--name', '--help']).options.get('--name')).toBe('--help')
  })

  test('a command that does not exist is a wrong word', async () => {
    expect(await said('help', 'improt')).toEqual({
      status: 2,
      out: '',
      error: 'cartwright: There is no command "improt"; is import meant? (cartwright help)\n',
    })
  })
})

describe.each(commands.map((each) => [each.name, each] as const))(
  'the page of %s',
  (name, { synopsis, options, page }) => {
    test('names every option of the synopsis, and no other, each with a meaning', () => {
      const shown = new Set(synopsis.match(/--[a-z-]+/g))
      expect([...shown].sort()).toEqual(options.map(({ flag }) => flag).sort())
      for (const { meaning } of options) expect(meaning.length).toBeGreaterThan(10)
    })

    test('names every word of the synopsis that stands for itself', () => {
      const bare = synopsis.replaceAll(/--[a-z-]+( [\w|-]+)?/g, '').match(/\b[a-z]{2,}\b/g) ?? []
      const explained = page.words.map(([word]) => word).join(' ')
      for (const word of bare) expect(explained).toContain(word)
    })

    test('has examples that are understood as they stand', () => {
      expect(page.examples.length).toBeGreaterThan(0)
      for (const [line] of page.examples) {
        expect(line).toStartWith('cartwright ')
        const read = readArguments(wordsOf(line))
        expect([name, 'help']).toContain(read.command.name)
      }
    })

    test('names settings that exist', () => {
      const known = settings.map((setting) => setting.name)
      for (const setting of page.settings) expect(known).toContain(setting)
    })
  },
)

describe('the examples', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeAll(() => {
    folder = temporaryFolder()
    copyFileSync(join(catalogs, 'peer-store.json'), join(folder.path, 'catalog.json'))
    writeFileSync(join(folder.path, 'seed.json'), seed)
    writeFileSync(join(folder.path, 'products.csv'), csv)
  })
  afterAll(() => folder.remove())

  /** What needs a server or an id of one's own is tried where there are some. */
  const elsewhere = /^cartwright (serve|work|healthcheck)|[a-z]+_01KCV9|--redis-url/

  test(
    'do what they say, in the order of the pages',
    async () => {
      const order = ['import', 'export', 'migrate', 'backup', 'restore']
      const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
      const pages = [...commands].sort((one, other) => rank(one.name) - rank(other.name))
      const lines = pages
        .flatMap(({ page }) => page.examples.map(([line]) => line))
        .filter((line) => !elsewhere.test(line))
      expect(lines.length).toBeGreaterThan(15)
      for (const line of lines) {
        const { status, output } = await command(fromCheckout, folder.path, wordsOf(line))
        expect({ line, status, output }).toMatchObject({ line, status: 0 })
      }
    },
    patience,
  )
})
