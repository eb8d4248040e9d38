import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { idleExports } from './support/exports.ts'
import { functionLengths, isWithin, root, ruleFor, type SourceFile, sourceFiles } from './support/source.ts'

const linesMax = 200
/** Tables of numbers and of stories may be longer than what has to be understood. */
const testLinesMax = 350
const functionLinesMax = 70

/** Everybody may say no, stop, and name things. */
const words = ['src/refusal.ts', 'src/invariant.ts', 'src/id.ts']
const core = ['src/money', 'src/catalog', 'src/cart', 'src/pricing', 'src/checkout']
const ports = [
  'src/store/store.ts',
  'src/store/audit.ts',
  'src/store/overview.ts',
  'src/payments/gateway.ts',
  'src/taxes/tax-provider.ts',
  'src/announcements/announcer.ts',
]
const storeTroubles = ['src/store/conflict.ts', 'src/store/lease-lost.ts']

/** Who may import whom, besides its own folder and the words above; the longest name that fits a file rules it. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/money': [],
  'src/catalog': ['src/money'],
  'src/cart': ['src/catalog', 'src/money'],
  'src/pricing': ['src/cart', 'src/catalog', 'src/money'],
  'src/checkout': ['src/pricing', 'src/cart', 'src/catalog', 'src/money'],
  'src/store': core,
  'src/payments': core,
  // What both have to do with Stripe and with strangers' answers is in one place.
  'src/taxes': [
    ...core,
    'src/payments/stripe-client.ts',
    'src/payments/http-answer.ts',
    'src/payments/http-signature.ts',
  ],
  'src/announcements': core,
  'src/catalog-files': [...core, 'src/store/store.ts'],
  'src/commands': [
    ...core,
    ...ports,
    ...storeTroubles,
    'src/payments/card-data.ts',
    'src/taxes/fingerprint.ts',
    'src/catalog-files',
  ],
  'src/http': [...core, 'src/commands/receipts.ts'],
  // The one picture that all doors show alike: a 202 and the address it names.
  'src/dialects': [...core, 'src/commands', 'src/http', 'src/operations/checkout-json.ts'],
  // In a browser there is nothing but the page, and how money is written.
  'src/operations/console/page': ['src/money'],
  'src/operations': [...core, ...ports, 'src/commands', 'src/http', 'src/config.ts'],
  'src/store/sqlite': [...core, 'src/store', 'db/schema', 'db/open.ts', 'src/payments/test-charges.ts'],
  'src/server.ts': ['src/app.ts', 'src/dialects', 'src/operations', 'src/commands', 'src/payments/card-data.ts'],
  'src/app.ts': ['src/dialects', 'src/operations', 'src/commands', 'src/http'],
  'src/config.ts': [
    'src/settings.ts',
    'src/nearest.ts',
    'src/announcements/endpoints.ts',
    'src/payments/payment-choice.ts',
    'src/taxes/tax-choice.ts',
    'src/storefront-choice.ts',
  ],
  'src/storefront-choice.ts': [],
  'src/settings.ts': [],
  'src/nearest.ts': [],
  'src/refusal.ts': [],
  'src/invariant.ts': [],
  'src/id.ts': [],
  'src/cli': ['src', 'workers', 'db', 'package.json'],
  'src/main.ts': ['src/cli'],
  workers: [...core, 'src/commands', 'src/store/store.ts', ...storeTroubles],
  db: [],
}

/** Who may use which package besides Node's own. A package that is not here may be used nowhere. */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  elysia: ['src/dialects', 'src/operations', 'src/app.ts'],
  '@elysiajs/openapi': ['src/operations/docs/document.ts'],
  'swagger-ui-dist': ['src/operations/docs/viewer-files.ts'],
  'drizzle-orm': ['src/store/sqlite', 'db/schema'],
  'bun:sqlite': ['src/store/sqlite', 'db'],
  bullmq: ['workers/bullmq.ts', 'workers/bull-board.ts'],
  '@bull-board/api': ['workers/bull-board.ts'],
  ioredis: ['workers/bullmq.ts', 'workers/bull-board.ts', 'workers/redis-settings.ts'],
  typebox: ['src/http', 'src/dialects', 'src/catalog-files', 'src/operations'],
  'csv-parse': ['src/catalog-files/shopify-csv.ts'],
  pino: ['src/operations/log.ts'],
  stripe: ['src/payments', 'src/taxes'],
  'prom-client': ['src/operations/metrics/metrics.ts'],
  'rate-limiter-flexible': ['src/http'],
  '@elysiajs/jwt': ['src/dialects', 'src/http'],
  jose: ['src/dialects/brink/session-token.ts'],
}

