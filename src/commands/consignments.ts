import { type AddressChange, changeAddress } from '../cart/addresses.ts'
import type { Cart, Line, ShippingMethod } from '../cart/cart.ts'
import { chooseShipping as withShipping } from '../cart/shipping-choice.ts'
import type { Region } from '../catalog/region.ts'
import type { Books } from '../checkout/books.ts'
import { assertNoCardNumber } from '../payments/card-data.ts'
import { Refusal } from '../refusal.ts'
import { regionOf } from './carts.ts'
import { editCart } from './editing.ts'
import { assertVersion } from './managed-lines.ts'
import type { PriceGiven } from './named-lines.ts'
import { assertParticulars } from './particulars.ts'
import type { Answer, Asked } from './receipts.ts'
import { repriced } from './repricing.ts'
import { consignmentOf, isShipped, optionsFor, shippedLines } from './shipped-lines.ts'
import type { Shop } from './shop.ts'

/** Where the goods go. One address per cart: every line that ships, with all its pieces, goes there. */
export interface WantedConsignment {
  readonly address: AddressChange | null
  /** Null: as before. */
  readonly pieces: readonly { readonly lineId: string; readonly quantity: number }[] | null
}

/** Says where the goods go, or elsewhere; how they ship has to be chosen again. A second address is refused. */
export function putConsignment(
  shop: Shop,
  cartId: string,
  wanted: WantedConsignment & { readonly consignmentId: string | null; readonly version: number | null },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, wanted.version)
    if (wanted.address) assertParticulars(wanted.address)
    const present = consignmentOf(cart)
    if (wanted.consignmentId === null && present) throw oneOnly()
    if (wanted.consignmentId !== null) assertConsignment(cart, wanted.consignmentId)
    if (wanted.pieces) assertAllShip(cart, wanted.pieces, books)
    if (!wanted.address) return cart
    const id = present?.id ?? shop.newId('addr')
    const shippingAddress = changeAddress(null, wanted.address, id, now)
    const moved = movedTo(cart, wanted.address.countryCode ?? null, books, now)
    const lines = moved.lines.map((line) => (line.hasShipping ? { ...line, hasShipping: false } : line))
    return { ...moved, lines, shippingAddress, shippingMethods: [] }
  })
}

/** Chooses how the goods ship; refuses what is not on offer for them. */
export function chooseConsignmentOption(
  shop: Shop,
  cartId: string,
  wanted: { readonly consignmentId: string; readonly optionId: string; readonly version: number | null },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, wanted.version)
    assertConsignment(cart, wanted.consignmentId)
    const option = optionsFor(cart, books).find(({ id }) => id === wanted.optionId)
    if (!option) {
      const { optionId } = wanted
      throw new Refusal('shipping-option-not-found', 'The shipping option is not available for this consignment.', {
        optionId,
      })
    }
    const { id: optionId, name, profileId, amount: price } = option
    const own = { ...cart, shippingMethods: cart.shippingMethods.filter((method) => method.optionId !== null) }
    return withShipping(own, { ...newMethod(shop, cart, books, now), optionId, name, profileId, price })
  })
}

/** Ships everything at a price that somebody names. */
export function chooseCustomShipping(
  shop: Shop,
  cartId: string,
  wanted: {
    readonly consignmentId: string
    readonly price: PriceGiven
    readonly description: string
    readonly version: number | null
  },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart, books, now) => {
    assertVersion(cart, wanted.version)
    assertConsignment(cart, wanted.consignmentId)
    assertNoCardNumber(wanted.description)
    const blank = newMethod(shop, cart, books, now)
    const profileId = shippedLines(cart, books)[0]?.profileId ?? ''
    const price = wanted.price(cart.currencyCode)
    const method: ShippingMethod = { ...blank, optionId: null, name: wanted.description, profileId, price }
    const lines = cart.lines.map((line) => (isShipped(line, books) ? { ...line, hasShipping: true } : line))
    return { ...cart, lines, shippingMethods: [method] }
  })
}

/** Takes the address away, and with it how the goods ship. */
export function removeConsignment(
  shop: Shop,
  cartId: string,
  wanted: { readonly consignmentId: string; readonly version: number | null },
  asked: Asked,
): Promise<Answer> {
  return editCart(shop, cartId, asked, (cart) => {
    assertVersion(cart, wanted.version)
    assertConsignment(cart, wanted.consignmentId)
    const lines = cart.lines.map((line) => (line.hasShipping ? { ...line, hasShipping: false } : line))
    return { ...cart, lines, shippingAddress: null, shippingMethods: [] }
  })
}

function newMethod(shop: Shop, cart: Cart, books: Books, now: number) {
  const includesTax = regionOf(books, cart.regionId).includesTax
  return { id: shop.newId('sm'), includesTax, data: {}, createdAt: now }
}

/** A country lies in one region: goods that go there are sold there, in the cart's own currency. */
function movedTo(cart: Cart, countryCode: string | null, books: Books, now: number): Cart {
  const region = regionOf(books, cart.regionId)
  if (countryCode === null || sellsTo(region, countryCode)) return cart
  const other = books.regions().find((one) => one.currencyCode === cart.currencyCode && sellsTo(one, countryCode))
  if (!other) {
    throw new Refusal('country-outside-region', `Nothing is sold to ${countryCode.toUpperCase()} in this currency.`, {
      countryCode,
      field: 'address.country_code',
    })
  }
  const isValidThere = ({ id }: Cart['discounts'][number]): boolean => {
    const regionIds = books.discount(id)?.regionIds ?? []
    return regionIds.length === 0 || regionIds.includes(other.id)
  }
  const discounts = cart.discounts.filter(isValidThere)
  return { ...repriced(cart, other, books, now), regionId: other.id, discounts, giftCards: [], paymentSessions: [] }
}

function sellsTo({ countries }: Region, countryCode: string): boolean {
  return countries.includes(countryCode)
}

function assertConsignment(cart: Cart, consignmentId: string): void {
  if (consignmentOf(cart)?.id === consignmentId) return
  throw new Refusal('entry-not-found', 'There is no consignment with that id.', { consignmentId })
}

function assertAllShip(cart: Cart, pieces: NonNullable<WantedConsignment['pieces']>, books: Books): void {
  const shipped = shippedLines(cart, books)
  const stranger = pieces.find(({ lineId }) => !shipped.some(({ id }) => id === lineId))
  if (stranger) {
    throw new Refusal('body-invalid', 'Only physical items of this cart can be in a consignment.', {
      field: 'line_items',
    })
  }
  const piecesOf = (lineId: string) =>
    pieces.filter((one) => one.lineId === lineId).reduce((sum, { quantity }) => sum + quantity, 0)
  const isNamed = ({ id }: Line): boolean => pieces.some(({ lineId }) => lineId === id)
  // BigCommerce's consignments list what is of the catalog; what somebody named goes with it, said or not.
  const meant = shipped.filter((line) => line.kind === 'variant' || isNamed(line))
  if (meant.some(({ id, quantity }) => piecesOf(id) !== quantity)) throw oneOnly()
}

function oneOnly(): Refusal {
  return new Refusal(
    'body-invalid',
    'This shop sends a cart to one address: one consignment with every physical item in its whole quantity.',
    { field: 'line_items' },
  )
}
