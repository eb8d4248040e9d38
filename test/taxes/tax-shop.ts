import type { Cart } from '../../src/cart/cart.ts'
import { jobKinds } from '../../src/checkout/job.ts'
import type { Order } from '../../src/checkout/order.ts'
import { memoryIn } from '../../src/cli/open-taxes.ts'
import { billOf } from '../../src/commands/bills.ts'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { createCart } from '../../src/commands/carts.ts'
import { type CompleteOutcome, completeCart } from '../../src/commands/checkouts.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { openPaymentSessions } from '../../src/commands/payments.ts'
import { chooseShipping } from '../../src/commands/shipping.ts'
import type { Shop } from '../../src/commands/shop.ts'
import { askTaxes } from '../../src/commands/taxes.ts'
import type { Bill } from '../../src/pricing/bill.ts'
import type { TaxPolicy } from '../../src/taxes/policy.ts'
import { createRemoteTaxes } from '../../src/taxes/remote-taxes.ts'
import type { TaxProvider } from '../../src/taxes/tax-provider.ts'
import { asGuest, openStockedShop, runJob, type StockedShop } from '../support/shop.ts'

/** A stocked shop with a tax provider far away; jobs run while something is waited for, never on their own. */
export interface TaxShop extends StockedShop {
  /** Runs what is due until the promise is settled. */
  during<Result>(promise: Promise<Result>): Promise<Result>
  /** A cart in the eu region with one piece of each, an e-mail, an address in Germany and standard shipping. */
  cartWith(...skus: readonly string[]): Promise<Cart>
  openSessions(cartId: string): Promise<Cart>
  complete(cartId: string): Promise<CompleteOutcome>
  order(cartId: string): Promise<Order>
  /** What a storefront is shown on reading. */
  shown(cartId: string): Promise<{ readonly cart: Cart; readonly bill: Bill }>
  askedTaxes(cartId: string): Promise<Bill>
}

/** Longer than a provider on this machine takes. */
const waitMs = 1_000

export async function openTaxShop(provider: TaxProvider, policy: TaxPolicy = 'block'): Promise<TaxShop> {
  const stocked = await openStockedShop()
  const { store, now } = stocked.shop
  const taxes = createRemoteTaxes(provider, { policy, memory: memoryIn(store), now, tell: () => {} })
  const shop: Shop = { ...stocked.shop, taxes }

  async function runDue() {
    const jobs = await store.jobs.claimDue(100, now(), jobKinds)
    for (const job of jobs) await runJob(shop, job)
    return jobs
  }

  async function during<Result>(promise: Promise<Result>): Promise<Result> {
    let isOver = false
    const over = promise.finally(() => {
      isOver = true
    })
    over.catch(() => {})
    while (!isOver) {
      await runDue()
      await Bun.sleep(1)
    }
    return over
  }

  async function complete(cartId: string): Promise<CompleteOutcome> {
    const show = (outcome: CompleteOutcome) => ({ status: 200, body: JSON.stringify(outcome) })
    const completed = await during(completeCart(shop, cartId, { keyed: null, signedInAs: null, waitMs, show }))
    if (completed.kind !== 'answer') throw new Error('the attempt is not over')
    return JSON.parse(completed.answer.body)
  }

  async function order(cartId: string): Promise<Order> {
    const found = await store.read((books) => books.orderOfCart(cartId))
    if (!found) throw new Error(`${cartId} is no order`)
    return found
  }

  return {
    ...stocked,
    shop,
    runDue,
    settle: async () => {
      while ((await runDue()).length) {}
    },
    during,
    cartWith: (...skus) => cartWith(shop, skus),
    openSessions: async (cartId) =>
      JSON.parse((await during(openPaymentSessions(shop, cartId, { ...asGuest, waitMs }))).body),
    complete,
    order,
    shown: (cartId) =>
      store.read((books) => {
        const cart = books.cart(cartId)
        if (!cart) throw new Error(`there is no ${cartId}`)
        return { cart, bill: billOf(cart, books, 'shown') }
      }),
    askedTaxes: async (cartId) => {
      const asked = askTaxes(shop, cartId, {
        keyed: null,
        signedInAs: null,
        waitMs,
        show: (cart, books, given) => ({ status: 200, body: JSON.stringify(billOf(cart, books, given)) }),
      })
      return JSON.parse((await during(asked)).body)
    },
  }
}

async function cartWith(shop: Shop, skus: readonly string[]): Promise<Cart> {
  const found = await shop.store.read((books) => {
    const regionId = books.regions().find(({ name }) => name === 'eu')?.id ?? ''
    const option = books.shippingOptionsOf(regionId).find(({ name }) => name === 'Standard')
    return { regionId, optionId: option?.id ?? '', variants: skus.map((sku) => books.variantBySku(sku)?.id ?? '') }
  })
  const blank = { countryCode: null, channelId: null, sessionId: null, items: [], context: {}, metadata: null }
  const made = await createCart(shop, { door: 'medusa', regionId: found.regionId, ...blank }, asGuest)
  const { id }: Cart = JSON.parse(made.body)
  for (const variantId of found.variants) await addLine(shop, id, { variantId, quantity: 1, metadata: {} }, asGuest)
  const address = { countryCode: 'de', postalCode: '28195', city: 'Bremen', address1: 'Am Wall 1' }
  await updateCart(shop, id, { email: 'grete@example.com', shippingAddress: address }, asGuest)
  return JSON.parse((await chooseShipping(shop, id, { optionId: found.optionId, data: {} }, asGuest)).body)
}
