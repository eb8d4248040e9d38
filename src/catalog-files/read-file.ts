import type { CatalogFile } from './catalog-file.ts'
import { type CatalogFormat, detectFormat } from './detect.ts'
import { seedPosition, translateSeed } from './medusa-seed.ts'
import { Mistakes } from './mistakes.ts'
import { parseCatalogJson } from './parse-json.ts'
import { readCatalogFile } from './shape.ts'
import { looksLikeShopify } from './shopify-columns.ts'
import { translateShopify } from './shopify-csv.ts'

/** A file whose every field has the right shape; what it refers to is not looked up yet. */
export interface ReadFile {
  readonly format: CatalogFormat
  readonly file: CatalogFile
  /** Takes what is found wrong later, in the positions of the file as it was written. */
  readonly mistakes: Mistakes
  /** What the file says that has no place here. */
  readonly leftOut: readonly string[]
}

/**
 * Reads a catalog in any format, told apart by content unless `format` says it; a file with mistakes is refused whole.
 * `currencyCode`: of the prices, where a format does not say.
 */
export function readFile(text: string, fileName: string, format: CatalogFormat | null, currencyCode: string): ReadFile {
  if (format === 'shopify-csv' || (format === null && looksLikeShopify(text))) {
    return readShopify(text, fileName, currencyCode)
  }
  const json = parseCatalogJson(text, fileName)
  const chosen = format ?? detectFormat(json)
  if (chosen === 'cartwright') {
    const mistakes = new Mistakes(fileName)
    return { format: chosen, file: readCatalogFile(json, mistakes), mistakes, leftOut: [] }
  }
  const mistakes = new Mistakes(fileName, seedPosition)
  const seed = translateSeed(json)
  return { format: chosen, file: readCatalogFile(seed.json, mistakes), mistakes, leftOut: seed.leftOut }
}

function readShopify(text: string, fileName: string, currencyCode: string): ReadFile {
  let respell = (position: string): string => position
  const mistakes = new Mistakes(fileName, (position) => respell(position))
  const csv = translateShopify(text, fileName, currencyCode, mistakes)
  respell = csv.respell
  mistakes.refuseIfAny()
  return { format: 'shopify-csv', file: readCatalogFile(csv.json, mistakes), mistakes, leftOut: csv.leftOut }
}
