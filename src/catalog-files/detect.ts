import { isObject } from './tidy.ts'

/** The formats that an import reads; `--format` says them. Another one takes its place here and in `read-file.ts`. */
export const catalogFormats = ['cartwright', 'medusa-seed', 'shopify-csv'] as const

export type CatalogFormat = (typeof catalogFormats)[number]

/** Whether a word names a format. */
export function isCatalogFormat(word: string): word is CatalogFormat {
  return catalogFormats.some((format) => format === word)
}

const ourNouns = ['channels', 'collections', 'price_lists', 'discounts', 'gift_cards', 'customers']
const seedNouns = ['users', 'categories', 'publishable_api_keys', 'sales_channels']

/** Tells formats apart by what only one of them has: a seed names regions by `region_id` and knows users, ours by name. */
export function detectFormat(json: unknown): CatalogFormat {
  if (!isObject(json)) return 'cartwright'
  const options = recordsOf(json, 'shipping_options')
  if (ourNouns.some((noun) => noun in json) || options.some((option) => 'region' in option)) return 'cartwright'
  const isSeed =
    seedNouns.some((noun) => noun in json) ||
    options.some((option) => 'region_id' in option) ||
    recordsOf(json, 'regions').some((region) => 'id' in region && !/^reg_[0-9A-Z]{26}$/.test(String(region['id'])))
  return isSeed ? 'medusa-seed' : 'cartwright'
}

/** The objects of a list of the file; none when there is no such list. */
function recordsOf(json: Record<string, unknown>, noun: string): readonly Record<string, unknown>[] {
  const records = json[noun]
  return Array.isArray(records) ? records.filter(isObject) : []
}
