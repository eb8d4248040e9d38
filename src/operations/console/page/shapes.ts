/** What the operator API answers, as far as the page shows it. Times are RFC 3339, amounts minor units. */

export type CheckoutState =
  | 'accepted'
  | 'taxed'
  | 'authorizing'
  | 'authorized'
  | 'requires_action'
  | 'payment_unknown'
  | 'completed'
  | 'failed'
  | 'canceled'
  | 'expired'

export interface Overview {
  readonly at: string
  readonly health: { readonly status: HealthStatus; readonly checks: Readonly<Record<string, HealthCheck>> }
  readonly checkouts: readonly LiveCheckouts[]
  readonly queues: readonly Queue[]
  readonly deliveries: { readonly waiting: number; readonly failed: number }
}

export type HealthStatus = 'ok' | 'degraded' | 'down'
export type HealthCheck = Readonly<Record<string, string | number | boolean | null>>

export interface LiveCheckouts {
  readonly state: CheckoutState
  readonly provider_id: string | null
  readonly count: number
  readonly oldest_at: string
}

export interface Queue {
  readonly kind: string
  readonly waiting: number
  readonly running: number
  readonly delayed: number
  readonly failed: number
  readonly done_last_hour: number
  readonly oldest_due_at: string | null
}

export interface Checkout {
  readonly id: string
  readonly cart_id: string
  readonly state: CheckoutState
  readonly terminal: boolean
  readonly order_id: string | null
  readonly problem: { readonly code: string; readonly message: string } | null
  readonly door: string
  readonly email: string | null
  readonly currency_code: string
  readonly total: number
  readonly payment: {
    readonly provider_id: string
    readonly key: string
    readonly reference: string | null
    readonly amount: number
  } | null
  readonly created_at: string
  readonly updated_at: string
}

export interface CheckoutWithHistory extends Checkout {
  readonly events: readonly CheckoutEvent[]
  readonly jobs: readonly Job[]
}

export interface CheckoutEvent {
  readonly id: number
  readonly from: CheckoutState | null
  readonly to: CheckoutState
  readonly why: string
  readonly by: string
  readonly at: string
}

export interface Job {
  readonly id: string
  readonly kind: string
  readonly state: 'available' | 'running' | 'done' | 'dead'
  readonly attempt: number
  readonly attempt_max: number | null
  readonly payload: Readonly<Record<string, unknown>>
  readonly last_error: string | null
  readonly run_at: string
  readonly lease_until: string | null
  readonly created_at: string
  readonly updated_at: string
}

export interface Order {
  readonly id: string
  readonly display_id: number
  readonly status: 'pending' | 'completed' | 'canceled'
  readonly payment_status: string
  readonly cart_id: string
  readonly checkout_id: string
  readonly door: string
  readonly region: string
  readonly currency_code: string
  readonly email: string
  readonly shipping_address: Address | null
  readonly billing_address: Address | null
  readonly items: readonly OrderItem[]
  readonly shipping_methods: readonly { readonly id: string; readonly name: string; readonly price: number }[]
  readonly discounts: readonly string[]
  readonly subtotal: number
  readonly discount_total: number
  readonly shipping_total: number
  readonly tax_total: number
  readonly gift_card_total: number
  readonly total: number
  readonly refundable_amount: number
  readonly payments: readonly Payment[]
  readonly actions: readonly OrderAction[]
  readonly created_at: string
  readonly updated_at: string
  readonly canceled_at: string | null
}

export interface OrderItem {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly sku: string | null
  readonly quantity: number
  readonly unit_price: number
  readonly total: number | null
}

export type Address = Readonly<Record<string, string | null>>

export interface Payment {
  readonly id: string
  readonly provider_id: string
  readonly reference: string | null
  readonly amount: number
  readonly amount_refunded: number
  readonly captured_at: string | null
  readonly canceled_at: string | null
}

export interface OrderAction {
  readonly id: string
  readonly kind: 'capture' | 'refund' | 'cancel'
  readonly amount: number
  readonly reason: string | null
  readonly state: 'waiting' | 'done' | 'refused'
  readonly problem: string | null
  readonly created_at: string
  readonly updated_at: string
}

export interface Delivery {
  readonly id: string
  readonly event_id: string
  readonly type: string
  readonly subject: string
  readonly endpoint_id: string
  readonly state: 'waiting' | 'delivered' | 'refused' | 'dropped' | 'failed'
  readonly happened_at: string
  readonly created_at: string
  readonly updated_at: string
  readonly attempt_count?: number
}

export interface DeliveryWithTries extends Delivery {
  readonly attempts: readonly {
    readonly attempt: number
    readonly status: number | null
    readonly error: string | null
    readonly duration_ms: number
    readonly at: string
  }[]
}