/** Where a rule could wait, look at the clock, throw dice or see the world, it would not be a rule. */
const impure = /\b(await|async|Date\.now|new Date\(\)|Math\.random|performance|crypto|setTimeout|process|Bun|fetch)\b/

/** Proven, and waiting for the doors that show decimals, reasons and UUIDs: files, and single exports. */
const notUsedYet: readonly string[] = ['src/pricing/explain.ts']

/** Exported whether or not somebody asks: limits, by the names they have, and what drizzle-kit reads of the tables. */
const alwaysExported = /(?:Max|MaxBytes|BytesMax|Ms|MsMax|Batch)$|^db\/schema\//

/** What a browser runs: bundled by the file that names it, so nobody imports it. */
const consolePage = 'src/operations/console/page/app.ts'

const program = sourceFiles(['src', 'workers', 'db'])
const tools = sourceFiles(['bench', 'bin', 'drizzle.config.ts'])
const tests = sourceFiles(['test'])
const everything = [...program, ...tools, ...tests]

describe('who may import whom', () => {
  test('every file keeps to its row of the table', () => {
    expect(program.flatMap(strayImports)).toEqual([])
  })

  test('no dialect knows another', () => {
    const dialect = (path: string) => /^src\/dialects\/([^/]+)\//.exec(path)?.[1]
    const strays = program.filter(({ path, imports }) => {
      const own = dialect(path)
      return own !== undefined && imports.some(({ target }) => (dialect(target) ?? own) !== own)
    })
    expect(strays.map(({ path }) => path)).toEqual([])
  })

  test('packages stay where they belong', () => {
    const strays = program.flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ target, isOurs }) =>
            !isOurs &&
            !target.startsWith('node:') &&
            !(ruleFor(mayUse, target) ?? []).some((place) => isWithin(path, place)),
        )
        .map(({ target }) => `${path} uses ${target}`),
    )
    expect(strays).toEqual([])
  })

  test('the program imports itself in no circle', () => {
    expect(circles(program)).toEqual([])
  })

  test('nothing lies about that nobody imports', () => {
    // What is read by others than the program: the compiler, and drizzle-kit the whole folder of tables.
    const tables = program.map(({ path }) => path).filter((path) => isWithin(path, 'db/schema'))
    const seeds = [
      'src/main.ts',
      'db/sql.d.ts',
      'src/operations/docs/files.d.ts',
      consolePage,
      ...tables,
      ...notUsedYet.filter((name) => !name.includes('#')),
    ]
    const reached = reachable(program, seeds)
    expect(program.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([])
  })

  test('nothing is exported for nobody', () => {
    const excused = (key: string) => alwaysExported.test(key) || notUsedYet.some((name) => isWithinExport(key, name))
    expect(idleExports(program, tools, tests).filter((key) => !excused(key))).toEqual([])
  })

  test('an excuse ends with its reason', () => {
    const reached = reachable(program, ['src/main.ts'])
    const idle = idleExports(program, tools, tests)
    const isUsed = (name: string) => (name.includes('#') ? !idle.includes(name) : reached.has(name))
    expect(notUsedYet.filter(isUsed)).toEqual([])
  })

  test('only main.ts sees the environment', () => {
    expect(pathsWith(program, /process\.env|Bun\.env/)).toEqual(['src/main.ts'])
  })

  test('the core waits for nothing and depends on nothing but its arguments', () => {
    const rules = program.filter(({ path }) => [...core, ...words].some((place) => isWithin(path, place)))
    expect(pathsWith(rules, impure)).toEqual([])
    expect(rules.flatMap(({ imports }) => imports).filter(({ isOurs }) => !isOurs)).toEqual([])
  })
})

