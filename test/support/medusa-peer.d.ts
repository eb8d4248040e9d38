/**
 * What the tests read of the answers that Medusa's client gives. Its own types come from the whole Medusa server, which is
 * not installed for them alone; see `bunfig.toml`.
 */
declare module '@medusajs/medusa' {
  /** Amounts of a cart, an order or a line are read by name. */
  interface Line {
    readonly id: string
    readonly title: string
    readonly quantity: number
    readonly unit_price: number
    readonly subtotal: number
    readonly discount_total: number
    readonly tax_total: number
    readonly total: number
  }
  interface Session {
    readonly provider_id: string
    readonly is_selected: boolean | null
  }
  interface Cart {
    readonly id: string
    readonly items: readonly Line[]
    readonly payment_session?: Session | null
    readonly payment_sessions: readonly Session[]
    readonly [figure: string]: unknown
  }
  interface Order {
    readonly id: string
    readonly cart_id: string
    readonly display_id: number
    readonly items: readonly Line[]
    readonly payments: readonly object[]
    readonly [figure: string]: unknown
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
    readonly data: { readonly id?: string; readonly items?: readonly Line[]; readonly [figure: string]: unknown }
  }
}
