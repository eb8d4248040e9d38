/**
 * Columns that have a place here, by our own word for each. Of every pair the first is how Shopify writes it today, the
 * other how it did before, which many tools still do: https://help.shopify.com/en/manual/products/import-export/using-csv
 */
const columns = {
  handle: ['url handle', 'handle'],
  title: ['title'],
  description: ['description', 'body (html)'],
  type: ['type'],
  tags: ['tags'],
  published: ['published on online store', 'published'],
  status: ['status'],
  collection: ['collection'],
  sku: ['sku', 'variant sku'],
  barcode: ['barcode', 'variant barcode'],
  option1Name: ['option1 name'],
  option1Value: ['option1 value'],
  option2Name: ['option2 name'],
  option2Value: ['option2 value'],
  option3Name: ['option3 name'],
  option3Value: ['option3 value'],
  price: ['price', 'variant price'],
  compareAtPrice: ['compare-at price', 'variant compare at price'],
  tracker: ['inventory tracker', 'variant inventory tracker'],
  quantity: ['inventory quantity', 'variant inventory qty'],
  policy: ['continue selling when out of stock', 'variant inventory policy'],
  grams: ['weight value (grams)', 'variant grams'],
  image: ['product image url', 'image source', 'image src'],
  giftCard: ['gift card'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ShopifyColumn = keyof typeof columns

/** Where the columns of one file stand. */
export interface ShopifyHeader {
  /** The file's own spelling, for messages; null when there is no such column. */
  readonly spelled: (column: ShopifyColumn) => string | null
  readonly cell: (row: readonly string[], column: ShopifyColumn) => string
  /** Columns without a place here. */
  readonly others: readonly { readonly name: string; readonly at: number }[]
}

/** Reads the first row. */
export function readHeader(cells: readonly string[]): ShopifyHeader {
  const names = cells.map((cell) => cell.trim().toLowerCase())
  const places = new Map<ShopifyColumn, number>()
  for (const [column, spellings] of Object.entries(columns) as [ShopifyColumn, readonly string[]][]) {
    const at = names.findIndex((name) => spellings.includes(name))
    if (at >= 0) places.set(column, at)
  }
  const taken = new Set(places.values())
  return {
    spelled: (column) => cells[places.get(column) ?? -1]?.trim() ?? null,
    cell: (row, column) => (row[places.get(column) ?? -1] ?? '').trim(),
    others: cells.flatMap((cell, at) => (taken.has(at) || cell.trim() === '' ? [] : [{ name: cell.trim(), at }])),
  }
}

/** Whether a text's first line has what only a product CSV of Shopify's has. */
export function looksLikeShopify(text: string): boolean {
  const start = text.replace(/^\uFEFF/, '')
  const end = start.search(/[\r\n]/)
  const names = (end < 0 ? start : start.slice(0, end))
    .split(',')
    .map((cell) => cell.replaceAll('"', '').trim().toLowerCase())
  const has = (column: ShopifyColumn) => columns[column].some((name) => names.includes(name))
  return has('handle') && (has('title') || has('price'))
}
