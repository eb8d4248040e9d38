import catalog from '../../../support/catalog/peer-store.json' with { type: 'json' }

interface Listed {
  readonly regions: readonly { id: string; name: string }[]
  readonly shipping_options: readonly { id: string; name: string }[]
  readonly products: readonly {
    id: string
    handle: string
    variants: readonly { id: string; sku: string | null; title: string }[]
  }[]
}

/** Asks the server what the things of the catalog are called there: their ids by the recordings' words. */
export async function catalogNames(base: string): Promise<ReadonlyMap<string, string>> {
  const read = async (path: string): Promise<Listed> => (await fetch(base + path)).json() as Promise<Listed>
  const names = new Map<string, string>()
  const { regions } = await read('/store/regions')
  for (const region of regions) {
    names.set(`<reg:${region.name}>`, region.id)
    const listed = await read(`/store/shipping-options?region_id=${region.id}`)
    for (const option of listed.shipping_options) names.set(`<so:${region.name}/${option.name}>`, option.id)
  }
  const { products } = await read('/store/products?limit=100')
  for (const product of products) {
    names.set(`<prod:${product.handle}>`, product.id)
    for (const { id, sku, title } of product.variants) names.set(`<variant:${sku ?? `${product.handle}/${title}`}>`, id)
  }
  return nameDraft(names)
}

/** The draft is on no list; the catalog file gives it its ids. */
function nameDraft(names: Map<string, string>): ReadonlyMap<string, string> {
  const draft = catalog.products.find(({ handle }) => handle === 'draft')
  const [variant] = draft?.variants ?? []
  if (draft && 'id' in draft) names.set('<prod:draft>', String(draft.id))
  if (variant && 'id' in variant) names.set('<variant:DRAFT-S>', String(variant.id))
  return names
}
