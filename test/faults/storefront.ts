import type { Dice } from './dice.ts'
import { browse, closedShelf, plenty, type RegionName, type Shelf, wholeDiscount } from './shelf.ts'
import { type Asking, ask, type Heard } from './wire.ts'
import type { Witness } from './witness.ts'

/** How long a shopper tries the same again before they give up on the shop. */
const patienceMs = 90_000
/** Between two tries. */
const pauseMs = 25
/** Between two looks at an attempt that runs. */
const lookMs = 50

/** Answers that say: not now. Whatever else is answered is an answer. */
const notNow = new Set([503, 507])

/** One cart, and all that was acknowledged about it. */
export interface Purchase {
  readonly cartId: string
  /** Under which its completion is asked for, however often. */
  readonly key: string
  readonly region: RegionName
  /** Quantity by the line's id. */
  readonly lines: Map<string, number>
  email: string | null
  /** The attempt that was acknowledged last. */
  checkoutId: string | null
  outcome: 'open' | 'asked' | 'pending' | 'ordered' | 'refused' | 'waits for shopper'
  orderId: string | null
}

export interface Wish {
  readonly skus: readonly string[]
  readonly quantity?: number
  readonly region: RegionName
  /** For the bank: what it is to do. */
  readonly data?: object
  readonly discounts?: readonly string[]
  readonly giftCards?: readonly string[]
  readonly ships?: boolean
}

/** A shopper's browser. What is not answered is asked again under the same key, as a good storefront does. */
export interface Storefront {
  readonly purchases: readonly Purchase[]
  /** Looks what there is to be had; before anything else. */
  open(): Promise<void>
  variant(sku: string): string
  /** A cart that only waits to be completed. */
  fill(wish: Wish): Promise<Purchase>
  /** Asks once more for the same change until it is answered. */
  change(asking: Asking): Promise<Answer>
  /** Asks once to complete; nothing is waited for beyond `waitSeconds`. */
  complete(purchase: Purchase, waitSeconds?: number, key?: string | null): Promise<Heard>
  /** Completes it, and follows the attempt to its end or to the shopper's turn. */
  finish(purchase: Purchase): Promise<void>
  /** The attempt as anybody sees it; null when the shop does not answer. */
  look(checkoutId: string): Promise<Shown | null>
  /** Looks at the attempt until it ended or is in that state; how long that took, or null after `watchMs`. */
  watch(checkoutId: string, watchMs: number, until?: string): Promise<number | null>
}

export interface Shown {
  readonly state: string
  readonly terminal: boolean
  readonly order_id: string | null
}

type Answer = Extract<Heard, { kind: 'answer' }>

