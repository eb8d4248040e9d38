import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Customer } from '../../src/cart/customer.ts'
import { readCheckout } from '../../src/commands/cancellation.ts'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { importCatalog } from '../../src/commands/catalog.ts'
import { type CompleteOutcome, completeCart } from '../../src/commands/checkouts.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { followOutcome } from '../../src/commands/payment-outcomes.ts'
import { updatePaymentSession } from '../../src/commands/payments.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
import { manualGateway } from '../../src/payments/manual.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

let place: StockedShop
beforeEach(async () => {
  place = await openStockedShop()
})
afterEach(async () => {
  expect(brokenInvariants(place.dataDir)).toEqual([])
  await place.close()
})

const show = (outcome: CompleteOutcome) => ({ status: 200, body: JSON.stringify(outcome) })
const complete = (cartId: string, shop = place.shop) =>
  completeCart(shop, cartId, { keyed: null, signedInAs: null, waitMs: 0, show })

async function begin(cartId: string): Promise<string> {
  const begun = await complete(cartId)
  if (begun.kind !== 'pending') throw new Error('nothing runs here, so nothing can be finished yet')
  return begun.checkout.id
}

async function outcome(cartId: string): Promise<CompleteOutcome> {
  const ended = await complete(cartId)
  if (ended.kind !== 'answer') throw new Error('it is not finished')
  return JSON.parse(ended.answer.body)
}

function chargesAtTestBank(): number {
  const ledger = new Database(join(place.dataDir, 'test-gateway.db'), { readonly: true })
  const row = ledger.query<{ n: number }, []>('select count(*) as n from charges').get()
  ledger.close()
  return row?.n ?? 0
}

/** The shop's catalog with one record changed, imported again. */
async function reimport(noun: 'gift_cards' | 'discounts', code: string, change: object): Promise<void> {
  const file = await Bun.file(join(import.meta.dir, '../support/catalog/peer-store.json')).json()
  const records: { code: string }[] = file[noun]
  const changed = records.map((record) => (record.code === code ? { ...record, ...change } : record))
  const text = JSON.stringify({ ...file, [noun]: changed })
  await importCatalog(place.shop, { text, fileName: 'changed.json', format: null })
}

test('choosing another provider while one waits for the shopper ends that attempt, and the chosen one is charged', async () => {
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { outcome: 'requires_action' } })
  const waiting = await begin(cart.id)
  await place.settle()
  await updatePaymentSession(place.shop, cart.id, 'manual', { note: 'by invoice' }, asGuest)
  expect(await readCheckout(place.shop, waiting)).toMatchObject({ state: 'canceled' })
  await begin(cart.id)
  await place.settle()
  expect(await outcome(cart.id)).toMatchObject({ kind: 'order', order: { payments: [{ providerId: 'manual' }] } })
  expect(chargesAtTestBank()).toBe(0)
})

test('a yes that comes after the attempt has ended is given back at the bank', async () => {
  const canceled: (string | null)[] = []
  const late: Gateway = {
    ...manualGateway,
    authorize: async (request) => {
      await endMeanwhile(request.checkoutId)
      const { amount, currencyCode } = request
      return { kind: 'authorized', reference: 'late_1', amount, currencyCode, data: {} }
    },
    cancel: async ({ reference }) => {
      canceled.push(reference)
      return { kind: 'done', data: {} }
    },
  }
  const shop = { ...place.shop, gateways: new Map([...place.shop.gateways, ['manual', late]]) }
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  const checkoutId = await begin(cart.id)
  await place.settle(shop)
  expect(await readCheckout(place.shop, checkoutId)).toMatchObject({ state: 'failed' })
  expect(canceled).toEqual(['late_1'])
})

/** As a webhook that was quicker would: the bank says no. */
async function endMeanwhile(checkoutId: string): Promise<void> {
  await place.shop.store.change((books) => {
    const checkout = books.checkout(checkoutId)
    if (checkout?.state !== 'authorizing') throw new Error('the bank is asked while authorizing')
    const declined = { kind: 'declined', message: 'no', data: {} } as const
    return { result: null, changes: followOutcome(checkout, declined, { shop: place.shop, books, by: 'webhook' }) }
  })
}

