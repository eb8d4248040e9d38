import type { Customer } from '../../cart/customer.ts'
import type { Product } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import type { NewId } from '../../id.ts'
import type { CatalogRows } from '../../store/store.ts'
import type { CatalogFile } from '../catalog-file.ts'
import { allProducts, allShippingOptions } from '../everything.ts'
import type { Mistakes } from '../mistakes.ts'
import { customerKeyOf, translateCustomers } from './customers.ts'
import type { Desk, Tallies } from './desk.ts'
import { translateDiscounts } from './discounts.ts'
import { translateGiftCards } from './gift-cards.ts'
import { Names } from './names.ts'
import { Numbers } from './numbers.ts'
import { translatePriceLists } from './price-lists.ts'
import { draftProducts, translateCollections } from './products.ts'
import { draftRegions, settleRegions } from './regions.ts'
import { settleProducts } from './settle-products.ts'
import { Shelf } from './shelf.ts'
import { shippingKeyOf, translateProfiles, translateShippingOptions } from './shipping.ts'
import { profileFrom, translateChannels } from './shop-profile.ts'
import { variantKeyOf } from './variants.ts'

/** What a plan needs besides the file and the shop. */
export interface PlanTools {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly newId: NewId
  readonly mistakes: Mistakes
  /** argon2id hashes of the file's passwords, by e-mail. */
  readonly passwordHashes: ReadonlyMap<string, string>
}

/** What an import will save, and what that does to each noun. */
export interface ImportPlan {
  readonly catalog: CatalogRows
  readonly tallies: Tallies
}

/**
 * Turns a checked file into rows: records are known again by id or natural key and keep ids, numbers and times; what is
 * new gets them; what does not differ is left out. References to nothing and keys used twice refuse the whole file.
 */
export function planImport(file: CatalogFile, view: CatalogView, tools: PlanTools): ImportPlan {
  const shelves = shelvesOf(view)
  const desk: Desk = {
    view,
    now: tools.now,
    newId: tools.newId,
    tick: ticksFor(file, tools.now, Object.values(shelves)),
    mistakes: tools.mistakes,
    tallies: {},
  }
  const profile = profileFrom(desk, file, shelves.regions.all().length === 0)
  translateChannels(desk, file.channels ?? [], shelves.channels)
  const regionDrafts = draftRegions(desk, file.regions ?? [], shelves.regions, profile.currencies)
  translateProfiles(desk, file, shelves.profiles)
  translateShippingOptions(desk, file.shipping_options ?? [], shelves.options, shelves.regions, shelves.profiles)
  translateCollections(desk, file.collections ?? [], shelves.collections)
  const sold = planProducts(desk, file, shelves, profile.currencies)
  settleRegions(desk, regionDrafts, shelves.regions, { products: shelves.products, shippingOptions: shelves.options })
  translateDiscounts(desk, file.discounts ?? [], shelves.discounts, shelves.regions, shelves.products)
  translateGiftCards(desk, file.gift_cards ?? [], shelves.giftCards, shelves.regions)
  translateCustomers(desk, file.customers ?? [], shelves.customers, view.customers(), tools.passwordHashes)
  tools.mistakes.refuseIfAny()
  return {
    catalog: {
      profile: desk.tallies.store === undefined || desk.tallies.store.unchanged > 0 ? null : profile,
      channels: shelves.channels.changed,
      regions: shelves.regions.changed,
      shippingProfiles: shelves.profiles.changed,
      shippingOptions: shelves.options.changed,
      collections: shelves.collections.changed,
      ...sold,
      discounts: shelves.discounts.changed,
      giftCards: shelves.giftCards.changed,
      customers: shelves.customers.changed,
    },
    tallies: desk.tallies,
  }
}

type Shelves = ReturnType<typeof shelvesOf>

function shelvesOf(view: CatalogView) {
  const products = allProducts(view)
  const variants = products.flatMap((product) => product.variants)
  return {
    channels: new Shelf(view.channels(), (row) => row.name, { noun: 'channel', keyField: 'name' }),
    regions: new Shelf(view.regions(), (row) => row.name, { noun: 'region', keyField: 'name' }),
    profiles: new Shelf(view.shippingProfiles(), (row) => row.key, { noun: 'profile', keyField: 'profile' }),
    options: new Shelf(allShippingOptions(view), shippingKeyOf, { noun: 'shipping option', keyField: 'name' }),
    collections: new Shelf(view.collections(), (row) => row.handle, { noun: 'collection', keyField: 'handle' }),
    products: new Shelf(products, (row) => row.handle, { noun: 'product', keyField: 'handle' }),
    variants: new Shelf(variants, variantKeyOf, { noun: 'variant', keyField: 'sku' }),
    lists: new Shelf(view.priceLists(), (row) => row.name, { noun: 'price list', keyField: 'name' }),
    discounts: new Shelf(view.discounts(), (row) => row.code.toUpperCase(), { noun: 'discount', keyField: 'code' }),
    giftCards: new Shelf(view.giftCards(), (row) => row.code, { noun: 'gift card', keyField: 'code' }),
    customers: new Shelf(guestsFirst(view.customers().filter(({ isTest }) => !isTest)), customerKeyOf, {
      noun: 'customer',
      keyField: 'email',
    }),
  }
}

/** The last one with an e-mail is the one that a file means. */
function guestsFirst(customers: readonly Customer[]): readonly Customer[] {
  return [...customers.filter((one) => !one.hasAccount), ...customers.filter((one) => one.hasAccount)]
}

function planProducts(desk: Desk, file: CatalogFile, shelves: Shelves, currencies: readonly string[]) {
  const markets = { regions: shelves.regions, currencies }
  const known: readonly Product[] = shelves.products.all()
  const records = file.products ?? []
  const drafts = draftProducts(desk, file, {
    ...shelves,
    markets,
    productNumbers: new Numbers(
      known,
      records.map((record) => record.number),
    ),
    numbers: new Numbers(
      shelves.variants.all(),
      records.flatMap((record) => record.variants.map((variant) => variant.number)),
    ),
    tags: new Names(
      known.flatMap((product) => product.tags),
      () => desk.newId('ptag'),
    ),
    types: new Names(
      known.flatMap((product) => (product.type === null ? [] : [product.type])),
      () => desk.newId('ptyp'),
    ),
  })
  const listed = translatePriceLists(desk, file.price_lists ?? [], { ...shelves, markets })
  return settleProducts(desk, drafts, shelves.products, listed)
}

const sparesMax = 16

/** Milliseconds that end now, one for each new record, but never before what is there: creation keeps the file's order. */
function ticksFor(file: CatalogFile, now: number, shelves: readonly { latest(): number }[]): () => number {
  const lists: readonly (readonly unknown[] | undefined)[] = [
    file.channels,
    file.regions,
    file.shipping_options,
    file.collections,
    file.products,
    file.price_lists,
    file.discounts,
    file.gift_cards,
    file.customers,
    (file.products ?? []).flatMap((product) => [product.profile, ...product.variants]),
  ]
  const records = lists.reduce((sum, list) => sum + (list?.length ?? 0), sparesMax)
  const latest = shelves.reduce((most, shelf) => Math.max(most, shelf.latest()), 0)
  let last = Math.max(now - records, latest)
  return () => {
    last += 1
    return last
  }
}
