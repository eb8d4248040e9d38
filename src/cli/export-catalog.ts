import { rename, rm, writeFile } from 'node:fs/promises'
import { exportCatalog } from '../commands/catalog.ts'
import { readConfig } from '../config.ts'
import { openLog } from '../operations/log.ts'
import { type Call, exitDone } from './call.ts'
import { fileTrouble } from './file-trouble.ts'
import { openShop } from './open-shop.ts'

/** May hold password hashes. */
const fileMode = 0o600

/** Writes the catalog, whole or not at all, to a file or with `-` to standard output. */
export async function exportFile({ operands: [path = '-'], options, settings, voice }: Call): Promise<number> {
  const config = readConfig(settings)
  const { shop, close } = openShop(config, openLog(config.logLevel, 2, voice.isTerminal), () => ({}))
  try {
    const wanted = { ids: options.has('--ids'), passwords: options.has('--passwords') }
    const text = JSON.stringify(await exportCatalog(shop.store, wanted), null, 2)
    if (path === '-') voice.out(text)
    else await replace(path, `${text}\n`)
    return exitDone
  } finally {
    await close()
  }
}

async function replace(path: string, text: string): Promise<void> {
  const unfinished = `${path}.unfinished`
  try {
    await writeFile(unfinished, text, { mode: fileMode })
    await rename(unfinished, path)
  } catch (error) {
    throw fileTrouble(`${path} cannot be written`, error)
  } finally {
    await rm(unfinished, { force: true })
  }
}
