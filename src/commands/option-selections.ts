import type { Metadata, Product, Variant } from '../catalog/product.ts'
import type { CatalogView } from '../checkout/books.ts'
import { Refusal } from '../refusal.ts'

/** Options of one product have numbers of their own: the product's with two more digits. */
const optionsPerProduct = 100

/** What was chosen of one option: by number, or by name and value as they are written. */
export interface Selection {
  readonly optionNumber: number | null
  /** A value's number, its words, or what the shopper wrote. */
  readonly value: unknown
  readonly name: string | null
  readonly valueName: string | null
}

/** An option with the value that a variant has of it, or that somebody chose. */
export interface ShownOption {
  readonly name: string
  readonly nameId: number
  readonly value: string
  readonly valueId: number | null
}

/** The number of a product's option: the same for as long as its options keep their order. */
function optionNumberOf({ number, options }: Product, optionId: string): number {
  return number * optionsPerProduct + options.findIndex(({ id }) => id === optionId) + 1
}

/** The number of an option's value: that of the first variant that has it. */
function valueNumberOf({ variants }: Product, optionId: string, value: string): number | null {
  const first = variants.find(({ options }) => options.some((one) => one.optionId === optionId && one.value === value))
  return first?.number ?? null
}

/** What a variant is of its product, option by option. */
export function optionsOf(product: Product, variant: Variant): readonly ShownOption[] {
  return product.options.flatMap(({ id, title }) => {
    const value = variant.options.find(({ optionId }) => optionId === id)?.value
    if (value === undefined) return []
    return [{ name: title, nameId: optionNumberOf(product, id), value, valueId: valueNumberOf(product, id, value) }]
  })
}

/** What was asked for, as far as it says which variant. */
export interface Wanted {
  readonly field: string
  readonly productNumber: number
  readonly variantNumber: number | null
  readonly selections: readonly Selection[]
}

/**
 * The variant that is meant: the one named, the one that the selections leave, or the only one. Selections that are of no
 * option of the product are what the shopper wants done with it, and stay with the line.
 */
export function variantSelected(
  wanted: Wanted,
  books: CatalogView,
): { readonly variant: Variant; readonly metadata: Metadata } {
  const product = productOf(wanted, books)
  const chosen = wanted.selections.map((selection) => ({ selection, option: optionMeant(product, selection) }))
  const fitting = candidates(product, wanted).filter((variant) =>
    chosen.every(({ option, selection }) => !option || hasValue(product, variant, option.id, selection)),
  )
  const [variant, another] = fitting
  if (!variant) throw noSuchVariant(wanted)
  if (another) {
    throw new Refusal('variant-not-found', 'This product has options; variant ID is required', {
      field: `${wanted.field}.variant_id`,
    })
  }
  const wishes = chosen.filter(({ option }) => !option).map(({ selection }) => wishJson(selection))
  return { variant, metadata: wishes.length ? { option_selections: wishes } : {} }
}

function productOf({ productNumber, field }: Wanted, books: CatalogView): Product {
  const product = books.productByNumber(productNumber)
  if (product) return product
  throw new Refusal('product-not-found', `There is no product with the id ${productNumber}.`, {
    field: `${field}.product_id`,
  })
}

function candidates(product: Product, wanted: Wanted): readonly Variant[] {
  const { variantNumber } = wanted
  if (variantNumber === null) return product.variants
  const named = product.variants.filter(({ number }) => number === variantNumber)
  if (named.length === 0) throw noSuchVariant(wanted)
  return named
}

function noSuchVariant({ productNumber, variantNumber, field }: Wanted): Refusal {
  const what = variantNumber === null ? 'with these options' : `with the id ${variantNumber}`
  return new Refusal('variant-not-found', `Product ${productNumber} has no variant ${what}.`, {
    field: `${field}.${variantNumber === null ? 'option_selections' : 'variant_id'}`,
  })
}

function optionMeant(product: Product, { optionNumber, name }: Selection): Product['options'][number] | null {
  const byNumber = product.options.find(({ id }) => optionNumberOf(product, id) === optionNumber)
  if (byNumber || optionNumber !== null) return byNumber ?? null
  return product.options.find(({ title }) => isSameWord(title, name)) ?? null
}

function hasValue(product: Product, variant: Variant, optionId: string, { value, valueName }: Selection): boolean {
  const own = variant.options.find((one) => one.optionId === optionId)?.value
  if (own === undefined) return false
  const said = value ?? valueName
  return isSameWord(own, String(said)) || valueNumberOf(product, optionId, own) === Number(said)
}

function isSameWord(one: string, other: string | null): boolean {
  return other !== null && one.trim().toLowerCase() === other.trim().toLowerCase()
}

function wishJson({ optionNumber, value, name, valueName }: Selection): Metadata {
  return { option_id: optionNumber, option_value: value, name, value: valueName }
}
