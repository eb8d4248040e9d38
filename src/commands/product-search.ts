import type { Product } from '../catalog/product.ts'
import type { Region } from '../catalog/region.ts'
import type { CatalogView } from '../checkout/books.ts'
import { type UnitPrice, unitPriceFor } from '../pricing/unit-price.ts'
import { matchingProducts } from './reads.ts'

/** What is looked for among all that is for sale; null asks for nothing. */
export interface ProductSearch {
  readonly text: string | null
  readonly collectionIds: readonly string[] | null
  readonly tag: string | null
  /** Of the cheapest variant, where carts begin. */
  readonly priceMin: number | null
  readonly priceMax: number | null
  readonly sort: 'created_at' | 'name' | 'price' | 'relevance'
  readonly isDescending: boolean
}

/** Everything that is found, in order. What has no price here comes last, and is in no range of prices. */
export function searchProducts(books: CatalogView, wanted: ProductSearch, now: number): readonly Product[] {
  const { text, collectionIds, tag, priceMin, priceMax } = wanted
  const found = matchingProducts(books, { text, collectionIds, tags: tag === null ? null : [tag] })
  const region = startingRegion(books)
  const priced = found.map((product) => ({ product, price: cheapest(product, region, now)?.amount ?? null }))
  const within = priced.filter(
    ({ price }) =>
      (priceMin === null || (price !== null && price >= priceMin)) &&
      (priceMax === null || (price !== null && price <= priceMax)),
  )
  return within.toSorted(orderFor(wanted)).map(({ product }) => product)
}

/** Where carts begin; null in a shop without regions. */
export function startingRegion(books: CatalogView): Region | null {
  return books.regions()[0] ?? null
}

/** What the cheapest variant costs there. */
export function cheapest(product: Product, region: Region | null, now: number): UnitPrice | null {
  const prices = product.variants.flatMap((variant) => {
    const at = region && { currencyCode: region.currencyCode, regionId: region.id, quantity: null, now }
    return (at && unitPriceFor(variant, at)) ?? []
  })
  return prices.reduce<UnitPrice | null>(
    (least, price) => (least && least.amount <= price.amount ? least : price),
    null,
  )
}

interface Priced {
  readonly product: Product
  readonly price: number | null
}

type Compare = (one: Priced, other: Priced) => number

function orderFor({ sort, isDescending, text }: ProductSearch): Compare {
  const turn = isDescending ? -1 : 1
  switch (sort) {
    case 'created_at':
      return (one, other) => turn * (one.product.createdAt - other.product.createdAt)
    case 'name':
      return (one, other) => turn * one.product.title.localeCompare(other.product.title, 'en')
    case 'price':
      return (one, other) => byPrice(one.price, other.price, turn)
    case 'relevance':
      return (one, other) => rank(other.product, text) - rank(one.product, text)
  }
}

function byPrice(one: number | null, other: number | null, turn: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return turn * (one - other)
}

/** Whatever is called so, then begins so, then is called something with it, then says it anywhere. */
function rank({ title }: Product, text: string | null): number {
  const [name, sought] = [title.toLowerCase(), text?.toLowerCase() ?? '']
  if (sought === '' || name === sought) return 3
  return name.startsWith(sought) ? 2 : Number(name.includes(sought))
}