test('a gift card that was switched off pays nothing: the new total is shown before anything is charged', async () => {
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 2, data: null })
  await updateCart(place.shop, cart.id, { giftCards: ['GCEU1000'] }, asGuest)
  await reimport('gift_cards', 'GCEU1000', { is_disabled: true })
  const first = await begin(cart.id)
  await place.settle()
  expect(await readCheckout(place.shop, first)).toMatchObject({ state: 'failed', problem: { code: 'total-changed' } })
  await begin(cart.id)
  await place.settle()
  expect(await outcome(cart.id)).toMatchObject({ kind: 'order', order: { bill: { giftCardTotal: 0, total: 2400 } } })
})

test('a discount that was switched off after it was put on the cart is refused on complete, with the cart open', async () => {
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 2, data: null })
  await updateCart(place.shop, cart.id, { discounts: ['TENPERCENT'] }, asGuest)
  await reimport('discounts', 'TENPERCENT', { is_disabled: true })
  await expect(complete(cart.id)).rejects.toMatchObject({ code: 'discount-disabled', details: { code: 'TENPERCENT' } })
  const { body } = await updateCart(place.shop, cart.id, { discounts: [] }, asGuest)
  expect(JSON.parse(body)).toMatchObject({ stage: 'open', discounts: [] })
})

test('who waits while somebody else resumes the attempt goes on waiting', async () => {
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: { outcome: 'requires_action' } })
  const checkoutId = await begin(cart.id)
  await place.settle()
  await updatePaymentSession(place.shop, cart.id, 'test', { outcome: 'authorize' }, asGuest)
  // The first look of the second asker sees the attempt waiting; before it answers, somebody completes again.
  const { store } = place.shop
  let looks = 0
  const interposed: typeof store = {
    ...store,
    change: async (decide) => {
      looks += 1
      if (looks === 2) await begin(cart.id)
      return store.change(decide)
    },
  }
  const keyed = { scope: cart.id, key: 'k', fingerprint: 'f', isNew: false }
  await store.change(() => ({
    result: null,
    changes: [{ kind: 'save-receipt', receipt: { ...keyed, checkoutId, answer: null, createdAt: place.shop.now() } }],
  }))
  const asked = { keyed, signedInAs: null, waitMs: 0, show }
  const second = await completeCart({ ...place.shop, store: interposed }, cart.id, asked)
  expect(second).toMatchObject({ kind: 'pending', checkout: { id: checkoutId, state: 'authorizing' } })
  await place.settle()
})

test('a stored answer is shown to nobody who may not see the cart', async () => {
  const [owner, stranger] = ['cus_owner', 'cus_stranger'].map((id, at) => account(id, 100 + at))
  if (!owner || !stranger) throw new Error('there are two')
  const changes = [owner, stranger].map((customer) => ({ kind: 'save-customer', customer }) as const)
  await place.shop.store.change(() => ({ result: null, changes }))
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  await updateCart(place.shop, cart.id, {}, { ...asGuest, signedInAs: owner.id })
  const keyed = { scope: cart.id, key: 'k', fingerprint: 'f', isNew: false }
  const line = { variantId: cart.lines[0]?.variantId ?? '', quantity: 1, metadata: {} }
  await addLine(place.shop, cart.id, line, { ...asGuest, keyed, signedInAs: owner.id })
  const again = (signedInAs: string) => addLine(place.shop, cart.id, line, { ...asGuest, keyed, signedInAs })
  expect(await again(owner.id)).toMatchObject({ replayed: true })
  await expect(again(stranger.id)).rejects.toMatchObject({ code: 'cart-not-found' })
})

test('a telephone number is not a card number, whatever its digits', async () => {
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
  const { body } = await updateCart(place.shop, cart.id, { shippingAddress: { phone: '+4222222222222' } }, asGuest)
  expect(JSON.parse(body)).toMatchObject({ shippingAddress: { phone: '+4222222222222' } })
})

function account(id: string, number: number): Customer {
  return {
    id,
    number,
    email: `${id}@example.com`,
    firstName: null,
    lastName: null,
    phone: null,
    hasAccount: true,
    isTest: false,
    passwordHash: null,
    billingAddressId: null,
    addresses: [],
    metadata: null,
    createdAt: place.shop.now(),
    updatedAt: place.shop.now(),
  }
}
