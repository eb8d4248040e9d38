import { expect } from 'bun:test'
import type { Cart } from '../../src/cart/cart.ts'
import type { Metadata } from '../../src/catalog/product.ts'
import type { Checkout } from '../../src/checkout/checkout.ts'
import { readCheckout } from '../../src/commands/cancellation.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { takeNotice } from '../../src/commands/payment-webhooks.ts'
import { createStripeGateway } from '../../src/payments/stripe.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'
import {
  type StandInIntent,
  type StripeStandIn,
  standInKey,
  standInWebhookSecret,
  startStripe,
} from '../support/stripe-stand-in.ts'

const hourMs = 3_600_000

/** A stocked shop that takes cards at a stand-in for Stripe. */
export interface StripeShop extends StockedShop {
  readonly stripe: StripeStandIn
  /** A cart that is paid at Stripe; begins to complete it, and runs what is due. */
  buy(data: Metadata): Promise<{ readonly cart: Cart; readonly checkoutId: string }>
  /** A cart that only waits to be completed. */
  fill(data: Metadata): Promise<Cart>
  begin(cartId: string): Promise<string>
  checkout(id: string): Promise<Checkout>
  /** Stripe's only intent so far. */
  intent(): StandInIntent
  /** Stripe tells of the intent; sent at that time, told late or twice as the test likes. */
  tell(type: string, intent: StandInIntent, sentAt?: number): Promise<void>
  /** What failed comes back in an hour. */
  later(): Promise<void>
  /** Ends everything, after looking whether all that must hold does. */
  close(): Promise<void>
}

export async function openStripeShop(): Promise<StripeShop> {
  let clock = () => 0
  const stripe = startStripe(() => clock())
  const place = await openStockedShop({
    gateways: (now) => {
      clock = now
      return [
        createStripeGateway({
          secretKey: standInKey,
          apiBase: stripe.url,
          webhookSecret: standInWebhookSecret,
          now,
        }),
      ]
    },
  })
  const { shop } = place

  async function begin(cartId: string): Promise<string> {
    const show = () => ({ status: 200, body: '' })
    const begun = await completeCart(shop, cartId, { keyed: null, signedInAs: null, waitMs: 0, show })
    if (begun.kind !== 'pending') throw new Error('nothing runs here, so nothing can be finished yet')
    return begun.checkout.id
  }

  const fill = (data: Metadata) => readyCart(shop, { sku: 'LOW-STOCK-S', quantity: 1, data, bank: 'stripe' })

  return {
    ...place,
    stripe,
    fill,
    begin,
    checkout: (id) => readCheckout(shop, id),
    async buy(data) {
      const cart = await fill(data)
      const checkoutId = await begin(cart.id)
      await place.settle()
      return { cart, checkoutId }
    },
    intent() {
      const [intent, ...others] = stripe.intents
      if (!intent || others.length > 0) throw new Error(`there are ${stripe.intents.length} intents`)
      return intent
    },
    async tell(type, intent, sentAt = shop.now()) {
      const { body, signature } = await stripe.event(type, intent, sentAt)
      await takeNotice(shop, 'stripe', { body, header: (name) => (name === 'stripe-signature' ? signature : null) })
    },
    async later() {
      place.clock.advance(hourMs)
      await place.settle()
    },
    async close() {
      expect(brokenInvariants(place.dataDir)).toEqual([])
      expect(await unpairedPayments(place, stripe)).toEqual([])
      await place.close()
      await stripe.stop()
    },
  }
}

/** I2 at Stripe: one live payment per order, of its amount, and no other. */
async function unpairedPayments({ shop }: StockedShop, { intents }: StripeStandIn): Promise<readonly string[]> {
  const live = intents.filter(({ status }) => status === 'requires_capture' || status === 'succeeded')
  const checkouts = await shop.store.read((books) => books.checkoutsSince(0, '', 1_000))
  const paid = checkouts.filter(({ state, payment }) => state === 'completed' && payment?.providerId === 'stripe')
  const amountOf = new Map(paid.map(({ id, bill }) => [id, bill.total as number]))
  const wrong = live.filter(
    ({ metadata, amount_capturable }) => amountOf.get(metadata['checkout_id'] ?? '') !== amount_capturable,
  )
  const unpaid = paid.filter(({ id }) => live.filter(({ metadata }) => metadata['checkout_id'] === id).length !== 1)
  return [
    ...wrong.map(({ id }) => `${id} has no order of its amount`),
    ...unpaid.map(({ id }) => `${id} is not paid once`),
  ]
}
