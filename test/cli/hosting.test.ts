import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { readArguments } from '../../src/cli/arguments.ts'
import { readConfig } from '../../src/config.ts'
import { fileNameOf, settings } from '../../src/settings.ts'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../support/cartwright.ts'

const root = resolve(import.meta.dir, '../..')
const page = resolve(root, 'docs/hosting.md')
const written = readFileSync(page, 'utf8')
const units = readdirSync(join(root, 'ops/systemd')).map((name) => join(root, 'ops/systemd', name))
const files = [...readdirSync(join(root, 'ops')).map((name) => join(root, 'ops', name)), ...units, page]
const texts = files
  .filter((file) => statSync(file).isFile())
  .map((file) => [basename(file), readFileSync(file, 'utf8')] as const)
const settingNames = settings.flatMap(({ name, isSecret }) => (isSecret ? [name, fileNameOf(name)] : [name]))

/** Long, for a machine that has much else to do. */
const patience = 60_000

let folder: ReturnType<typeof temporaryFolder>
beforeAll(() => {
  folder = temporaryFolder()
})
afterAll(() => folder.remove())

/** What stands between backticks, and in the blocks of commands, of a page; a file of ours counts as one such place. */
function typed(name: string, text: string): string[] {
  if (!name.endsWith('.md')) return [text]
  const blocks = [...text.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  const spans = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, span = '']) => span)
  return [...blocks, ...spans].map((each) => each.replaceAll('\n', ' ; '))
}

describe.each(texts)('%s', (name, text) => {
  test('names settings that exist', () => {
    const named = text.match(/\b(?!AF_)[A-Z]{2,}(_[A-Z]{2,})+\b/g) ?? []
    const given = name.endsWith('.env') ? [...text.matchAll(/^#?([A-Z_]+)=/gm)].map(([, set = '']) => set) : []
    for (const setting of [...named, ...given]) expect(settingNames).toContain(setting)
  })
})

test('the page names commands that exist, with words that they take', () => {
  const begin = /(?:^|; )(?:docker exec cartwright )?(?:shop|cartwright) ([a-z]+(?: [\w./:=…-]+)*)/g
  const said = typed(page, written).flatMap((place) => [...place.matchAll(begin)].map(([, words = '']) => words))
  expect(said.length).toBeGreaterThan(20)
  for (const line of said) {
    const words = line.split(' ')
    // A name alone speaks of the command.
    expect(() => readArguments(words.length > 1 ? words : [...words, '--help'])).not.toThrow()
  }
})

test('the page links to what is there, and names every file of ops', () => {
  for (const [, link = ''] of written.matchAll(/\]\(([^)#]+)\)/g)) {
    if (!link.startsWith('http'))
      expect({ link, isThere: existsSync(resolve(dirname(page), link)) }).toEqual({ link, isThere: true })
  }
  for (const [, file = ''] of written.matchAll(/(?<![\w/])(ops\/[\w./@-]+)/g)) {
    expect({ file, isThere: existsSync(join(root, file)) }).toEqual({ file, isThere: true })
  }
  const named = [...files].filter((file) => statSync(file).isFile() && file !== page).map((file) => basename(file))
  const stem = (file: string) => file.replace(/@?\.(service|timer)$/, '')
  for (const file of named) expect(written).toContain(stem(file))
})

test('the page names every alert, and no other', () => {
  const rules = readFileSync(join(root, 'ops/alerts.yml'), 'utf8').matchAll(/- alert: (\w+)/g)
  const rows = written.matchAll(/^\| `([A-Z]\w+)` \|/gm)
  expect([...rows].map(([, alert]) => alert)).toEqual([...rules].map(([, alert]) => alert))
})

describe('the units', () => {
  test('run commands of ours, hardened, with files that the environment file can mean', () => {
    const services = units.filter((file) => file.endsWith('.service')).map((file) => readFileSync(file, 'utf8'))
    expect(services.length).toBeGreaterThanOrEqual(4)
    for (const text of services) {
      for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'User=cartwright', 'UMask=0077']) {
        expect(text).toContain(`\n${line}\n`)
      }
      expect(text).toMatch(/^ReadWritePaths=\/var\/lib\/cartwright/m)
      const [, program, words = ''] = /^ExecStart=\/usr\/local\/bin\/(cartwright\S*) (.+)$/m.exec(text) ?? []
      if (program === 'cartwright') expect(() => readArguments(words.split(' '))).not.toThrow()
      else expect(existsSync(join(root, `ops/${program}`))).toBe(true)
    }
    const server = readFileSync(join(root, 'ops/systemd/cartwright.service'), 'utf8')
    for (const line of ['Restart=always', 'TimeoutStopSec=20', 'LimitNOFILE=65536'])
      expect(server).toContain(`\n${line}\n`)
  })

  test('have settings that the program takes, those in comments, too', () => {
    const lines = readFileSync(join(root, 'ops/systemd/cartwright.env'), 'utf8').matchAll(/^#?([A-Z_]+)=(.+)$/gm)
    const env = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]))
    const config = readConfig({ env, flags: new Map(), readFile: () => 'sk_live_x' })
    expect(config).toMatchObject({ dataDir: '/var/lib/cartwright', trustProxy: true, host: '127.0.0.1' })
  })

  test('are what systemd understands, where there is a systemd to ask', async () => {
    const copies = units
      .filter((file) => /\.(service|timer)$/.test(file))
      .map((file) => {
        const copy = join(folder.path, basename(file).replace('@.', '@1.'))
        writeFileSync(copy, readFileSync(file, 'utf8').replaceAll(/\/usr\/local\/bin\/\S+/g, '/bin/true'))
        return copy
      })
    const program = Bun.which('systemd-analyze') ?? '/bin/true'
    const verified = Bun.spawn([program, 'verify', ...copies], { stdout: 'pipe', stderr: 'pipe' })
    const said = await new Response(verified.stderr).text()
    expect(said).not.toMatch(/cartwright[^\n]*:\d+:/)
    expect({ status: await verified.exited, said }).toMatchObject({ status: 0 })
  })
})

