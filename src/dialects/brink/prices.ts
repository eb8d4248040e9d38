import type { CatalogView } from '../../checkout/books.ts'
import { type MarketVariant, marketProduct } from '../../commands/market.ts'
import { look } from '../../commands/reads.ts'
import type { Shown } from '../../commands/receipts.ts'
import { type Json, percentage } from './json.ts'
import { ok } from './reply.ts'
import { type Call, type Door, type Route, route } from './route.ts'

const place = '/product-parents/:id/store-groups/:store_group/markets/:country'

/** What a product costs and how much of it is there, for whoever shops in a market. */
export function priceRoutes({ shop }: Door): readonly Route[] {
  return [
    route('GET', `/prices${place}`, 'Read the prices of a product', 'anybody', (call) =>
      look(shop, (books) => shown(call, books, shop.now(), priceJson)),
    ),
    route('GET', `/stocks${place}`, 'Read the stock of a product', 'anybody', (call) =>
      look(shop, (books) => shown(call, books, shop.now(), stockJson)),
    ),
  ]
}

function shown(call: Call, books: CatalogView, now: number, variantJson: (variant: MarketVariant) => Json): Shown {
  const wanted = { storeGroupId: call.param('store_group'), countryCode: call.param('country'), currencyCode: null }
  const { product, region, variants } = marketProduct(books, call.param('id'), wanted, now)
  return ok({
    productParent: {
      id: product.id,
      storeGroupId: wanted.storeGroupId,
      countryCode: wanted.countryCode.toUpperCase(),
      currencyCode: region.currencyCode.toUpperCase(),
      isTaxIncludedInPrice: region.includesTax,
      productVariants: variants.map(variantJson),
    },
  })
}

function priceJson({ variant, basePrice, salePrice, saving, tax, rates }: MarketVariant): Json {
  return {
    id: variant.id,
    sku: variant.sku ?? variant.id,
    basePriceAmount: basePrice,
    salePriceAmount: salePrice,
    discountAmount: saving,
    taxAmount: tax,
    ...percentage(rates),
  }
}

function stockJson({ variant, stock, available }: MarketVariant): Json {
  const validateStock = variant.manageInventory && !variant.allowBackorder
  return {
    id: variant.id,
    sku: variant.sku ?? variant.id,
    availableQuantity: Math.max(0, available),
    isAvailable: !validateStock || available > 0,
    reservedQuantity: stock?.reserved ?? 0,
    stockQuantity: stock?.onHand ?? 0,
    validateStock,
    inventories: [],
  }
}
