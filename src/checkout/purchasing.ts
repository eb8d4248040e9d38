import { Refusal } from '../refusal.ts'
import type { Books } from './books.ts'

/** Where it is said, while the shop runs, whether anything may be bought: everywhere, and in one channel instead. */
export function cartSettingsScope(channelNumber: number | null): string {
  return channelNumber === null ? 'carts' : `carts/${channelNumber}`
}

/** What was said for that scope; null where nothing was. */
export function purchasingIn(books: Books, channelNumber: number | null): boolean | null {
  const said = books.shopSetting(cartSettingsScope(channelNumber))?.['allow_purchasing']
  return typeof said === 'boolean' ? said : null
}

/** Refuses to put anything into carts of a channel, or to complete them, while that is switched off. */
export function assertPurchasing(books: Books, channelId: string): void {
  const number = books.channels().find(({ id }) => id === channelId)?.number ?? null
  const inChannel = number === null ? null : purchasingIn(books, number)
  if (inChannel ?? purchasingIn(books, null) ?? true) return
  throw new Refusal('purchasing-off', 'Purchasing is switched off for this channel.', { channelId })
}
