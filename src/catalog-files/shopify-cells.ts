import { fromDecimal } from '../money/currency.ts'
import type { Mistakes } from './mistakes.ts'
import type { ShopifyColumn, ShopifyHeader } from './shopify-columns.ts'

/** A row of the file. */
export interface Row {
  /** From 1, the header included: what a spreadsheet shows. */
  readonly number: number
  readonly cells: readonly string[]
}

/** One product with the rows of its variants and its images. */
export interface Group {
  readonly handle: string
  readonly rows: Row[]
}

/** What every cell is read with. */
export interface Reader {
  readonly header: ShopifyHeader
  readonly currencyCode: string
  readonly mistakes: Mistakes
}

/** What a row costs, and what it costs on sale; in minor units. */
export interface RowPrice {
  readonly regular: number
  readonly sale: number | null
}

/** Null where no price is said. */
export function priceOf(row: Row, reader: Reader): RowPrice | null {
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

/** 0 where nothing is said. */
export function wholeNumber({ cells, number }: Row, column: ShopifyColumn, { header, mistakes }: Reader): number {
  const text = header.cell(cells, column)
  if (text === '' || /^-?\d{1,9}$/.test(text)) return Number(text)
  mistakes.add(`row ${number}, ${header.spelled(column)}`, `must be a whole number, not "${text}"`)
  return 0
}

/** Rounded to a whole one. */
export function numberIn({ cells, number }: Row, column: ShopifyColumn, { header, mistakes }: Reader): number {
  const text = header.cell(cells, column)
  if (/^\d{1,9}(\.\d{1,6})?$/.test(text)) return Math.round(Number(text))
  mistakes.add(`row ${number}, ${header.spelled(column)}`, `must be a number, not "${text}"`)
  return 0
}
