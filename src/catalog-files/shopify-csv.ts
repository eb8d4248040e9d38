import { CsvError, parse } from 'csv-parse/sync'
import { Refusal } from '../refusal.ts'
import type { Mistakes } from './mistakes.ts'
import type { Group, Reader, Row } from './shopify-cells.ts'
import { readHeader, type ShopifyColumn, type ShopifyHeader } from './shopify-columns.ts'
import { productFrom, salesOf } from './shopify-products.ts'
import { slug } from './slug.ts'

/** The one price list that compare-at prices become. */
const saleName = 'Compare-at prices'

/** A product CSV in the shape of our file, and what of it has no place in it. */
export interface TranslatedCsv {
  readonly json: unknown
  readonly leftOut: readonly string[]
  /** From a position in our file to the row it came from. */
  readonly respell: (position: string) => string
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
