import { changeAddress } from '../cart/addresses.ts'
import type { Cart, Door, Visit } from '../cart/cart.ts'
import { type SameCode, removeDiscount as withoutDiscount } from '../cart/discount-codes.ts'
import { assertWithinLimits } from '../cart/limits.ts'
import { lineMax } from '../cart/line-items.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Channel, Region } from '../catalog/region.ts'
import type { Books } from '../checkout/books.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'
import { announced } from './announcing.ts'
import { cartFor, editCart, nextVersion, withSessionsBack } from './editing.ts'
import { once } from './idempotency.ts'
import { newLine } from './line-items.ts'
import type { Answer, Asked } from './receipts.ts'
import { repriced } from './repricing.ts'
import type { Shop } from './shop.ts'

/** What somebody may say of a cart that is to be made; null is left to the shop. */
export interface NewCart {
  readonly door: Door
  /** Absent: live. */
  readonly isTest?: boolean
  readonly regionId: string | null
  readonly countryCode: string | null
  readonly channelId: string | null
  readonly sessionId: string | null
  /** Set: the cart ends with the visit, its lifetime counted from now on. */
  readonly visit?: Pick<Visit, 'countryCode' | 'languageCode'>
  /** A variant named twice makes two lines. */
  readonly items: readonly { readonly variantId: string; readonly quantity: number; readonly metadata: Metadata }[]
  readonly context: Metadata
  readonly metadata: Metadata | null
}

/** Makes a cart in the region named, or the first; refuses countries outside it, unknown variants and short stock. */
export function createCart(shop: Shop, wanted: NewCart, asked: Asked): Promise<Answer> {
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => {
      const cart = newCart(shop, wanted, books, asked.signedInAs)
      return { result: asked.show(cart, books), changes: announced(shop, [{ kind: 'save-cart', cart }]) }
    }),
  )
}

/** The cart as it is made, not yet saved. */
export function newCart(shop: Shop, wanted: NewCart, books: Books, signedInAs: string | null): Cart {
  const now = shop.now()
  assertNoCardNumber(wanted.context, wanted.metadata)
  const blank = blankCart(shop, wanted, books, signedInAs, now)
  if (wanted.items.length > lineMax)
    throw new Refusal('limit-exceeded', `A cart holds at most ${lineMax} lines.`, { limit: lineMax })
  assertVariants(wanted, books)
  const cart: Cart = { ...blank, lines: wanted.items.map((item) => newLine(shop, blank, item, books, now)) }
  assertWithinLimits(cart, null)
  return cart
}

/** All that are unknown are named at once. */
function assertVariants({ items }: NewCart, books: Books): void {
  const unknown = new Set(items.map(({ variantId }) => variantId).filter((variantId) => !books.variant(variantId)))
  const variantId = [...unknown].join(', ')
  if (unknown.size > 0) throw new Refusal('variant-not-found', `There are no variants ${variantId}.`, { variantId })
}

/** Shows the cart as it is; a guest's cart that a signed-in customer reads becomes theirs. */
export async function readCart<Seen>(
  shop: Shop,
  cartId: string,
  signedInAs: string | null,
  show: (cart: Cart, books: Books) => Seen,
): Promise<Seen> {
  if (signedInAs) await takeOver(shop, cartId, signedInAs)
  return shop.store.read((books) => show(cartFor(books, cartId, signedInAs), books))
}

/** Takes a discount off; one that is not on the cart changes nothing. */
export function removeDiscount(
  shop: Shop,
  cartId: string,
  code: string,
  asked: Asked,
  isSame?: SameCode,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => withSessionsBack(withoutDiscount(cart, code, isSame)))
}

/** The region with that id, or the refusal that says it is not there. */
export function regionOf(books: Pick<Books, 'region'>, regionId: string): Region {
  const region = books.region(regionId)
  if (!region) throw new Refusal('region-not-found', `Region with id: ${regionId} was not found`, { regionId })
  return region
}

