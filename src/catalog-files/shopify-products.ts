import { type Group, numberIn, priceOf, type Reader, type Row, wholeNumber } from './shopify-cells.ts'
import type { ShopifyColumn } from './shopify-columns.ts'
import { slug } from './slug.ts'

/** What Shopify calls the only variant of a product without options. */
const onlyVariant = 'Default Title'

const statuses: Readonly<Record<string, string>> = { active: 'published', draft: 'draft', archived: 'draft' }

/** A product of our file, with a variant for each of its rows that has one. */
export function productFrom(group: Group, reader: Reader): object {
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

/** What of it is cheaper than its compare-at price. */
export function salesOf(group: Group, reader: Reader): readonly object[] {
  const own: Reader = { ...reader, mistakes: reader.mistakes.deaf() }
  return variantRows(group, reader).flatMap((row) => {
    const price = priceOf(row, own)
    if (!price || price.sale === null) return []
    const sku = reader.header.cell(row.cells, 'sku')
    const which = sku === '' ? { product: group.handle, variant: titleOf(row, group, reader) } : { sku }
    return [{ ...which, currency_code: reader.currencyCode, amount: price.sale }]
  })
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
