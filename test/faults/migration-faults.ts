import { Database } from 'bun:sqlite'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { command, fromCheckout, temporaryFolder } from '../support/cartwright.ts'
import type { Fault, Trial } from './fault.ts'

/** Opens the shop's file with one more migration, which takes a while. */
const slowProgram = join(import.meta.dir, '../store/open-in-process.ts')
const slowRows = 200_000
const purchases = 10

/** F25: the file is the old one or the new one, and a program that is too old for it leaves it alone. */
export const brokenMigrations: Fault = {
  name: 'F25',
  says: 'kill -9 in a migration; an old program on a newer file',
  counts: { test: 3, release: 20 },
  runners: ['embedded'],
  happen: async (trial) => {
    const { place, front, dice, isWanted, did } = trial
    for (let count = 0; count < purchases; count += 1)
      await front.finish(await front.fill({ skus: ['TEE'], region: 'test' }))
    // With all of it in the one file, so that a copy of that is a copy of the shop.
    await place.server()?.stop()
    while (isWanted()) {
      await interrupt(trial, dice.between(0, 120))
      did()
    }
    await refuseNewer(trial)
  },
}

async function interrupt(trial: Trial, lifeMs: number): Promise<void> {
  const copy = copyOf(trial)
  try {
    const migrating = Bun.spawn(['bun', slowProgram, copy.file, String(slowRows)], { stdout: 'pipe', stderr: 'ignore' })
    await migrating.stdout.getReader().read() // it says that it begins
    await Bun.sleep(lifeMs)
    migrating.kill('SIGKILL')
    await migrating.exited
    trial.place.suffered()
    const { orders, slow, applied, integrity } = stateOf(copy.file)
    const isWhole = integrity === 'ok' && orders === purchases && (slow === null) === !applied.includes('9999_slow')
    if (!isWhole || (slow !== null && slow !== slowRows)) {
      const says = `after ${lifeMs} ms of a migration the file is the old one or the new one, not ${orders} orders, ${slow} new rows`
      trial.witness.accuse('F25', says)
    }
    const started = await command(fromCheckout, copy.path, ['migrate', 'status'])
    if (slow === null && started.status !== 0) trial.witness.accuse('F25', `the program works on: ${started.output}`)
  } finally {
    copy.remove()
  }
}

async function refuseNewer(trial: Trial): Promise<void> {
  const copy = copyOf(trial)
  try {
    await Bun.spawn(['bun', slowProgram, copy.file, '10'], { stdout: 'ignore' }).exited
    const before = stateOf(copy.file)
    const { status, output } = await command(fromCheckout, copy.path, ['export', '-'])
    const isSame = JSON.stringify(stateOf(copy.file)) === JSON.stringify(before)
    if (status === 0 || !output.includes('newer program') || !isSame) {
      trial.witness.accuse(
        'F25',
        `an old program refuses a newer file and leaves it alone, not ${status}: ${output.slice(0, 200)}`,
      )
    }
  } finally {
    copy.remove()
  }
}

function copyOf({ place }: Trial) {
  const folder = temporaryFolder()
  const file = join(folder.path, 'cartwright.db')
  copyFileSync(join(place.dataDir, 'cartwright.db'), file)
  rmSync(`${file}-wal`, { force: true })
  return { ...folder, file }
}

function stateOf(file: string) {
  const shop = new Database(file, { readonly: true })
  try {
    const names = shop.query<{ name: string }, []>('select name from migrations order by rowid').all()
    const hasSlow = shop.query(`select 1 from sqlite_master where name = 'slow'`).get() !== null
    return {
      orders: shop.query<{ n: number }, []>('select count(*) as n from orders').get()?.n,
      slow: hasSlow ? (shop.query<{ n: number }, []>('select count(*) as n from slow').get()?.n ?? 0) : null,
      applied: names.map(({ name }) => name),
      integrity: shop.query<{ integrity_check: string }, []>('pragma integrity_check').get()?.integrity_check,
    }
  } finally {
    shop.close()
  }
}
