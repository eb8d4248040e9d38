import type { RegionName } from './shelf.ts'

/** One cart, and all that was acknowledged about it. */
export interface Purchase {
  readonly cartId: string
  /** Under which its completion is asked for, however often. */
  readonly key: string
  readonly region: RegionName
  /** Quantity by the line's id. */
  readonly lines: Map<string, number>
  /** Everything that the cart was shown to be, as `likenessOf` has it: one of these is what an order is made of. */
  readonly likenesses: Set<string>
  email: string | null
  /** The lines that were acknowledged before anybody asked to complete; no order may lack one. */
  linesAsked: ReadonlySet<string> | null
  /** When each edit was sent, by the number in its line's metadata (`performance.now()`). */
  readonly edits: Map<number, number>
  /** When each attempt was acknowledged: whatever was sent later may not be in its order. */
  readonly acknowledgedAt: Map<string, number>
  /** The attempt that was acknowledged last. */
  checkoutId: string | null
  outcome: 'open' | 'asked' | 'pending' | 'ordered' | 'refused' | 'waits for shopper'
  orderId: string | null
}

export function newPurchase(cartId: string, key: string, region: RegionName): Purchase {
  return {
    cartId,
    key,
    region,
    lines: new Map(),
    likenesses: new Set(),
    email: null,
    linesAsked: null,
    edits: new Map(),
    acknowledgedAt: new Map(),
    checkoutId: null,
    outcome: 'open',
    orderId: null,
  }
}

/** A cart or an order, of which this much is looked at. */
export interface Shown {
  readonly id: string
  readonly email: string | null
  readonly items: readonly {
    readonly id: string
    readonly variant_id: string
    readonly quantity: number
    readonly unit_price: number
  }[]
  readonly discounts: readonly { readonly code: string }[]
  readonly gift_cards: readonly { readonly code: string }[]
  readonly shipping_methods: readonly { readonly shipping_option_id: string; readonly price: number }[]
  readonly shipping_address: {
    readonly address_1: string
    readonly city: string
    readonly postal_code: string
    readonly country_code: string
  } | null
  readonly subtotal: number
  readonly discount_total: number
  readonly shipping_total: number
  readonly tax_total: number
  readonly gift_card_total: number
  readonly total: number
}

/** What is bought, by whom, where to and for how much: what the shopper agreed to. */
export interface Likeness {
  readonly email: string | null
  /** Each `line, variant, quantity, price`, sorted. */
  readonly lines: readonly string[]
  readonly codes: readonly string[]
  readonly shipping: readonly string[]
  readonly address: readonly string[]
  /** Before gift cards, which hold what others have left in them. */
  readonly due: number
}

/** The cart as an answer shows it; `due` as it would be without gift cards. */
export function likenessOf(shown: Shown): Likeness {
  const { email, items, discounts, gift_cards, shipping_methods, shipping_address: to } = shown
  return {
    email,
    lines: items.map((item) => `${item.id} ${item.variant_id} ${item.quantity} ${item.unit_price}`).toSorted(),
    codes: [...discounts, ...gift_cards].map(({ code }) => code).toSorted(),
    shipping: shipping_methods.map((method) => `${method.shipping_option_id} ${method.price}`).toSorted(),
    address: to ? [to.address_1, to.city, to.postal_code, to.country_code] : [],
    due: shown.total + shown.gift_card_total,
  }
}

/** What is wrong with amounts that an answer shows; null when they are whole and add up. */
export function wrongSums(shown: Shown): string | null {
  const { subtotal, discount_total, shipping_total, tax_total, gift_card_total, total } = shown
  const amounts = [subtotal, discount_total, shipping_total, tax_total, gift_card_total, total]
  const prices = shown.items.map(({ unit_price }) => unit_price)
  if (![...amounts, ...prices].every(Number.isSafeInteger)) return `${amounts.join()} are not all whole`
  const due = subtotal - discount_total + shipping_total + tax_total - gift_card_total
  return due === total ? null : `${amounts.slice(0, -1).join()} come to ${due}, not ${total}`
}

/** What the cart says it holds is from now on to be there. */
export function remember(purchase: Purchase, shown: Shown): void {
  for (const { id, quantity } of shown.items) purchase.lines.set(id, quantity)
  purchase.likenesses.add(JSON.stringify(likenessOf(shown)))
}
