import type { Books } from '../checkout/books.ts'
import type { Change } from '../checkout/decision.ts'
import { thawed } from '../checkout/ending.ts'
import type { Correction, Fault } from '../store/audit.ts'
import { deadlinesMs } from './deadlines.ts'
import type { Shop } from './shop.ts'

/** How long an attempt may stand still before somebody is told. */
export const stuckAfterMs = 10 * 60_000

/** Everything that is not as it should be; nothing is changed. */
export function examineShop(shop: Shop): Promise<readonly Fault[]> {
  return shop.store.audit.examine(shop.now(), { stuckAfterMs, shopperMs: deadlinesMs.requires_action })
}

/**
 * Mends what follows from the rows alone: counters, holds of attempts that ended, carts that nothing completes. Says what
 * it changed. Everything else needs a person, or time.
 */
export async function mendShop(shop: Shop): Promise<readonly Correction[]> {
  const before = await examineShop(shop)
  // Holds are given back by what the counters say, so those come first; and again, for what holds alone made impossible.
  const counted = await shop.store.audit.recount()
  const ended = await each(shop, before, 'hold-left-behind', (fault) => endHolds(shop, fault))
  const countedAgain = await shop.store.audit.recount()
  const thawedCarts = await each(shop, before, 'cart-left-frozen', (fault) => thaw(shop, fault))
  return [...counted, ...ended, ...countedAgain, ...thawedCarts]
}

async function each(
  shop: Shop,
  faults: readonly Fault[],
  kind: Fault['kind'],
  mend: (fault: Fault) => Promise<Correction | null>,
): Promise<readonly Correction[]> {
  const corrections: Correction[] = []
  for (const fault of faults.filter((one) => one.kind === kind)) {
    try {
      const correction = await mend(fault)
      if (correction) corrections.push(correction)
    } catch (error) {
      shop.log('not-mended', { fault: fault.message, error }) // it is found again, for a person to look at
    }
  }
  return corrections
}

/** As the attempt's own end would have done. */
function endHolds(shop: Shop, { subject }: Fault): Promise<Correction | null> {
  return mended(shop, (books) => {
    const checkout = books.checkout(subject)
    if (!checkout) return null
    const { orderId, state } = checkout
    const message = `what ${subject} (${state}) still held is ${orderId === null ? 'free again' : 'sold'}`
    const end: Change =
      orderId === null
        ? { kind: 'release-holds', checkoutId: subject }
        : { kind: 'settle-holds', checkoutId: subject, orderId }
    return { correction: { subject, message }, changes: [end] }
  })
}

function thaw(shop: Shop, { subject }: Fault): Promise<Correction | null> {
  return mended(shop, (books) => {
    const cart = books.cart(subject)
    if (cart?.stage !== 'frozen' || books.liveCheckout(subject) || books.orderOfCart(subject)) return null
    const open = { ...thawed(cart, null, shop.now()), version: cart.version + 1 }
    const correction = { subject, message: `${subject} is open again` }
    return { correction, changes: [{ kind: 'save-cart', cart: open }] }
  })
}

interface Mending {
  readonly correction: Correction
  readonly changes: readonly Change[]
}

function mended(shop: Shop, decide: (books: Books) => Mending | null): Promise<Correction | null> {
  return shop.store.change<Correction | null>((books) => {
    const mending = decide(books)
    return { result: mending?.correction ?? null, changes: mending?.changes ?? [] }
  })
}
