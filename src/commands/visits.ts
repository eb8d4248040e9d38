import type { Cart } from '../cart/cart.ts'
import type { Channel, Region } from '../catalog/region.ts'
import type { Books, CatalogView } from '../checkout/books.ts'
import { toUuid } from '../id.ts'
import { Refusal } from '../refusal.ts'
import { createCart } from './carts.ts'
import { look } from './reads.ts'
import type { Answer, Asked } from './receipts.ts'
import type { Shop } from './shop.ts'

/** Where a shopper is and what they read, as the storefront says it. */
export interface NewVisit {
  readonly storeGroupId: string
  /** In whichever case. */
  readonly countryCode: string
  readonly languageCode: string
  /** Said to be sure; it follows from the country anyway. */
  readonly currencyCode: string | null
}

/** Where something is sold: the region's prices and taxes, under the name of a store group. */
export interface Market {
  readonly channel: Channel
  readonly region: Region
}

/** Begins a visit with an empty cart, which ends when its lifetime is over, counted from now. */
export async function beginVisit(shop: Shop, wanted: NewVisit, asked: Asked): Promise<Answer> {
  const { channel, region } = await look(shop, (books) => marketOf(books, wanted))
  const id = shop.newId('vis')
  const cart = {
    door: 'brink',
    regionId: region.id,
    countryCode: wanted.countryCode,
    channelId: channel.id,
    sessionId: toUuid(id) ?? id,
    visit: { countryCode: wanted.countryCode.toLowerCase(), languageCode: wanted.languageCode.toLowerCase() },
    items: [],
    context: {},
    metadata: null,
  } as const
  return createCart(shop, cart, asked)
}

/** The visit's cart; refuses when there is no such visit, or when its time is over, whether or not it was removed yet. */
export function cartOfVisit(books: Books, sessionId: string, now: number): Cart {
  const cart = books.cartOfVisit(sessionId)
  if (!cart?.visit || cart.visit.endsAt <= now) throw new Refusal('session-over', 'The session has ended.')
  return cart
}

/** The store group and the region that sells to the country; refuses what is not there in words that name all of it. */
export function marketOf(books: CatalogView, wanted: Omit<NewVisit, 'languageCode'>): Market {
  const { storeGroupId, countryCode, currencyCode } = wanted
  const channel = books.channels().find((one) => one.storeGroupId === storeGroupId)
  const region = books.regions().find(({ countries }) => countries.includes(countryCode.toLowerCase()))
  const isRightCurrency = currencyCode === null || region?.currencyCode === currencyCode.toLowerCase()
  if (channel && region && isRightCurrency) return { channel, region }
  const currency = isRightCurrency ? '' : `, currencyCode ${currencyCode}`
  const sentence = `store group id ${storeGroupId}, countryCode ${countryCode}${currency} not found`
  throw new Refusal(channel ? 'country-unknown' : 'channel-not-found', sentence, { storeGroupId, countryCode })
}
