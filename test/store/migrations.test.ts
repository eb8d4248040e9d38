import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrationStatus } from '../../db/migrate.ts'
import { type Migration, migrations } from '../../db/migrations.ts'
import { openDatabase } from '../../db/open.ts'
import { lineWith } from '../support/carts.ts'
import { countedIds, openStoreOn, testClock } from '../support/store.ts'
import { newCart } from './things.ts'

const program = join(import.meta.dir, 'open-in-process.ts')
const next: Migration = { name: '9999_next', sql: "create table next (a text); insert into next values ('new');" }

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cartwright-migrations-'))
  file = join(directory, 'shop.db')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function open(list: readonly Migration[], now = 1_000): void {
  openDatabase(file, { migrations: list, now }).close(true)
}

function rows(path: string, query: string): readonly unknown[] {
  const connection = new Database(path, { readonly: true })
  try {
    return connection.prepare(query).values()
  } finally {
    connection.close(true)
  }
}

test('a new file gets every migration once, and no copy is made of nothing', () => {
  expect(migrationStatus(file, migrations).map(({ state }) => state)).toEqual(migrations.map(() => 'pending'))
  expect(existsSync(file)).toBe(false)
  open(migrations)
  open(migrations, 2_000)
  expect(migrationStatus(file, migrations)).toEqual(
    migrations.map(({ name }) => ({ name, state: 'applied', appliedAt: 1_000 })),
  )
  expect(readdirSync(directory).filter((name) => name.includes('before'))).toEqual([])
})

test('what runs later is as durable and as strict as was asked for', () => {
  const connection = openDatabase(file, { migrations, now: 1 })
  const pragma = (name: string) => connection.prepare(`pragma ${name}`).values()[0]?.[0]
  expect(['journal_mode', 'synchronous', 'foreign_keys', 'wal_autocheckpoint'].map(pragma)).toEqual(['wal', 2, 1, 200])
  expect(pragma('journal_size_limit')).toBeGreaterThan(0)
  connection.close(true)
})

test('a file on which SQLite cannot run so is refused', () => {
  expect(() => openDatabase(':memory:', { migrations, now: 1 })).toThrow('journal_mode')
})

test('a file with something in it is copied before it is migrated', () => {
  open(migrations)
  const connection = new Database(file)
  connection.run("insert into regions (id, name, doc) values ('reg_1', 'eu', '{}')")
  connection.close(true)
  open([...migrations, next])
  const copy = `${file}.before-${next.name}`
  expect(rows(copy, 'select id from regions')).toEqual([['reg_1']])
  expect(migrationStatus(copy, [...migrations, next]).at(-1)?.state).toBe('pending')
  expect(rows(file, 'select a from next')).toEqual([['new']])
})

test('a cart from before there were test data is live, open as it was, and in the view for people', async () => {
  const older = migrations.slice(0, 7)
  expect(older.at(-1)?.name).toBe('0006_links_metafields_settings')
  open(older)
  const { isTest: _, mergedInto: __, revision: ___, visit: ____, ...cart } = newCart(countedIds(() => 1))
  const { revision: _____, ...line } = lineWith('item_1')
  const doc = { ...cart, lines: [line] }
  const writing = new Database(file)
  writing
    .prepare(
      `insert into carts (id, version, stage, door, region_id, currency_code, channel_id, created_at, updated_at, touched,
        shape, doc) values (?, 1, 'open', 'medusa', 'reg', 'eur', 'sc', 1, 1, 0, 2, ?)`,
    )
    .run(doc.id, JSON.stringify(doc))
  writing.close(true)
  open(migrations)
  const store = openStoreOn(file, testClock())
  expect(await store.read((books) => books.cart(doc.id))).toEqual({
    ...doc,
    isTest: false,
    mergedInto: null,
    revision: 1,
    visit: null,
    lines: [{ ...line, revision: 1 }],
  })
  await store.close()
  expect(rows(file, 'select cart_id, line_id, is_test from cart_lines join carts on id = cart_id')).toEqual([
    [doc.id, 'item_1', 0],
  ])
})

test('an older program refuses a newer file in one sentence and leaves it alone', () => {
  open([...migrations, next])
  expect(() => open(migrations)).toThrow(`migrated by a newer program (${next.name})`)
  expect(migrationStatus(file, migrations).at(-1)).toEqual({ name: next.name, state: 'unknown', appliedAt: 1_000 })
  open([...migrations, next])
})

test('a migration that was edited after it was applied is refused', () => {
  open([...migrations, next])
  expect(() => open([...migrations, { ...next, sql: `${next.sql} ` }])).toThrow('edited')
})

test('migrations that fail leave the file as it was, all of them', () => {
  open(migrations)
  const broken = { name: '9999_z', sql: 'create table half (a text); insert into nowhere values (1);' }
  expect(() => open([...migrations, next, broken])).toThrow()
  const orphan = { name: '9999_z', sql: "insert into variants (id, number, product_id) values ('v', 1, 'nobody');" }
  expect(() => open([...migrations, next, orphan])).toThrow('variants')
  expect(rows(file, "select name from sqlite_master where name in ('next', 'half')")).toEqual([])
  open([...migrations, next])
})

test('a table may be rebuilt without losing what points at it', () => {
  open(migrations)
  const connection = new Database(file)
  connection.run(
    "insert into products (id, number, handle, title, status, is_giftcard, tags, searched, doc) values ('p', 1, 'p', 'p', 'draft', 0, '[]', '', '{}')",
  )
  connection.run("insert into variants (id, number, product_id) values ('v', 1, 'p')")
  connection.close(true)
  const rebuild =
    'create table kept as select * from products; drop table products; create table products as select * from kept; create unique index products_id_unique on products (id);'
  open([...migrations, { name: '9999_rebuild', sql: rebuild }])
  expect(rows(file, 'select id from variants')).toEqual([['v']])
})

test('several programs that open one new file at once all start, and migrate it once', async () => {
  const programs = Array.from({ length: 6 }, () => Bun.spawn(['bun', program, file, '0'], { stderr: 'pipe' }))
  expect(await Promise.all(programs.map(({ exited }) => exited))).toEqual(programs.map(() => 0))
  expect(rows(file, 'select count(*) from migrations')).toEqual([[migrations.length + 1]])
}, 30_000)

test('killed in the middle of a migration, the file is the old one or the new one', async () => {
  open(migrations)
  for (const lifeMs of [0, 10, 40, 90]) {
    const migrating = Bun.spawn(['bun', program, file, '200000'], { stdout: 'pipe' })
    await migrating.stdout.getReader().read() // it says that it begins
    await Bun.sleep(lifeMs)
    migrating.kill('SIGKILL')
    await migrating.exited
    const state = migrationStatus(file, [...migrations, { name: '9999_slow', sql: '' }]).at(-1)?.state
    const tables = rows(file, "select count(*) from sqlite_master where name = 'slow'")
    expect(tables).toEqual([[state === 'applied' ? 1 : 0]])
    if (state === 'applied') expect(rows(file, 'select count(*) from slow')).toEqual([[200_000]])
    expect(rows(file, 'pragma integrity_check')).toEqual([['ok']])
  }
  const last = Bun.spawn(['bun', program, file, '200000'], { stdout: 'ignore' })
  expect(await last.exited).toBe(0)
  expect(rows(file, 'select count(*) from slow')).toEqual([[200_000]])
}, 30_000)
