import type { Product, Variant } from '../../catalog/product.ts'
import { count, type Desk, outcomeOf, settle } from './desk.ts'
import { type ListedPrices, withListedPrices } from './price-lists.ts'
import type { ProductDraft } from './products.ts'
import type { Shelf } from './shelf.ts'

type StockRow = { readonly variantId: string; readonly imported: number }

/** Which products and stock have to be saved. */
export interface SettledProducts {
  readonly products: readonly Product[]
  readonly stock: readonly StockRow[]
}

/** Compares the products of the file, and others that its price lists reach, with what is there. */
export function settleProducts(
  desk: Desk,
  drafts: readonly ProductDraft[],
  shelf: Shelf<Product>,
  listed: ListedPrices,
): SettledProducts {
  const stock = drafts.flatMap((draft) => stockFrom(desk, draft))
  const restocked = new Set(stock.map((row) => row.variantId))
  const drafted = new Set(drafts.map((draft) => draft.made.id))
  const inFile = drafts.flatMap((draft) => settleDraft(desk, draft, listed, restocked))
  const others = listed.listIds.size === 0 ? [] : shelf.all().filter((product) => !drafted.has(product.id))
  const reached = others.flatMap((product) => changedOnly(product, settleVariants(desk, product, product, listed)))
  return { products: [...inFile, ...reached], stock }
}

function settleDraft(
  desk: Desk,
  draft: ProductDraft,
  listed: ListedPrices,
  restocked: ReadonlySet<string>,
): readonly Product[] {
  const { existing, made } = draft
  const variants = settleVariants(desk, existing, made, listed)
  for (const variant of variants.slice(0, draft.record.variants.length)) {
    const outcome = outcomeOf(known(existing, variant), variant)
    count(desk, 'variants', outcome === 'unchanged' && restocked.has(variant.id) ? 'updated' : outcome)
  }
  const frame = existing === null ? null : { ...existing, variants: [] as readonly Variant[] }
  const settled = settle(desk, frame, { ...made, variants: [] })
  count(desk, 'products', outcomeOf(frame, settled))
  return changedOnly(existing, variants, settled)
}

function settleVariants(desk: Desk, existing: Product | null, made: Product, listed: ListedPrices): readonly Variant[] {
  return withListedPrices(made, listed).variants.map((variant) => settle(desk, known(existing, variant), variant))
}

function known(existing: Product | null, variant: Variant): Variant | null {
  return existing?.variants.find((other) => other.id === variant.id) ?? null
}

/** Nothing when the product is as it was, else the product with its variants. */
function changedOnly(
  existing: Product | null,
  variants: readonly Variant[],
  frame: Product | null = existing,
): readonly Product[] {
  if (frame === null) return []
  const isSame =
    existing !== null &&
    existing.updatedAt === frame.updatedAt &&
    existing.variants.length === variants.length &&
    existing.variants.every((variant, at) => variant === variants[at])
  return isSame ? [] : [{ ...frame, variants }]
}

/** Stock that differs from what the last import said; a variant that is there and of which nothing is said keeps its own. */
function stockFrom(desk: Desk, draft: ProductDraft): readonly StockRow[] {
  return draft.record.variants.flatMap((record, at) => {
    const variant = draft.made.variants[at]
    if (variant === undefined) return []
    const before = desk.view.stockImported(variant.id)
    const imported = record.inventory_quantity ?? before ?? 0
    if (imported === before) return []
    const least = (before ?? 0) - freeOf(desk, variant.id)
    if (imported < least) {
      const position = `${draft.position}.variants[${at}].inventory_quantity`
      desk.mistakes.add(position, `cannot be ${imported}: ${least} of them are sold or held`)
    }
    return [{ variantId: variant.id, imported }]
  })
}

function freeOf(desk: Desk, variantId: string): number {
  const stock = desk.view.stock(variantId)
  return stock === null ? 0 : stock.onHand - stock.reserved
}
