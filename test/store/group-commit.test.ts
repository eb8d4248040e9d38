import { Database, type SQLQueryBindings } from 'bun:sqlite'
import { afterEach, beforeEach, expect, spyOn, test } from 'bun:test'
import { GroupCommit, type Writing } from '../../src/store/sqlite/group-commit.ts'

let connection: Database
let told: { readonly event: string; readonly error: unknown }[]
beforeEach(() => {
  connection = emptyBooks(new Database(':memory:'))
  told = []
})
afterEach(() => connection.close(true))

/** Its first rollback fails. */
class OnceUnwilling extends Database {
  override prepare<Row, Given extends SQLQueryBindings | SQLQueryBindings[]>(sql: string, given?: Given) {
    const statement = super.prepare<Row, Given>(sql, given)
    if (sql === 'rollback') {
      spyOn(statement, 'run').mockImplementationOnce(() => {
        throw new Error('the disk is gone')
      })
    }
    return statement
  }
}

function emptyBooks(empty: Database): Database {
  empty.run('create table saved (name text primary key not null)')
  return empty
}

function commits(undone = () => {}): GroupCommit {
  return new GroupCommit(connection, { undone, log: (event, { error }) => told.push({ event, error }) })
}

const saving =
  (name: string) =>
  ({ begin, news }: Writing) => {
    begin()
    connection.prepare('insert into saved values (?)').run(name)
    news.checkoutIds.push(name)
    return name
  }

const failing = ({ begin }: Writing) => {
  begin()
  throw new Error('not this one')
}

const saved = () => connection.prepare('select name from saved order by name').values().flat()

test('a listener that throws keeps no other from hearing and no caller from an answer', async () => {
  const commit = commits()
  const heard: string[] = []
  commit.onCommit(() => {
    throw new Error('deaf')
  })
  commit.onCommit(({ checkoutIds }) => heard.push(...checkoutIds))
  expect(await Promise.all(['a', 'b'].map((name) => commit.write(saving(name))))).toEqual(['a', 'b'])
  expect(await commit.write(saving('c'))).toBe('c')
  await Bun.sleep(1)
  expect(heard).toEqual(['a', 'b', 'c'])
  expect(told).toEqual(Array(2).fill({ event: 'commit-listener-failed', error: new Error('deaf') }))
})

test('a rollback that fails leaves nobody waiting, and what comes later is saved', async () => {
  connection = emptyBooks(new OnceUnwilling(':memory:'))
  const commit = commits()
  await expect(commit.write(failing)).rejects.toThrow('not this one')
  expect(told).toEqual([{ event: 'rollback-failed', error: new Error('the disk is gone') }])
  expect(await commit.write(saving('later'))).toBe('later')
  expect(saved()).toEqual(['later'])
  await commit.close()
})

test('what is done after a rollback may fail, and who waited is told all the same', async () => {
  const commit = commits(() => {
    throw new Error('forgets nothing')
  })
  await expect(commit.write(failing)).rejects.toThrow('not this one')
  expect(await commit.write(saving('later'))).toBe('later')
  expect(told).toEqual([{ event: 'rollback-failed', error: new Error('forgets nothing') }])
})
