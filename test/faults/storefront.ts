import type { Dice } from './dice.ts'
import { stretched } from './patience.ts'
import type { Place } from './place.ts'
import { newPurchase, type Purchase, remember, type Shown, wrongSums } from './purchase.ts'
import { browse, closedShelf, type Shelf } from './shelf.ts'
import { type Asking, ask, type Heard } from './wire.ts'
import { addressIn, type Wish } from './wishes.ts'
import type { Witness } from './witness.ts'

/**
 * How long a shopper tries the same again before they give up on the shop; from the last fault on, as everything that has to
 * end in time does.
 */
const patienceMs = 90_000
/** Between two tries. */
const pauseMs = 25
/** Between two looks at an attempt that runs. */
const lookMs = 50

/** Answers that say: not now. Whatever else is answered is an answer. */
const notNow = new Set([503, 507])

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
  look(checkoutId: string): Promise<AttemptShown | null>
  /** Looks at the attempt until it ended or is in that state; how long that took, or null after `watchMs`, which a busy machine stretches. */
  watch(checkoutId: string, watchMs: number, until?: string): Promise<number | null>
}

export interface AttemptShown {
  readonly state: string
  readonly terminal: boolean
  readonly order_id: string | null
}

type Answer = Extract<Heard, { kind: 'answer' }>

type ShopFront = Pick<Place, 'base' | 'faultsAt'>

/** Of a shop whose address stays the same over restarts. */
export function openStorefront(place: ShopFront, witness: Witness, dice: Dice): Storefront {
  const { base } = place
  let shelf: Shelf = closedShelf
  const purchases: Purchase[] = []
  const wishes = dice.named('keys')
  let keys = 0
  const nextKey = (): string => {
    keys += 1
    return `key-${wishes.below(1_000_000)}-${keys}`
  }

  /** For whoever began then. */
  function isPatient(begun: number): boolean {
    return Date.now() < Math.max(begun, place.faultsAt.at(-1) ?? 0) + stretched(patienceMs)
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
    const begun = Date.now()
    for (;;) {
      const answer = await heard(keyed)
      if (answer.kind === 'answer' && !notNow.has(answer.status)) return answer
      if (!isPatient(begun)) throw new Error(`nobody answers ${asking.method} ${asking.path}`)
      await Bun.sleep(pauseMs)
    }
  }

  async function changed(path: string, body: object): Promise<Shown> {
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
    return checked(JSON.parse(text).cart)
  }

  /** I9: whatever is shown is whole and adds up. */
  function checked(shown: Shown): Shown {
    const wrong = wrongSums(shown)
    if (wrong !== null) witness.accuse('I9', `what is shown adds up: ${wrong}`, [shown.id])
    return shown
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
    const add = async (path: string, body: object): Promise<void> => remember(purchase, await changed(path, body))
    if (wish.ships === true) await add(`${path}/shipping-methods`, { option_id: shipping })
    await add(`${path}/payment-sessions`, {})
    if (wish.data !== undefined) {
      const provider = wish.region === 'plain' ? 'test' : wish.region
      await add(`${path}/payment-sessions/${provider}`, { data: wish.data })
    }
    return purchase
  }

  async function complete(purchase: Purchase, waitSeconds = 4, key: string | null = purchase.key): Promise<Heard> {
    const headers = { prefer: `wait=${waitSeconds}`, ...(key === null ? {} : { 'idempotency-key': key }) }
    if (purchase.outcome === 'open') purchase.outcome = 'asked'
    purchase.linesAsked ??= new Set(purchase.lines.keys())
    const answer = await heard({ method: 'POST', path: `/store/carts/${purchase.cartId}/complete`, headers })
    if (answer.kind === 'answer') {
      const order = note(purchase, answer)
      if (order) checked(order)
    }
    return answer
  }

  async function finish(purchase: Purchase): Promise<void> {
    const begun = Date.now()
    while (isPatient(begun)) {
      const answer = await complete(purchase)
      if (answer.kind === 'answer' && answer.status !== 202 && !notNow.has(answer.status)) return
      await Bun.sleep(lookMs)
    }
    witness.accuse('I7', `the cart ${purchase.cartId} was never completed or refused`, [purchase.cartId])
  }

  async function look(checkoutId: string): Promise<AttemptShown | null> {
    const answer = await heard({ method: 'GET', path: `/checkouts/${checkoutId}` })
    return answer.kind === 'answer' && answer.status === 200 ? JSON.parse(answer.text) : null
  }

  async function watch(checkoutId: string, watchMs: number, until?: string): Promise<number | null> {
    const from = performance.now()
    while (performance.now() - from < stretched(watchMs)) {
      const seen = await look(checkoutId)
      if (seen?.terminal === true || (seen !== null && seen.state === until)) return performance.now() - from
      await Bun.sleep(lookMs)
    }
    return null
  }

  return { purchases, open, watch, variant: (sku) => shelf.variant(sku), fill, change, complete, finish, look }
}

/** What an answer to `complete` says of the cart; the order if there is one. */
function note(purchase: Purchase, { status, text, headers }: Answer): Shown | null {
  if (status === 202) {
    const checkoutId = headers.get('location')?.split('/').at(-1) ?? null
    purchase.checkoutId = checkoutId
    purchase.outcome = 'pending'
    if (checkoutId !== null && !purchase.acknowledgedAt.has(checkoutId))
      purchase.acknowledgedAt.set(checkoutId, performance.now())
  } else if (status === 200) {
    const { type, data } = JSON.parse(text)
    purchase.outcome = type === 'order' ? 'ordered' : 'waits for shopper'
    if (type !== 'order') return null
    purchase.orderId = data.id
    return data
  } else if (!notNow.has(status)) {
    purchase.outcome = 'refused'
  }
  return null
}
