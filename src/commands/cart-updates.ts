import { type Address, type AddressChange, changeAddress } from '../cart/addresses.ts'
import type { Cart } from '../cart/cart.ts'
import type { Customer } from '../cart/customer.ts'
import type { Metadata } from '../catalog/product.ts'
import type { Region } from '../catalog/region.ts'
import type { Books } from '../checkout/books.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'
import { putCodes } from './cart-codes.ts'
import { countryOutside, onlyCountry, regionOf } from './carts.ts'
import { type Edit, editCart, withSessionsBack } from './editing.ts'
import { assertParticulars } from './particulars.ts'
import type { Answer, Asked } from './receipts.ts'
import { repriced } from './repricing.ts'
import type { Shop } from './shop.ts'

/** What is to be different; what is left out stays. Lists of codes replace the former list. */
export interface CartUpdate {
  readonly regionId?: string
  /** Used together with `regionId` only. */
  readonly countryCode?: string
  readonly email?: string
  /** What to lay over the present address, or the id of an address of the signed-in customer; null takes it away. */
  readonly shippingAddress?: AddressChange | string | null
  readonly billingAddress?: AddressChange | string | null
  readonly discounts?: readonly string[]
  readonly giftCards?: readonly string[]
  readonly customerId?: string
  /** True: prices are looked up anew, though nothing else asks for it. */
  readonly isPricedAnew?: boolean
  readonly context?: Metadata
  /** Takes the place of what is there. */
  readonly metadata?: Metadata
  readonly channelId?: string
}

/** What every step of an update may look at. */
export interface Updating {
  readonly shop: Shop
  readonly books: Books
  readonly wanted: CartUpdate
  readonly signedInAs: string | null
  readonly now: number
}

/** Changes the cart step by step, in this order; the first step that refuses keeps all of it from happening. */
export function updateCart(shop: Shop, cartId: string, wanted: CartUpdate, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) =>
    updatedCart(cart, { shop, books, wanted, signedInAs: asked.signedInAs, now }),
  )
}

/** The cart as the update makes it, for commands that do more than that. */
export function updatedCart(cart: Cart, updating: Updating): Edit {
  const { wanted, books, now } = updating
  assertNoCardNumber(wanted.context, wanted.metadata, wanted.email)
  for (const address of [wanted.shippingAddress, wanted.billingAddress]) assertAddress(address)
  const owned = ownedBy(cart, updating)
  const steps = [moveToRegion, putAddresses, putContext, putMetadata]
  const updated = steps.reduce((edited, step) => step(edited, updating), owned.cart)
  return { cart: withSessionsBack(putCodes(updated, wanted, books, now)), customers: owned.customers }
}

function assertAddress(address: AddressChange | string | null | undefined): void {
  if (typeof address === 'object' && address !== null) assertParticulars(address)
}

/** Signed in, the cart is theirs; else an e-mail finds or makes a guest, and a customer's id only ties the cart to them. */
function ownedBy(cart: Cart, updating: Updating): Edit {
  const { wanted, books, signedInAs } = updating
  const customerId = signedInAs ?? wanted.customerId
  if (customerId !== undefined) {
    const customer = books.customer(customerId)
    if (customer?.isTest !== cart.isTest)
      throw new Refusal('customer-not-found', `Customer with id: ${customerId} was not found`, { customerId })
    const email = customerId === signedInAs ? customer.email : (wanted.email?.toLowerCase() ?? cart.email)
    const same = cart.customerId === customer.id && cart.email === email
    return { cart: same ? cart : { ...cart, customerId: customer.id, email }, customers: [] }
  }
  if (wanted.email === undefined) return { cart, customers: [] }
  const email = wanted.email.toLowerCase()
  const known = books.customerByEmail(email, false, cart.isTest)
  const customer = known ?? newGuest(updating.shop, books, email, cart, updating.now)
  return { cart: { ...cart, customerId: customer.id, email }, customers: known ? [] : [customer] }
}

/** Somebody who is known by an e-mail alone. */
export function newGuest(shop: Shop, books: Books, email: string, cart: Cart, now: number): Customer {
  return {
    id: shop.newId('cus'),
    number: books.nextCustomerNumber(),
    email,
    firstName: null,
    lastName: null,
    phone: null,
    hasAccount: false,
    isTest: cart.isTest,
    passwordHash: null,
    billingAddressId: null,
    addresses: [],
    metadata: null,
    createdAt: now,
    updatedAt: now,
  }
}

