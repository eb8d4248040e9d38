import { resolve } from 'node:path'
import { backUp, restore } from '../../db/backup.ts'
import { migrations } from '../../db/migrations.ts'
import { readConfig } from '../config.ts'
import { noteBackup } from '../operations/last-backup.ts'
import { type Call, exitDone } from './call.ts'
import { makeDataDirectory } from './data-directory.ts'
import { databaseFile } from './open-shop.ts'

/** Copies the database while a server writes to it. */
export async function backup({ operands: [to = ''], settings, voice }: Call): Promise<number> {
  const config = readConfig(settings)
  const path = resolve(to)
  backUp(databaseFile(config), path)
  noteBackup(config.dataDir, Date.now())
  voice.out(`${path} holds the shop as it was just now.`)
  return exitDone
}

/** Puts a backup in the database's place; the next start brings it up to date. */
export async function restoreBackup({ operands: [from = ''], settings, voice }: Call): Promise<number> {
  const config = readConfig(settings)
  makeDataDirectory(config.dataDir)
  const { former } = restore(resolve(from), databaseFile(config), migrations, Date.now())
  voice.out(`${databaseFile(config)} is restored.`)
  if (former !== null) voice.error(`What was there before is kept as ${former}.`)
  return exitDone
}
