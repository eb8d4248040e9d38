import type { Cart } from '../cart/cart.ts'
import type { Books } from '../checkout/books.ts'
import type { GivenTaxes } from '../pricing/bill.ts'
import { Refusal } from '../refusal.ts'
import type { TaxQuestion } from '../taxes/tax-provider.ts'
import { billOf } from './bills.ts'
import { cartFor } from './editing.ts'
import { once, receiptOf } from './idempotency.ts'
import type { Answer, Keyed, Shown } from './receipts.ts'
import type { Shop } from './shop.ts'
import { waitFor } from './waiting.ts'

/** How long a tax provider has to answer. */
export const taxDeadlineMs = 2_000

export interface AskedForTaxes {
  readonly keyed: Keyed | null
  readonly signedInAs: string | null
  readonly show: (cart: Cart, books: Books, taxes: GivenTaxes) => Shown
}

/** Has the cart's taxes worked out by a job and shows the cart with them; the cart itself stays as it is. */
export async function askTaxes(shop: Shop, cartId: string, asked: AskedForTaxes): Promise<Answer> {
  const quoted = await promiseQuote(shop, cartId, asked)
  const taxes = await waitFor(shop, cartId, shop.settings.checkoutWaitMs, (books) =>
    books.taxQuote(cartId, quoted.version),
  )
  if (!taxes) throw new Refusal('tax-unavailable', 'The taxes of the cart could not be worked out in time.', { cartId })
  return shop.store.change((books) =>
    once(books, asked.keyed, shop.now(), () => ({ result: asked.show(quoted, books, taxes), changes: [] })),
  )
}

/** What the provider says of the cart; throws when it says nothing, so that the job comes back. */
export async function taxesFor(shop: Shop, cart: Cart): Promise<GivenTaxes> {
  const question = await shop.store.read((books) => taxQuestion(cart, books))
  const outcome = await shop.taxes.calculate(question)
  if (outcome.kind === 'unavailable') throw new Error(`no taxes for ${cart.id}: ${outcome.message}`)
  return outcome.taxes
}

function promiseQuote(shop: Shop, cartId: string, asked: AskedForTaxes): Promise<Cart> {
  return shop.store.change((books) => {
    if (asked.keyed) receiptOf(books, asked.keyed)
    const cart = cartFor(books, cartId, asked.signedInAs)
    if (books.taxQuote(cartId, cart.version)) return { result: cart, changes: [] }
    const payload = { kind: 'calculate-taxes', cartId, cartVersion: cart.version, checkoutId: null } as const
    return { result: cart, changes: [{ kind: 'promise', job: { id: shop.newId('job'), payload, runAt: shop.now() } }] }
  })
}

function taxQuestion(cart: Cart, books: Books): TaxQuestion {
  const bill = billOf(cart, books, { lines: [], shipping: [] })
  const region = books.region(cart.regionId)
  if (!region)
    throw new Refusal('region-not-found', `Region with id: ${cart.regionId} was not found`, { regionId: cart.regionId })
  return {
    region,
    currencyCode: cart.currencyCode,
    address: cart.shippingAddress,
    lines: cart.lines.map((line, at) => ({
      id: line.id,
      productId: line.productId,
      shippingOptionId: null,
      quantity: line.quantity,
      amount: bill.lines[at]?.total ?? line.unitPrice,
      includesTax: line.includesTax,
    })),
    shipping: cart.shippingMethods.map((method, at) => ({
      id: method.id,
      productId: null,
      shippingOptionId: method.optionId,
      quantity: 1,
      amount: bill.shipping[at]?.total ?? method.price,
      includesTax: method.includesTax,
    })),
    deadlineMs: taxDeadlineMs,
  }
}
