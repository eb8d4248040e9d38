import { afterEach, beforeEach, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrations } from '../../db/migrations.ts'
import { openDatabase } from '../../db/open.ts'
import { openTestCharges } from '../../src/store/sqlite/test-charges.ts'

let directory: string
let formerMask: number
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cartwright-private-'))
  formerMask = process.umask(0)
})
afterEach(() => {
  process.umask(formerMask)
  rmSync(directory, { recursive: true, force: true })
})

const open = (list = migrations) => openDatabase(join(directory, 'cartwright.db'), { migrations: list, now: 1 })

/** What others than the owner may do with each file of the directory. */
function openToOthers(): Readonly<Record<string, number>> {
  return Object.fromEntries(readdirSync(directory).map((name) => [name, statSync(join(directory, name)).mode & 0o077]))
}

test('nobody else reads what shoppers wrote, in no file of the database, whatever the umask', () => {
  const connection = open()
  const charges = openTestCharges(join(directory, 'test-gateway.db'), () => 1)
  connection.run("insert into regions (id, name, doc) values ('reg_1', 'eu', '{}')")
  const files = ['cartwright.db', 'test-gateway.db'].flatMap((name) => [name, `${name}-shm`, `${name}-wal`])
  expect(openToOthers()).toEqual(Object.fromEntries(files.map((name) => [name, 0])))
  connection.close(true)
  charges.close()
  open([...migrations, { name: '9999_next', sql: 'create table next (a text)' }]).close(true)
  expect(openToOthers()).toMatchObject({ 'cartwright.db.before-9999_next': 0 })
  expect(Object.values(openToOthers()).every((mode) => mode === 0)).toBe(true)
})

test('files of an older version are closed to others with the next start', () => {
  const running = open()
  running.run("insert into regions (id, name, doc) values ('reg_1', 'eu', '{}')")
  for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o644)
  open().close(true)
  expect(openToOthers()).toEqual({ 'cartwright.db': 0, 'cartwright.db-shm': 0, 'cartwright.db-wal': 0 })
  running.close(true)
})
