import type { Cart } from '../cart/cart.ts'
import type { Customer } from '../cart/customer.ts'
import { assertWithinLimits } from '../cart/limits.ts'
import type { Channel, Region } from '../catalog/region.ts'
import type { Books } from '../checkout/books.ts'
import { Refusal } from '../refusal.ts'
import { announced } from './announcing.ts'
import { blankCart, regionOf } from './carts.ts'
import { editCart } from './editing.ts'
import { once } from './idempotency.ts'
import { assertVersion, type NewItems, withItems } from './managed-lines.ts'
import type { Answer, Asked } from './receipts.ts'
import { repriced } from './repricing.ts'
import type { Shop } from './shop.ts'

/** The channel's number where nobody says one; a shop without it takes its first. */
const usualChannel = 1

/** A cart as the shop's own programs make it; null is left to the shop. */
export interface ManagedCart {
  /** The number of an account; null for a guest. */
  readonly customerNumber: number | null
  readonly channelNumber: number | null
  /** Lower case. */
  readonly currencyCode: string | null
  readonly locale: string | null
  readonly items: NewItems
}

/** Makes a cart with everything in it, in the first region with that currency. */
export function createManagedCart(shop: Shop, wanted: ManagedCart, asked: Asked): Promise<Answer> {
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => {
      const now = shop.now()
      const isTest = asked.isTest ?? false
      const customer = wanted.customerNumber === null ? null : accountNumbered(books, wanted.customerNumber, isTest)
      const blank = blankCart(shop, { ...placeOf(books, wanted), isTest }, books, customer?.id ?? null, now)
      const cart: Cart = {
        ...withItems(shop, { ...blank, locale: wanted.locale }, wanted.items, books, now),
        shippingMethods: [],
      }
      assertWithinLimits(cart, null)
      const beside = asked.alongside?.(cart) ?? []
      return {
        result: asked.show(cart, books),
        changes: [...announced(shop, [{ kind: 'save-cart', cart }]), ...beside],
      }
    }),
  )
}

/**
 * Gives the cart to another account, or to nobody. Promotions and shipping belong to who buys: with another one they are
 * gone, and prices are looked up anew.
 */
export function changeCustomer(
  shop: Shop,
  cartId: string,
  wanted: { readonly customerNumber: number | null; readonly version: number | null },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, wanted.version)
    const customer = wanted.customerNumber === null ? null : accountNumbered(books, wanted.customerNumber, cart.isTest)
    const present = cart.customerId === null ? null : books.customer(cart.customerId)
    const presentAccount = present?.hasAccount ? present.id : null
    if (presentAccount === (customer?.id ?? null)) return cart
    const owned: Cart = { ...cart, ...ownerOf(cart, customer), discounts: [], manualDiscounts: [], shippingMethods: [] }
    const lines = owned.lines.map((line) => (line.hasShipping ? { ...line, hasShipping: false } : line))
    return repriced({ ...owned, lines }, regionOf(books, cart.regionId), books, now)
  })
}

/** Deletes an open cart and what belongs to it; refuses one that is being completed or was. */
export function deleteCart(shop: Shop, cartId: string, asked: Asked): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => ({ cart, customers: [], isGone: true }))
}

/** The account with that number, or the refusal that says there is none. */
function accountNumbered(books: Books, number: number, isTest: boolean): Customer {
  const customer = books.customerByNumber(number)
  if (customer?.hasAccount && customer.isTest === isTest) return customer
  throw new Refusal('customer-not-found', `There is no customer with the id ${number}.`, { field: 'customer_id' })
}

/** An account's e-mail is the cart's; without an account it is the one of the bill, if that was said. */
function ownerOf(cart: Cart, customer: Customer | null): Pick<Cart, 'customerId' | 'email'> {
  if (customer) return { customerId: customer.id, email: customer.email }
  const billed = cart.billingAddress?.metadata?.['email']
  return { customerId: null, email: typeof billed === 'string' ? billed : null }
}

function placeOf(books: Books, { currencyCode, channelNumber }: ManagedCart) {
  const region = currencyCode === null ? null : regionFor(books, currencyCode)
  return {
    door: 'bigcommerce',
    regionId: region?.id ?? null,
    countryCode: null,
    channelId: channelNumbered(books, channelNumber)?.id ?? null,
    sessionId: null,
    items: [],
    context: {},
    metadata: null,
  } as const
}

function regionFor(books: Books, currencyCode: string): Region {
  const region = books.regions().find((one) => one.currencyCode === currencyCode)
  if (region) return region
  throw new Refusal('region-not-found', `${currencyCode.toUpperCase()} is no currency of this shop.`, {
    field: 'currency.code',
  })
}

/** The channel with that number; without one, the usual one if there is such. */
export function channelNumbered(books: Books, number: number | null): Channel | null {
  const channel = books.channels().find((one) => one.number === (number ?? usualChannel)) ?? null
  if (channel || number === null) return channel
  throw new Refusal('channel-not-found', `There is no channel with the id ${number}.`, { field: 'channel_id' })
}