/** `base` stays the same over restarts. */
export function openStorefront(base: string, witness: Witness, dice: Dice): Storefront {
  let shelf: Shelf = closedShelf
  const purchases: Purchase[] = []
  const wishes = dice.named('keys')
  let keys = 0
  const nextKey = (): string => {
    keys += 1
    return `key-${wishes.below(1_000_000)}-${keys}`
  }

  async function open(): Promise<void> {
    shelf = await browse(base)
  }

  async function heard(asking: Asking): Promise<Heard> {
    const answer = await ask(base, asking)
    witness.hear(asking, answer)
    return answer
  }

  async function change(asking: Asking): Promise<Answer> {
    const keyed = { ...asking, headers: { 'idempotency-key': nextKey(), ...asking.headers } }
    const until = performance.now() + patienceMs
    for (;;) {
      const answer = await heard(keyed)
      if (answer.kind === 'answer' && !notNow.has(answer.status)) return answer
      if (performance.now() > until) throw new Error(`nobody answers ${asking.method} ${asking.path}`)
      await Bun.sleep(pauseMs)
    }
  }

  async function changed(path: string, body: object): Promise<CartShown> {
    const { status, text } = await change({ method: 'POST', path, body })
    if (status !== 200) {
      const about = path.split('/').filter((part) => part.startsWith('cart_'))
      witness.accuse(
        status === 404 ? 'I16' : 'an answer',
        `POST ${path} answered ${status}: ${text.slice(0, 200)}`,
        about,
      )
      throw new Error(`POST ${path}: ${status}`)
    }
    return JSON.parse(text).cart
  }

  async function fill(wish: Wish): Promise<Purchase> {
    const { id, country, shipping } = shelf.region(wish.region)
    const quantity = wish.quantity ?? 1
    const items = wish.skus.map((sku) => ({ variant_id: shelf.variant(sku), quantity }))
    const cart = await changed('/store/carts', { region_id: id, items })
    const purchase = newPurchase(cart.id, nextKey(), wish.region)
    purchases.push(purchase)
    remember(purchase, cart)
    const path = `/store/carts/${cart.id}`
    const { discounts = [], giftCards = [] } = wish
    const codes = {
      ...(discounts.length > 0 ? { discounts: discounts.map((code) => ({ code })) } : {}),
      ...(giftCards.length > 0 ? { gift_cards: giftCards.map((code) => ({ code })) } : {}),
    }
    const email = `${keys}@example.com`
    remember(purchase, await changed(path, { email, shipping_address: addressIn(country), ...codes }))
    purchase.email = email
    if (wish.ships === true) await changed(`${path}/shipping-methods`, { option_id: shipping })
    await changed(`${path}/payment-sessions`, {})
    if (wish.data !== undefined) {
      const provider = wish.region === 'plain' ? 'test' : wish.region
      await changed(`${path}/payment-sessions/${provider}`, { data: wish.data })
    }
    return purchase
  }

  async function complete(purchase: Purchase, waitSeconds = 4, key: string | null = purchase.key): Promise<Heard> {
    const headers = { prefer: `wait=${waitSeconds}`, ...(key === null ? {} : { 'idempotency-key': key }) }
    if (purchase.outcome === 'open') purchase.outcome = 'asked'
    const answer = await heard({ method: 'POST', path: `/store/carts/${purchase.cartId}/complete`, headers })
    if (answer.kind === 'answer') note(purchase, answer)
    return answer
  }

  async function finish(purchase: Purchase): Promise<void> {
    const until = performance.now() + patienceMs
    while (performance.now() < until) {
      const answer = await complete(purchase)
      if (answer.kind === 'answer' && answer.status !== 202 && !notNow.has(answer.status)) return
      await Bun.sleep(lookMs)
    }
    witness.accuse('I7', `the cart ${purchase.cartId} was never completed or refused`, [purchase.cartId])
  }

  async function look(checkoutId: string): Promise<Shown | null> {
    const answer = await heard({ method: 'GET', path: `/checkouts/${checkoutId}` })
    return answer.kind === 'answer' && answer.status === 200 ? JSON.parse(answer.text) : null
  }

  async function watch(checkoutId: string, watchMs: number, until?: string): Promise<number | null> {
    const from = performance.now()
    while (performance.now() - from < watchMs) {
      const seen = await look(checkoutId)
      if (seen?.terminal === true || (seen !== null && seen.state === until)) return performance.now() - from
      await Bun.sleep(lookMs)
    }
    return null
  }

  return { purchases, open, watch, variant: (sku) => shelf.variant(sku), fill, change, complete, finish, look }
}

interface CartShown {
  readonly id: string
  readonly items: readonly { readonly id: string; readonly quantity: number }[]
}

/** What the cart says it holds is from now on to be there. */
export function remember(purchase: Purchase, { items }: CartShown): void {
  for (const { id, quantity } of items) purchase.lines.set(id, quantity)
}

/** Something that anybody might want, with a few things among it that have to be divided. */
export function anyWish(dice: Dice): Wish {
  const lines = dice.between(1, plenty.length)
  return {
    skus: dice.shuffled(plenty).slice(0, lines),
    quantity: dice.between(1, 3),
    region: 'test',
    discounts: dice.chance(0.5) ? [wholeDiscount.code] : [],
    ships: dice.chance(0.3),
  }
}

function newPurchase(cartId: string, key: string, region: RegionName): Purchase {
  return { cartId, key, region, lines: new Map(), email: null, checkoutId: null, outcome: 'open', orderId: null }
}

function note(purchase: Purchase, { status, text, headers }: Answer): void {
  if (status === 202) {
    purchase.checkoutId = headers.get('location')?.split('/').at(-1) ?? null
    purchase.outcome = 'pending'
  } else if (status === 200) {
    const { type, data } = JSON.parse(text)
    purchase.outcome = type === 'order' ? 'ordered' : 'waits for shopper'
    if (type === 'order') purchase.orderId = data.id
  } else if (!notNow.has(status)) {
    purchase.outcome = 'refused'
  }
}

function addressIn(country: string): object {
  return {
    first_name: 'Grete',
    last_name: 'Hermann',
    address_1: 'Am Wall 1',
    city: 'Bremen',
    country_code: country,
    postal_code: '28195',
  }
}
