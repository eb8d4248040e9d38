import { Refusal } from '../../refusal.ts'

/** What may be asked for besides a cart. */
export const cartIncludes = [
  'redirect_urls',
  'line_items.physical_items.options',
  'line_items.digital_items.options',
  'promotions.banners',
] as const

/** What may be asked for besides a checkout. */
export const checkoutIncludes = [
  'cart.line_items.physical_items.options',
  'cart.line_items.digital_items.options',
  'consignments.available_shipping_options',
  'promotions.banners',
] as const

/** Reads `include`: a list with commas, or the name several times; refuses what cannot be included. */
export function includesIn<Name extends string>(request: Request, allowed: readonly Name[]): ReadonlySet<Name> {
  const { searchParams } = new URL(request.url)
  const said = [...searchParams.getAll('include'), ...searchParams.getAll('include[]')]
  const names = said.flatMap((list) => list.split(',')).map((one) => one.trim())
  const wanted = names.filter((one) => one !== '')
  const known = wanted.flatMap((one) => allowed.find((candidate) => candidate === one) ?? [])
  if (known.length < wanted.length) {
    throw new Refusal('query-invalid', `include takes ${allowed.join(', ')}`, { field: 'include' })
  }
  return new Set(known)
}
