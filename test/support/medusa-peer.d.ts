/**
 * What the tests read of the answers that Medusa's client gives. Its own types come from the whole Medusa server, which is
 * not installed for them alone; see `bunfig.toml`.
 */
declare module '@medusajs/medusa' {
  interface Cart {
    readonly id: string
    readonly payment_session: object | null
    readonly [figure: string]: unknown
  }
  interface Order {
    readonly id: string
    readonly cart_id: string
    readonly items: readonly { readonly title: string; readonly quantity: number; readonly total: number }[]
  }
  export interface StoreRegionsListRes {
    readonly regions: readonly { readonly id: string; readonly name: string }[]
  }
  export interface StoreProductsListRes {
    readonly products: readonly { readonly variants: readonly { readonly id: string; readonly sku: string }[] }[]
  }
  export interface StoreVariantsRes {
    readonly variant: { readonly id: string; readonly inventory_quantity: number | null }
  }
  export interface StoreShippingOptionsListRes {
    readonly shipping_options: readonly { readonly id: string; readonly name: string }[]
  }
  export interface StoreGiftCardsRes {
    readonly gift_card: { readonly value: number; readonly balance: number }
  }
  export interface StoreCartsRes {
    readonly cart: Cart
  }
  export interface StoreOrdersRes {
    readonly order: Order
  }
  export interface StoreCompleteCartRes {
    readonly type: 'order' | 'cart' | 'swap'
    readonly data: { readonly id?: string; readonly [figure: string]: unknown }
  }
}
