import { CsvError, parse } from 'csv-parse/sync'
import { fromDecimal } from '../money/currency.ts'
import { Refusal } from '../refusal.ts'
import type { Mistakes } from './mistakes.ts'
import { readHeader, type ShopifyColumn, type ShopifyHeader } from './shopify-columns.ts'
import { slug } from './slug.ts'

/** The one price list that compare-at prices become. */
const saleName = 'Compare-at prices'

/** What Shopify calls the only variant of a product without options. */
const onlyVariant = 'Default Title'

const statuses: Readonly<Record<string, string>> = { active: 'published', draft: 'draft', archived: 'draft' }

/** A product CSV in the shape of our file, and what of it has no place in it. */
export interface TranslatedCsv {
  readonly json: unknown
  readonly leftOut: readonly string[]
  /** From a position in our file to the row it came from. */
  readonly respell: (position: string) => string
}

interface Row {
  /** From 1, the header included: what a spreadsheet shows. */
  readonly number: number
  readonly cells: readonly string[]
}

/** One product with the rows of its variants and its images. */
interface Group {
  readonly handle: string
  readonly rows: Row[]
}

/**
 * Shopify's product CSV. A blank handle, or the same one again, goes on with the product before. Prices are in
 * `currencyCode`, since the file does not say. A compare-at price above the price is the price, and the price a sale's.
 */
export function translateShopify(
  text: string,
  fileName: string,
  currencyCode: string,
  mistakes: Mistakes,
): TranslatedCsv {
  const [head, ...rows] = rowsOf(text, fileName)
  const header = readHeader(head?.cells ?? [])
  if (header.spelled('handle') === null || header.spelled('title') === null) {
    throw new Refusal('catalog-invalid', `${fileName} has no columns for handle and title; nothing was imported`, {
      file: fileName,
    })
  }
  const groups = groupsOf(rows, header)
  const reader: Reader = { header, currencyCode, mistakes }
  const products = groups.map((group) => productFrom(group, reader))
  const sales = groups.flatMap((group) => salesOf(group, reader))
  return {
    json: {
      collections: collectionsOf(rows, header),
      products,
      ...(sales.length > 0 && { price_lists: [{ name: saleName, type: 'sale', prices: sales }] }),
    },
    leftOut: header.others.flatMap(({ name, at }) => {
      const times = rows.filter(({ cells }) => (cells[at] ?? '').trim() !== '').length
      return times === 0 ? [] : [`${name} (${times})`]
    }),
    respell: (position) => respelled(position, groups, header),
  }
}

/** Named by their titles; a shop's own of that handle is meant where there is one. */
function collectionsOf(rows: readonly Row[], header: ShopifyHeader): readonly object[] {
  const titles = new Set(rows.map(({ cells }) => header.cell(cells, 'collection')).filter((title) => title !== ''))
  return [...titles].map((title) => ({ handle: slug(title), title }))
}

function rowsOf(text: string, fileName: string): readonly Row[] {
  try {
    const records = parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    })
    return records.map((cells, at) => ({ number: at + 1, cells }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? ` at line ${error['lines']}` : ''
    throw new Refusal('catalog-invalid', `${fileName} is not CSV${line}: ${error.message}; nothing was imported`, {
      file: fileName,
    })
  }
}

function groupsOf(rows: readonly Row[], header: ShopifyHeader): readonly Group[] {
  const groups = new Map<string, Group>()
  let last: Group | null = null
  for (const row of rows) {
    const handle: string = header.cell(row.cells, 'handle') || (last?.handle ?? '')
    const group: Group = groups.get(handle) ?? { handle, rows: [] }
    group.rows.push(row)
    groups.set(handle, group)
    last = group
  }
  return [...groups.values()]
}

interface Reader {
  readonly header: ShopifyHeader
  readonly currencyCode: string
  readonly mistakes: Mistakes
}

function productFrom(group: Group, reader: Reader): object {
  const { cell } = reader.header
  const first = group.rows[0]?.cells ?? []
  const said = (column: ShopifyColumn) => cell(first, column)
  const images = [...new Set(group.rows.map(({ cells }) => cell(cells, 'image')).filter((url) => url !== ''))]
  const collection = said('collection')
  return {
    handle: group.handle,
    title: said('title'),
    ...given('description', said('description')),
    status: statusOf(group, reader),
    is_giftcard: isTrue(said('giftCard')),
    ...(said('type') !== '' && { type: { value: said('type') } }),
    tags: listed(said('tags')).map((value) => ({ value })),
    images,
    ...given('thumbnail', images[0] ?? ''),
    ...given('collection', slug(collection)),
    options: optionNames(group, reader).map((title) => ({ title })),
    variants: variantRows(group, reader).map((row) => variantFrom(row, group, reader)),
  }
}

/** Today's files say a status, older ones only whether it is published. */
function statusOf({ rows }: Group, { header, mistakes }: Reader): string {
  const [first] = rows
  const status = header.cell(first?.cells ?? [], 'status').toLowerCase()
  const published = header.cell(first?.cells ?? [], 'published')
  if (status !== '' && !(status in statuses)) {
    mistakes.add(`row ${first?.number}, ${header.spelled('status')}`, 'must be active, draft or archived')
  }
  if (published !== '' && !isTrue(published)) return 'draft'
  return statuses[status || 'active'] ?? 'draft'
}

