import type { Database } from 'bun:sqlite'
import { openPrivately, switchToWal } from '../../../db/open.ts'
import { invariant } from '../../invariant.ts'
import type { TestCharge, TestCharges } from '../../payments/test-charges.ts'

const lockWaitMs = 5_000

/** A file of its own, since a bank would not keep its books in ours: what was charged twice is seen there. */
export interface TestChargesFile extends TestCharges {
  close(): void
}

/** Opens or makes the test bank's ledger; several processes may have it open. */
export function openTestCharges(file: string, now: () => number): TestChargesFile {
  const connection = openLedger(file)
  const find = connection.prepare<TestCharge, [string]>(
    'select key, attempt as checkoutId, amount, currency as currencyCode, state from charges where key = ?',
  )
  const add = connection.prepare(
    'insert into charges (key, attempt, amount, currency, state, created_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
  )
  const move = connection.prepare('update charges set state = ? where key = ?')
  const since = connection.prepare<TestCharge & { readonly createdAt: number }, [number]>(
    `select key, attempt as checkoutId, amount, currency as currencyCode, state, created_at as createdAt from charges
      where created_at >= ? order by created_at`,
  )
  const ask = connection.prepare('insert into tries (key) values (?) on conflict do nothing')

  const refunding = refundingOn(connection, now)

  return {
    find: (key) => find.get(key),
    add({ key, checkoutId, amount, currencyCode, state }) {
      add.run(key, checkoutId, amount, currencyCode, state, now())
      const charge = find.get(key)
      invariant(charge, `the charge ${key} was added and is not there`)
      return charge
    },
    move: (key, state) => void move.run(state, key),
    refund: ({ key, chargeKey, amount }) => refunding(key, chargeKey, amount),
    since: (at) => since.iterate(at),
    isFirstTry: (key) => ask.run(key).changes === 1,
    close: () => connection.close(true),
  }
}

function refundingOn(connection: Database, now: () => number) {
  const find = connection.prepare<{ key: string }, [string]>('select key from refunds where key = ?')
  const add = connection.prepare(
    `insert into refunds (key, charge_key, amount, created_at) select ?1, ?2, ?3, ?4 from charges where key = ?2
      and amount - (select coalesce(sum(amount), 0) from refunds where charge_key = ?2) >= ?3`,
  )
  const end = connection.prepare(
    `update charges set state = 'refunded' where key = ?1
      and amount = (select sum(amount) from refunds where charge_key = ?1)`,
  )
  return connection.transaction((key: string, chargeKey: string, amount: number): boolean => {
    if (find.get(key) !== null) return true
    const isAdded = add.run(key, chargeKey, amount, now()).changes === 1
    if (isAdded) end.run(chargeKey)
    return isAdded
  }).immediate
}

function openLedger(file: string): Database {
  return openPrivately(file, (connection) => {
    connection.run(`pragma busy_timeout = ${lockWaitMs}`)
    switchToWal(connection) // it is read from outside while we write
    connection.run('pragma synchronous = full')
    connection.run(`create table if not exists charges (
      key text primary key not null,
      attempt text not null,
      amount integer not null check (amount >= 0),
      currency text not null,
      state text not null check (state in ('authorized', 'captured', 'canceled', 'refunded')),
      created_at integer not null)`)
    connection.run(`create table if not exists refunds (
      key text primary key not null,
      charge_key text not null references charges (key),
      amount integer not null check (amount > 0),
      created_at integer not null)`)
    connection.run('create table if not exists tries (key text primary key not null)')
  })
}