async function takeOver(shop: Shop, cartId: string, signedInAs: string): Promise<void> {
  const isTheirs = await shop.store.read((books) => {
    const cart = cartFor(books, cartId, signedInAs)
    return cart.stage !== 'open' || isOwned(cart, signedInAs, books, shop.now())
  })
  if (isTheirs) return
  await shop.store.change((books) => {
    const present = cartFor(books, cartId, signedInAs)
    const customer = books.customer(signedInAs)
    if (!customer || present.stage !== 'open') return { result: null, changes: [] }
    const now = shop.now()
    const owned = { ...present, customerId: customer.id, email: customer.email }
    const cart = nextVersion(shop, present, repriced(owned, regionOf(books, owned.regionId), books, now), books, now)
    return { result: null, changes: [{ kind: 'save-cart', cart }] }
  })
}

/** As Medusa reads it to them: prices as they are now, and shipping to be looked at again. */
function isOwned(cart: Cart, signedInAs: string, books: Books, now: number): boolean {
  return cart.customerId === signedInAs && repriced(cart, regionOf(books, cart.regionId), books, now) === cart
}

/** An empty cart as it is made in the region named, or the first. */
export function blankCart(shop: Shop, wanted: NewCart, books: Books, signedInAs: string | null, now: number): Cart {
  const region = wanted.regionId === null ? firstRegion(books) : regionOf(books, wanted.regionId)
  const customer = signedInAs === null ? null : books.customer(signedInAs)
  return {
    id: shop.newId('cart'),
    version: 1,
    revision: 1,
    stage: 'open',
    door: wanted.door,
    isTest: wanted.isTest ?? false,
    mergedInto: null,
    regionId: region.id,
    currencyCode: region.currencyCode,
    channelId: channelOf(books, wanted.channelId).id,
    sessionId: wanted.sessionId,
    visit: wanted.visit ? { ...wanted.visit, endsAt: now + shop.settings.cartTtlMs } : null,
    customerId: customer?.id ?? null,
    email: customer?.email ?? null,
    shippingAddress: startingAddress(shop, region, wanted.countryCode, now),
    billingAddress: null,
    lines: [],
    discounts: [],
    giftCards: [],
    shippingMethods: [],
    paymentSessions: [],
    payment: null,
    context: wanted.context,
    metadata: wanted.metadata,
    manualDiscounts: [],
    locale: null,
    customerMessage: '',
    createdAt: now,
    updatedAt: now,
    completedAt: null,
    paymentAuthorizedAt: null,
  }
}

/** The country that is said, or the region's only one, is where the cart will probably ship to. */
function startingAddress(shop: Shop, region: Region, said: string | null, now: number): Cart['shippingAddress'] {
  const countryCode = said === null ? onlyCountry(region) : said.toLowerCase()
  if (countryCode === null) return null
  if (!region.countries.includes(countryCode)) throw countryOutside(countryCode)
  return changeAddress(null, { countryCode }, shop.newId('addr'), now)
}

/** The country of a region that has just one. */
export function onlyCountry(region: Region): string | null {
  return region.countries.length === 1 ? (region.countries[0] ?? null) : null
}

export function countryOutside(countryCode: string): Refusal {
  return new Refusal('country-outside-region', 'Country not available in region', { countryCode, while: 'moving' })
}

function firstRegion(books: Books): Region {
  const [region] = books.regions()
  if (!region) throw new Refusal('region-missing', 'A region is required to create a cart')
  return region
}

function channelOf(books: Books, channelId: string | null): Channel {
  const channels = books.channels()
  const channel = channelId === null ? channels[0] : channels.find(({ id }) => id === channelId)
  if (!channel)
    throw new Refusal('channel-not-found', `Sales channel with id: ${channelId} was not found`, {
      channelId: channelId ?? '',
    })
  return channel
}