const optionColumns = [
  ['option1Name', 'option1Value'],
  ['option2Name', 'option2Value'],
  ['option3Name', 'option3Value'],
] as const satisfies readonly [ShopifyColumn, ShopifyColumn][]

function optionNames(group: Group, { header }: Reader): readonly string[] {
  const first = group.rows[0]?.cells ?? []
  if (header.cell(first, 'option1Value') === onlyVariant) return []
  return optionColumns.map(([name]) => header.cell(first, name)).filter((name) => name !== '')
}

/** A row without a price, a SKU and an option only adds a picture; a product has one variant at least. */
function variantRows({ rows }: Group, { header }: Reader): readonly Row[] {
  const columns = ['price', 'sku', 'option1Value'] as const
  return rows.filter(({ cells }, at) => at === 0 || columns.some((column) => header.cell(cells, column) !== ''))
}

function variantFrom(row: Row, group: Group, reader: Reader): object {
  const { header } = reader
  const said = (column: ShopifyColumn) => header.cell(row.cells, column)
  const names = optionNames(group, reader)
  const price = priceOf(row, reader)
  const tracked = said('tracker') !== ''
  return {
    title: titleOf(row, group, reader),
    ...given('sku', said('sku')),
    ...given('barcode', said('barcode')),
    manage_inventory: tracked,
    allow_backorder: isTrue(said('policy')) || said('policy').toLowerCase() === 'continue',
    ...(tracked && { inventory_quantity: Math.max(0, wholeNumber(row, 'quantity', reader)) }),
    ...(said('grams') !== '' && { weight: numberIn(row, 'grams', reader) }),
    options: optionColumns.slice(0, names.length).map(([, value]) => ({ value: said(value) })),
    prices: price === null ? [] : [{ currency_code: reader.currencyCode, amount: price.regular }],
  }
}

function titleOf({ cells }: Row, group: Group, reader: Reader): string {
  const names = optionNames(group, reader)
  if (names.length === 0) return 'Default'
  return optionColumns
    .slice(0, names.length)
    .map(([, value]) => reader.header.cell(cells, value))
    .join(' / ')
}

function salesOf(group: Group, reader: Reader): readonly object[] {
  const own: Reader = { ...reader, mistakes: reader.mistakes.deaf() }
  return variantRows(group, reader).flatMap((row) => {
    const price = priceOf(row, own)
    if (!price || price.sale === null) return []
    const sku = reader.header.cell(row.cells, 'sku')
    const which = sku === '' ? { product: group.handle, variant: titleOf(row, group, reader) } : { sku }
    return [{ ...which, currency_code: reader.currencyCode, amount: price.sale }]
  })
}

interface RowPrice {
  readonly regular: number
  readonly sale: number | null
}

function priceOf(row: Row, reader: Reader): RowPrice | null {
  const price = moneyIn(row, 'price', reader)
  if (price === null) return null
  const before = moneyIn(row, 'compareAtPrice', reader)
  return before !== null && before > price ? { regular: before, sale: price } : { regular: price, sale: null }
}

function moneyIn(
  { cells, number }: Row,
  column: ShopifyColumn,
  { header, currencyCode, mistakes }: Reader,
): number | null {
  const text = header.cell(cells, column)
  if (text === '') return null
  const amount = fromDecimal(text, currencyCode)
  if (amount !== null && amount >= 0) return amount
  mistakes.add(
    `row ${number}, ${header.spelled(column)}`,
    `must be an amount of ${currencyCode} such as 19.99, not "${text}"`,
  )
  return null
}

function wholeNumber({ cells, number }: Row, column: ShopifyColumn, { header, mistakes }: Reader): number {
  const text = header.cell(cells, column)
  if (text === '' || /^-?\d{1,9}$/.test(text)) return Number(text)
  mistakes.add(`row ${number}, ${header.spelled(column)}`, `must be a whole number, not "${text}"`)
  return 0
}

function numberIn({ cells, number }: Row, column: ShopifyColumn, { header, mistakes }: Reader): number {
  const text = header.cell(cells, column)
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text)) return Math.round(Number(text))
  mistakes.add(`row ${number}, ${header.spelled(column)}`, `must be a number, not "${text}"`)
  return 0
}

function given(name: string, value: string): object {
  return value === '' ? {} : { [name]: value }
}

function isTrue(text: string): boolean {
  return text.toLowerCase() === 'true'
}

function listed(text: string): readonly string[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '')
}

/** Fields whose column is another word than ours. */
const columnOf: Readonly<Record<string, ShopifyColumn>> = {
  amount: 'price',
  sku: 'sku',
  barcode: 'barcode',
  title: 'title',
  handle: 'handle',
  inventory_quantity: 'quantity',
  weight: 'grams',
  images: 'image',
  collection: 'collection',
}

function respelled(position: string, groups: readonly Group[], header: ShopifyHeader): string {
  const product = /^products\[(\d+)\]/.exec(position)?.[1]
  const group = groups[Number(product ?? -1)]
  if (!group) return position
  const variant = Number(/\.variants\[(\d+)\]/.exec(position)?.[1] ?? 0)
  const field = /\.(\w+)(?:\[\d+\])*$/.exec(position)?.[1] ?? ''
  const column = columnOf[field]
  const name = (column && header.spelled(column)) ?? field
  const row = group.rows[variant] ?? group.rows[0]
  return `row ${row?.number}${name === '' ? '' : `, ${name}`}`
}
