import { activeCartsOn } from './active-carts.ts'
import { announcementsOn } from './announcements.ts'
import { apiKeysOn } from './api-keys.ts'
import { cartLinksOn } from './cart-links.ts'
import { cartsOn } from './carts.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { channelsOn } from './channels.ts'
import { checkoutsOn } from './checkouts.ts'
import { collectionsOn } from './collections.ts'
import { customersOn } from './customers.ts'
import { discountsOn } from './discounts.ts'
import { draftsOn } from './drafts.ts'
import { giftCardsOn } from './gift-cards.ts'
import { inboxOn } from './inbox.ts'
import { jobsOn } from './jobs.ts'
import { metafieldsOn } from './metafields.ts'
import { orderQueryOn } from './order-query.ts'
import { ordersOn } from './orders.ts'
import { passwordTokensOn } from './password-tokens.ts'
import { productQueryOn } from './product-query.ts'
import { productsOn } from './products.ts'
import { receiptsOn } from './receipts.ts'
import { regionsOn } from './regions.ts'
import { rememberedTaxesOn } from './remembered-taxes.ts'
import { sessionsOn } from './sessions.ts'
import { shippingOptionsOn, shippingProfilesOn } from './shipping.ts'
import { shopSettingsOn } from './shop-settings.ts'
import { stockOn } from './stock.ts'
import { storeProfileOn } from './store-profile.ts'
import type { Db, StoreOptions } from './tables.ts'
import { taxQuotesOn } from './tax-quotes.ts'
import { tokenGenerationsOn } from './token-generations.ts'

/** Every noun with its statements, prepared once on one connection. */
export type Rows = ReturnType<typeof rowsOn>

/** Prepares everything; nothing is prepared later. */
export function rowsOn(db: Db, memory: CatalogMemory, options: StoreOptions) {
  const products = productsOn(db, memory)
  return {
    activeCarts: activeCartsOn(db),
    announcements: announcementsOn(db),
    apiKeys: apiKeysOn(db, memory),
    cartLinks: cartLinksOn(db),
    carts: cartsOn(db),
    channels: channelsOn(db, memory),
    checkouts: checkoutsOn(db),
    collections: collectionsOn(db, memory),
    customers: customersOn(db),
    customerOrders: orderQueryOn(db),
    discounts: discountsOn(db, memory),
    drafts: draftsOn(db),
    giftCards: giftCardsOn(db, options),
    inbox: inboxOn(db),
    jobs: jobsOn(db, options),
    metafields: metafieldsOn(db),
    orders: ordersOn(db),
    passwordTokens: passwordTokensOn(db),
    products,
    queryProducts: productQueryOn(db, memory, products.find),
    profile: storeProfileOn(db, memory),
    receipts: receiptsOn(db),
    rememberedTaxes: rememberedTaxesOn(db),
    regions: regionsOn(db, memory),
    sessions: sessionsOn(db),
    shippingOptions: shippingOptionsOn(db, memory),
    shippingProfiles: shippingProfilesOn(db, memory),
    shopSettings: shopSettingsOn(db),
    stock: stockOn(db, memory),
    taxQuotes: taxQuotesOn(db),
    tokenGenerations: tokenGenerationsOn(db),
  }
}
