import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minor } from '../../src/money/money.ts'
import { openTestCharges } from '../../src/store/sqlite/test-charges.ts'

test('the test bank charges a key once and remembers it, whoever has its books open', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cartwright-charges-'))
  const file = join(directory, 'test-gateway.db')
  const charge = {
    key: 'k',
    checkoutId: 'chk_1',
    amount: minor(500),
    currencyCode: 'eur',
    state: 'authorized',
  } as const
  const one = openTestCharges(file, () => 1)
  const other = openTestCharges(file, () => 2)
  expect(one.find('k')).toBeNull()
  expect([one.isFirstTry('k'), other.isFirstTry('k'), one.isFirstTry('l')]).toEqual([true, false, true])
  expect(one.add(charge)).toEqual(charge)
  expect(other.add({ ...charge, amount: minor(900) })).toEqual(charge)
  other.move('k', 'captured')
  other.move('nobody', 'captured')
  one.close()
  other.close()
  const reopened = openTestCharges(file, () => 3)
  expect(reopened.find('k')).toEqual({ ...charge, state: 'captured' })
  expect(reopened.find('nobody')).toBeNull()
  reopened.close()
  rmSync(directory, { recursive: true, force: true })
})