describe('the size of things', () => {
  test(`no file has more than ${linesMax} lines`, () => {
    const long = (files: readonly SourceFile[], max: number) =>
      files.filter(({ lines }) => lines.length > max).map(({ path, lines }) => `${path} has ${lines.length} lines`)
    expect(long([...program, ...tools], linesMax)).toEqual([])
    expect(long(tests, testLinesMax)).toEqual([])
  })

  test(`no function has more than ${functionLinesMax} lines`, () => {
    const long = [...program, ...tools].flatMap((file) =>
      functionLengths(file)
        .filter(({ length }) => length > functionLinesMax)
        .map(({ line, length }) => `${file.path}:${line} has ${length} lines`),
    )
    expect(long).toEqual([])
  })
})

describe('what does not belong into the code', () => {
  test.each([
    ['default exports', /^export default/m, ['drizzle.config.ts']],
    ['notes to do something later', /\b(?:TO)DO\b|\bFIX(?:ME)\b|\bXX(?:X)\b/, []],
    ['tests that do not run', /\b(?:test|it|describe)\.(?:skip|only|todo)\b/, []],
    ['paths of a machine', /(?:^|[\s'"`(=])\/(?:home|Users|work|workspace|mnt)\/[\w.-]/m, []],
    ['names that say nothing', /\b(?:class|interface|type|function) \w*(?:Service|Manager|Helper|Utils?|DTO)\b/, []],
  ] as const)('%s', (_, pattern, exceptions) => {
    const files = everything.filter(({ path }) => path !== 'test/architecture.test.ts')
    expect(pathsWith(files, pattern)).toEqual([...exceptions])
  })

  test('ways around the types', () => {
    const around = /: any\b|\bas any\b|\bas unknown as\b|@ts-(?:ignore|expect-error|nocheck)/
    expect(pathsWith([...program, ...tools], around)).toEqual([])
  })

  test('files that only pass on others', () => {
    expect(everything.filter(({ path }) => /(^|\/)index\.ts$/.test(path)).map(({ path }) => path)).toEqual([])
    expect(pathsWith(everything, /^export (\*|\{[^}]*\}) from/m)).toEqual([])
  })
})

test('every migration is compiled in, in order', () => {
  const files = readdirSync(join(root, 'db/migrations')).filter((name) => name.endsWith('.sql'))
  const listed = readFileSync(join(root, 'db/migrations.ts'), 'utf8').matchAll(/name: '([^']+)'/g)
  expect([...listed].map(([, name]) => `${name}.sql`)).toEqual(files.toSorted())
})

test('the lock file names no server', () => {
  expect(readFileSync(join(root, 'bun.lock'), 'utf8')).not.toMatch(/https?:\/\//)
})

function strayImports({ path, imports }: SourceFile): readonly string[] {
  const row = ruleFor(mayImport, path)
  if (row === undefined) return [`${path} has no row in the table`]
  const own = Object.keys(mayImport).filter((name) => isWithin(path, name))
  const allowed = [...row, ...own, ...words]
  const strays = imports.filter(({ isOurs, target }) => isOurs && !allowed.some((place) => isWithin(target, place)))
  return strays.map(({ target }) => `${path} imports ${target}`)
}

function pathsWith(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path)
}

/** An export by its own name, or by that of its file. */
function isWithinExport(key: string, name: string): boolean {
  return key === name || key.startsWith(`${name}#`)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/(?! ?(?:TO)DO).*$/gm, '')
}

function reachable(files: readonly SourceFile[], seeds: readonly string[]): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set<string>()
  const pending = [...seeds]
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    pending.push(...(byPath.get(path)?.imports ?? []).filter(({ isOurs }) => isOurs).map(({ target }) => target))
  }
  return reached
}

/** Types are gone when the program runs, and what is loaded later finds its importer whole: only the others can go round. */
function circles(files: readonly SourceFile[]): readonly string[] {
  const running = files.map((file) => ({ ...file, imports: file.imports.filter(({ when }) => when === 'loading') }))
  return running
    .filter(({ path, imports }) =>
      reachable(
        running,
        imports.map(({ target }) => target),
      ).has(path),
    )
    .map(({ path }) => path)
}
