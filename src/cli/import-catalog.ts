import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { catalogFormats, isCatalogFormat } from '../catalog-files/detect.ts'
import { type ImportReport, importCatalog } from '../commands/catalog.ts'
import { readConfig } from '../config.ts'
import { isCurrencyCode } from '../money/currency.ts'
import { openLog } from '../operations/log.ts'
import { type Call, exitDone, UsageError } from './call.ts'
import { fileTrouble } from './file-trouble.ts'
import { openShop } from './open-shop.ts'
import { openProgress } from './progress.ts'

/** Imports a file whole or not at all, and says what it did per noun. */
export async function importFile({ operands: [path = ''], options, settings, voice }: Call): Promise<number> {
  const format = formatNamed(options.get('--format'))
  const currency = currencyNamed(options.get('--currency'))
  const config = readConfig(settings)
  const text = await textOf(path)
  const { shop, close } = openShop(config, openLog(config.logLevel, 2, voice.isTerminal), () => ({}))
  const progress = openProgress(voice)
  try {
    const report = await importCatalog(shop, { text, fileName: path, format, ...currency, onProgress: progress.show })
    progress.clear()
    for (const line of linesOf(report)) voice.out(line)
    return exitDone
  } finally {
    progress.clear()
    await close()
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw fileTrouble(`${path} cannot be read`, error)
  }
}

function formatNamed(word: string | undefined) {
  if (word === undefined) return null
  if (isCatalogFormat(word)) return word
  throw new UsageError(`--format is one of ${catalogFormats.join(', ')}, not "${word}"`)
}

function currencyNamed(word: string | undefined): { currencyCode?: string } {
  if (word === undefined) return {}
  const currencyCode = word.toLowerCase()
  if (isCurrencyCode(currencyCode)) return { currencyCode }
  throw new UsageError(`--currency takes a code of ISO 4217 such as eur, not "${word}"`)
}

function linesOf({ fileName, format, nouns, leftOut, isChanged }: ImportReport): readonly string[] {
  const counted = Object.entries(nouns).map(
    ([noun, { created, updated, unchanged }]) =>
      `${noun.replaceAll('_', ' ').padEnd(18)} ${created} new, ${updated} changed, ${unchanged} as they were`,
  )
  const left = leftOut.map((what) => `left out: ${what}`)
  const headline = isChanged ? 'imported' : 'nothing to change, imported before'
  return [`${basename(fileName)} (${format}): ${headline}`, ...counted, ...left]
}
