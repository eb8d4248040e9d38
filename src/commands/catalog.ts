import { demoCatalog } from '../catalog-files/demo.ts'
import type { CatalogFormat } from '../catalog-files/detect.ts'
import { exportCatalog as catalogOf } from '../catalog-files/from-catalog/export.ts'
import { type ExportedCatalog, type ExportOptions, plainExport } from '../catalog-files/from-catalog/exported.ts'
import type { Tallies } from '../catalog-files/into-catalog/desk.ts'
import { planImport } from '../catalog-files/into-catalog/plan.ts'
import { hashPasswords } from '../catalog-files/passwords.ts'
import { readFile } from '../catalog-files/read-file.ts'
import type { Shop } from './shop.ts'

/** A file to import. */
export interface ImportRequest {
  readonly text: string
  /** How mistakes name it. */
  readonly fileName: string
  /** Null: told apart by content. */
  readonly format: CatalogFormat | null
  /** Of prices in a file that does not say; absent: the store's default. */
  readonly currencyCode?: string
  /** Called as work is done, for a progress bar. */
  readonly onProgress?: (progress: ImportProgress) => void
}

/** How far an import is: `done` of `total` in one of its parts. */
export interface ImportProgress {
  readonly part: 'read' | 'passwords' | 'save'
  readonly done: number
  readonly total: number
}

/** What an import did to each noun, and what of the file has no place here. */
export interface ImportReport {
  readonly fileName: string
  readonly format: CatalogFormat
  readonly nouns: Tallies
  readonly leftOut: readonly string[]
  /** False when the shop was as the file says already. */
  readonly isChanged: boolean
}

/** Imports a catalog by natural key, whole or not at all; refuses with `catalog-invalid`, naming every mistake's position. */
export async function importCatalog(
  shop: Pick<Shop, 'store' | 'now' | 'newId'>,
  request: ImportRequest,
): Promise<ImportReport> {
  const progress = (part: ImportProgress['part'], done: number, total: number): void =>
    request.onProgress?.({ part, done, total })
  progress('read', 0, 1)
  const { text, fileName } = request
  const currencyCode = request.currencyCode ?? (await shop.store.read((books) => books.profile().defaultCurrencyCode))
  const { format, file, mistakes, leftOut } = readFile(text, fileName, request.format, currencyCode)
  progress('read', 1, 1)
  const passwordHashes = await hashPasswords(
    file.customers ?? [],
    (emails) => knownHashes(shop.store, emails),
    (done, total) => progress('passwords', done, total),
  )
  progress('save', 0, 1)
  const nouns = await shop.store.catalog.save((view) => {
    const plan = planImport(file, view, { now: shop.now(), newId: shop.newId, mistakes, passwordHashes })
    return { catalog: plan.catalog, result: plan.tallies }
  })
  progress('save', 1, 1)
  const isChanged = Object.values(nouns).some((tally) => tally.created + tally.updated > 0)
  return { fileName: request.fileName, format, nouns, leftOut, isChanged }
}

/** The shop's catalog as a file in our format. */
export function exportCatalog(store: Shop['store'], options: ExportOptions = plainExport): Promise<ExportedCatalog> {
  return store.read((books) => catalogOf(books, options))
}

/** Imports the built-in demo shop when nothing was ever imported; null when something was. */
export async function importDemo(shop: Pick<Shop, 'store' | 'now' | 'newId'>): Promise<ImportReport | null> {
  const isEmpty = await shop.store.read((books) => books.regions().length === 0)
  if (!isEmpty) return null
  return importCatalog(shop, { text: JSON.stringify(demoCatalog), fileName: 'the demo catalog', format: 'cartwright' })
}

async function knownHashes(store: Shop['store'], emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return store.read((books) => {
    const hashes = emails.flatMap((email) => {
      const hash = books.customerByEmail(email, true)?.passwordHash ?? null
      return hash === null ? [] : [[email, hash] as const]
    })
    return new Map(hashes)
  })
}