/**
 * Prices, shipping, gift cards and payment belong to a region: with another one they are looked up anew or gone. Prices
 * may also depend on who buys.
 */
function moveToRegion(cart: Cart, updating: Updating): Cart {
  const { books, wanted, now } = updating
  const region = regionOf(books, wanted.regionId ?? cart.regionId)
  const isOwned = updating.signedInAs !== null || wanted.customerId !== undefined || wanted.isPricedAnew === true
  if (region.id === cart.regionId)
    return isOwned || wanted.regionId !== undefined ? repriced(cart, region, books, now) : cart
  if (cart.paymentAuthorizedAt !== null)
    throw new Refusal('region-locked', 'Cannot change the region of a completed cart')
  const discounts = cart.discounts.filter(({ id }) => {
    const regionIds = books.discount(id)?.regionIds ?? []
    return !regionIds.length || regionIds.includes(region.id)
  })
  return {
    ...repriced(cart, region, books, now),
    regionId: region.id,
    currencyCode: region.currencyCode,
    discounts,
    giftCards: [],
    shippingMethods: [],
    paymentSessions: [],
    shippingAddress: shipsWithin(cart, region, updating),
  }
}

/** What is known of where it ships now; a first address that is told in the same breath is taken as told, later. */
function shipsWithin(cart: Cart, region: Region, { shop, wanted, now }: Updating): Address | null {
  const inAddress = typeof wanted.shippingAddress === 'object' ? wanted.shippingAddress?.countryCode : undefined
  const said = wanted.countryCode ?? inAddress ?? null
  if (said !== null && !region.countries.includes(said.toLowerCase())) throw countryOutside(said)
  if (cart.shippingAddress === null && typeof wanted.shippingAddress === 'object') return null
  const countryCode = said?.toLowerCase() ?? onlyCountry(region)
  return changeAddress(cart.shippingAddress, { countryCode }, shop.newId('addr'), now)
}

function putAddresses(cart: Cart, updating: Updating): Cart {
  const { wanted, books } = updating
  const billingAddress = addressFor(cart.billingAddress, wanted.billingAddress, updating)
  const shippingAddress = addressFor(cart.shippingAddress, wanted.shippingAddress, updating)
  const isNamed = typeof wanted.shippingAddress === 'string' || typeof wanted.shippingAddress?.countryCode === 'string'
  if (isNamed && typeof shippingAddress?.countryCode === 'string')
    assertShipsTo(shippingAddress.countryCode, regionOf(books, cart.regionId))
  const same = billingAddress === cart.billingAddress && shippingAddress === cart.shippingAddress
  return same ? cart : { ...cart, billingAddress, shippingAddress }
}

/** Codes are lower case; one in capitals is refused as no country only where its country would do, an empty one always. */
function assertShipsTo(countryCode: string, region: Region): void {
  const lower = countryCode.toLowerCase()
  if (countryCode !== '' && !region.countries.includes(lower))
    throw new Refusal('country-outside-region', 'Shipping country must be in the cart region', { countryCode })
  if (lower !== countryCode || countryCode === '')
    throw new Refusal('country-unknown', 'There is no such country', { countryCode })
}

function addressFor(
  present: Address | null,
  wanted: AddressChange | string | null | undefined,
  updating: Updating,
): Address | null {
  const { shop, books, signedInAs, now } = updating
  if (wanted === undefined) return present
  if (wanted === null) return null
  if (typeof wanted === 'object') return changeAddress(present, wanted, shop.newId('addr'), now)
  const book = signedInAs === null ? [] : (books.customer(signedInAs)?.addresses ?? [])
  const entry = book.find(({ id }) => id === wanted)
  if (!entry) throw new Refusal('address-not-found', `Address with id: ${wanted} was not found`, { addressId: wanted })
  return entry
}

function putContext(cart: Cart, { wanted, books }: Updating): Cart {
  const context = wanted.context ? { ...cart.context, ...wanted.context } : cart.context
  const channelId = wanted.channelId ?? cart.channelId
  if (!books.channels().some(({ id }) => id === channelId)) {
    throw new Refusal('channel-not-found', `Sales channel with id: ${channelId} was not found`, { channelId })
  }
  return context === cart.context && channelId === cart.channelId ? cart : { ...cart, context, channelId }
}

function putMetadata(cart: Cart, { wanted }: Updating): Cart {
  return wanted.metadata === undefined ? cart : { ...cart, metadata: wanted.metadata }
}