test('the container runs a command of ours as nobody in particular, and asks whether it is ready', () => {
  const text = readFileSync(join(root, 'ops/Dockerfile'), 'utf8')
  expect(text).toMatch(/^USER 10001:10001$/m)
  expect(/^VOLUME (\S+)$/m.exec(text)?.[1]).toBe(/DATA_DIR=(\S+)/.exec(text)?.[1] ?? 'unset')
  const [, health = '[]'] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(text) ?? []
  const [, start = '[]'] = /^CMD (\[.*\])$/m.exec(text) ?? []
  expect(health).toBe('["cartwright", "healthcheck"]')
  expect(start).toBe('["serve"]')
  const [, env = ''] = /^ENV (.+)$/m.exec(text) ?? []
  const given = Object.fromEntries(env.split(' ').map((pair) => pair.split('=')))
  expect(readConfig({ env: given, flags: new Map(), readFile: () => '' })).toMatchObject({
    host: '0.0.0.0',
    port: 9000,
  })
})

describe('beside a running server', () => {
  let running: Running
  beforeAll(async () => {
    const dataDir = join(folder.path, 'data')
    mkdirSync(dataDir)
    const env = { ADMIN_TOKEN: 'a-token-of-operators' }
    running = await serve({ program: fromCheckout, dataDir, env, words: [] })
  }, patience)
  afterAll(() => running.stop())

  test(
    'every endpoint that the page and the proxies name is there',
    async () => {
      const places = texts.flatMap(([name, text]) => (/hosting|nginx|Caddy/.test(name) ? typed(name, text) : []))
      const named = places.flatMap(
        (place) => place.match(/(?<![\w./])\/(admin|metrics|readyz|health|checkouts)\b[\w/]*/g) ?? [],
      )
      const paths = new Set(
        named.map((path) => path.replace(/\/$/, '')).filter((path) => !['/admin', '/checkouts'].includes(path)),
      )
      expect(paths.size).toBeGreaterThanOrEqual(6)
      for (const path of paths) {
        const signal = AbortSignal.timeout(10_000)
        const answer = await fetch(running.base + path, {
          headers: { authorization: 'Bearer a-token-of-operators' },
          signal,
        })
        expect([path, answer.status === 404 && path !== '/admin/catalog']).toEqual([path, false])
        await answer.body?.cancel()
      }
    },
    patience,
  )

  test(
    'the nightly backup keeps copy and secrets, and takes old copies away only after a new one',
    async () => {
      const bin = join(folder.path, 'bin')
      const to = join(folder.path, 'backups')
      for (const each of [bin, to]) mkdirSync(each)
      writeFileSync(join(bin, 'cartwright'), `#!/bin/sh\nexec '${fromCheckout.join("' '")}' "$@"\n`)
      chmodSync(join(bin, 'cartwright'), 0o755)
      const ages = { 'cartwright-20200101T000000Z.db': 16, 'cartwright-20200102T000000Z.db': 3, 'mine.db': 99 }
      for (const [name, days] of Object.entries(ages)) {
        writeFileSync(join(to, name), '')
        utimesSync(join(to, name), new Date(), new Date(Date.now() - days * 86_400_000))
      }
      const run = async (dataDir: string) => {
        const env = { PATH: `${bin}:${process.env['PATH']}`, DATA_DIR: dataDir }
        return Bun.spawn([join(root, 'ops/cartwright-backup'), to, '14'], { env, stdout: 'pipe', stderr: 'pipe' })
          .exited
      }
      expect(await run(join(folder.path, 'nowhere'))).not.toBe(0)
      expect(
        readdirSync(to)
          .filter((name) => name.endsWith('.db'))
          .sort(),
      ).toEqual(Object.keys(ages).sort())

      expect(await run(running.dataDir)).toBe(0)
      const copies = readdirSync(to)
        .filter((name) => name.startsWith('cartwright-'))
        .sort()
      expect(copies).toHaveLength(2)
      expect(copies[0]).toBe('cartwright-20200102T000000Z.db')
      expect(readdirSync(to)).toContain('mine.db')
      expect(readdirSync(join(to, 'secrets')).sort()).toEqual(['cookie-secret', 'jwt-secret'])
      for (const name of ['cookie-secret', 'jwt-secret']) {
        expect(readFileSync(join(to, 'secrets', name), 'utf8')).toBe(readFileSync(join(running.dataDir, name), 'utf8'))
        expect(statSync(join(to, 'secrets', name)).mode & 0o077).toBe(0)
      }
      const restored = await command(fromCheckout, folder.path, [
        'restore',
        join(to, copies[1] ?? ''),
        '--data-dir',
        join(folder.path, 'new'),
      ])
      expect(restored.status).toBe(0)
    },
    patience,
  )
})
