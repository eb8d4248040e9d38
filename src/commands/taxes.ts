import type { Cart } from '../cart/cart.ts'
import type { Books } from '../checkout/books.ts'
import type { Decision } from '../checkout/decision.ts'
import type { TaxAnswer } from '../checkout/tax-quote.ts'
import type { GivenTaxes } from '../pricing/bill.ts'
import { Refusal } from '../refusal.ts'
import { cartFor } from './editing.ts'
import { once, receiptOf } from './idempotency.ts'
import type { Answer, Keyed, Shown } from './receipts.ts'
import type { Shop } from './shop.ts'
import { knownTaxes, quoteOf, taxDeadlineMs } from './tax-questions.ts'
import { waitFor } from './waiting.ts'

/** How long what was said of a cart's taxes is shown without asking again. */
export const quoteFreshMs = 30 * 60_000

/** How long whoever needs to know waits for the provider: for one question, and a second one if the first is refused at once. */
export const taxWaitMs = taxDeadlineMs + 1_000

/** Who wants to know, and how patient they are. */
interface Asking {
  readonly keyed: Keyed | null
  readonly signedInAs: string | null
  /** As in `Asked`. */
  readonly isTest?: boolean
  readonly waitMs?: number | undefined
}

export interface AskedForTaxes extends Asking {
  readonly show: (cart: Cart, books: Books, taxes: GivenTaxes) => Shown
}

/**
 * Has the cart's taxes worked out by a job and shows the cart with them; the cart itself stays as it is. The taxes of an
 * order's cart were agreed on and are not asked for again.
 */
export async function askTaxes(shop: Shop, cartId: string, asked: AskedForTaxes): Promise<Answer> {
  const { cart, taxes } = await quoted(shop, cartId, asked)
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => ({ result: asked.show(cart, books, taxes), changes: [] })),
  )
}

/**
 * Before a shopper is shown what to pay: a remote provider is asked for the cart's taxes, so that the amount shown is the
 * amount charged. Estimates are good enough for who cannot be asked, and no reason for a second answer under a key.
 */
export async function settleTaxes(shop: Shop, cartId: string, asked: Asking): Promise<void> {
  if (!shop.taxes.isRemote) return
  const isOpen = await shop.store.read((books) => {
    const isReplay = asked.keyed !== null && receiptOf(shop, books, asked.keyed) !== null
    return !isReplay && cartFor(books, cartId, asked.signedInAs, asked).stage === 'open'
  })
  if (isOpen) await quoted(shop, cartId, asked)
}

interface Quoted {
  readonly cart: Cart
  readonly taxes: GivenTaxes
}

async function quoted(
  shop: Shop,
  cartId: string,
  { keyed, signedInAs, isTest = false, waitMs = taxWaitMs }: Asking,
): Promise<Quoted> {
  const look = (books: Books): Quoted | null => {
    const cart = cartFor(books, cartId, signedInAs, { isTest })
    const answer = freshAnswer(shop, cart, books)
    return answer && { cart, taxes: taxesIn(answer, cartId) }
  }
  const known = await shop.store.change<Quoted | null>((books) => {
    if (keyed) receiptOf(shop, books, keyed)
    const found = look(books)
    return found ? { result: found, changes: [] } : promised(shop, cartId, books)
  })
  const found = known ?? (await waitFor(shop, cartId, waitMs, look))
  if (!found) throw new Refusal('tax-unavailable', 'The taxes of the cart could not be worked out in time.', { cartId })
  return found
}

function freshAnswer(shop: Shop, cart: Cart, books: Books): TaxAnswer | null {
  if (cart.stage === 'completed') {
    const taxes = knownTaxes(cart, books)
    return taxes && { kind: 'given', taxes }
  }
  const quote = quoteOf(cart, books)
  return quote && shop.now() < quote.at + quoteFreshMs ? quote.answer : null
}

function taxesIn(answer: TaxAnswer, cartId: string): GivenTaxes {
  if (answer.kind === 'refused') throw new Refusal('address-untaxable', answer.message, { cartId })
  return answer.taxes
}

/** One promise does for everybody who asks at the same time. */
function promised(shop: Shop, cartId: string, books: Books): Decision<null> {
  const payload = {
    kind: 'calculate-taxes',
    cartId,
    cartVersion: books.cart(cartId)?.version ?? 0,
    checkoutId: null,
  } as const
  const underWay = books.liveJobOfCart('calculate-taxes', cartId)?.payload
  if (underWay && 'checkoutId' in underWay && underWay.checkoutId === null) return { result: null, changes: [] }
  return { result: null, changes: [{ kind: 'promise', job: { id: shop.newId('job'), payload, runAt: shop.now() } }] }
}
