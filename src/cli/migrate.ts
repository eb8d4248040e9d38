import { migrationStatus } from '../../db/migrate.ts'
import { migrations } from '../../db/migrations.ts'
import { openDatabase } from '../../db/open.ts'
import { readConfig } from '../config.ts'
import { type Call, exitDone, UsageError } from './call.ts'
import { makeDataDirectory } from './data-directory.ts'
import { databaseFile } from './open-shop.ts'

/** Runs what is missing, or with `status` only shows it; either way prints one line per migration. */
export async function migrate({ operands: [what], settings, voice }: Call): Promise<number> {
  if (what !== undefined && what !== 'status') throw new UsageError(`migrate knows "status", not "${what}"`)
  const config = readConfig(settings)
  const file = databaseFile(config)
  if (what === undefined) {
    makeDataDirectory(config.dataDir)
    openDatabase(file, { migrations, now: Date.now() }).close(true)
  }
  for (const { name, state, appliedAt } of migrationStatus(file, migrations)) {
    voice.out(`${name}  ${state}${appliedAt === null ? '' : ` ${new Date(appliedAt).toISOString()}`}`)
  }
  return exitDone
}
