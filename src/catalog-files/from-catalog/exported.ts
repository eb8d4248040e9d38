import type { CatalogFile, DiscountRecord, GiftCardRecord } from '../catalog-file.ts'
import type { PriceListRecord } from '../product-records.ts'

/** What an export tells beyond the catalog. */
export interface ExportOptions {
  /** All ids, not only those that a file gave: for a copy of the shop that storefronts already know. */
  readonly ids: boolean
  /** Password hashes, so that accounts go on working elsewhere. The file is then a secret. */
  readonly passwords: boolean
}

export const plainExport: ExportOptions = { ids: false, passwords: false }

/** A record in which some fields are written even when there is nothing to say, so that its reader sees that they exist. */
type Saying<Fields, Names extends keyof Fields> = Omit<Fields, Names> & {
  [Name in Names]: Exclude<Fields[Name], undefined> | null
}

export type ExportedPriceList = Saying<PriceListRecord, 'starts_at' | 'ends_at'>
export type ExportedDiscount = Saying<DiscountRecord, 'starts_at' | 'ends_at' | 'usage_limit'>
export type ExportedGiftCard = Saying<GiftCardRecord, 'ends_at'>

/** A catalog file as an export writes it. */
export type ExportedCatalog = Omit<CatalogFile, 'price_lists' | 'discounts' | 'gift_cards'> & {
  price_lists: ExportedPriceList[]
  discounts: ExportedDiscount[]
  gift_cards: ExportedGiftCard[]
}
