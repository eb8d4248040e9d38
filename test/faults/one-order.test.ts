import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { readyCart } from '../stories/shopper.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { type Place, places } from './places.ts'

const settleMs = 60_000

describe.each(places)('one cart, one order $name', ({ open }) => {
  let place: Place
  beforeAll(async () => {
    place = await open()
  }, 60_000)
  afterAll(async () => {
    await place?.close()
  })

  test('fifty completes at once are one order and fifty equal answers', async () => {
    const cartId = await readyCart(place.base(), { sku: 'PRODUCT-01-S', quantity: 1, region: 'eu', data: null })
    const answers = await Promise.all(Array.from({ length: 50 }, () => complete(place.base(), cartId)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(JSON.parse(answers[0]?.text ?? '')).toMatchObject({ type: 'order', data: { cart_id: cartId } })
  }, 60_000)

  test('twenty carts for the last unit are one order and nineteen clear refusals, each with its cart open', async () => {
    // Three are there; two are bought first.
    await complete(
      place.base(),
      await readyCart(place.base(), { sku: 'LOW-STOCK-S', quantity: 2, region: 'eu', data: null }),
    )
    const wish = { sku: 'LOW-STOCK-S', quantity: 1, region: 'eu', data: null } as const
    const carts = await Promise.all(Array.from({ length: 20 }, () => readyCart(place.base(), wish)))
    const answers = await Promise.all(carts.map((cartId) => complete(place.base(), cartId)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    const loser = carts[answers.findIndex(({ status }) => status === 409)]
    const { cart } = await (await fetch(`${place.base()}/store/carts/${loser}`)).json()
    expect(cart).toMatchObject({ completed_at: null, items: [{ quantity: 1 }] })
  }, 60_000)

  test('killed between the bank’s yes and our commit: one order, one charge', async () => {
    const cartId = await readyCart(place.base(), {
      sku: 'PRODUCT-01-S',
      quantity: 1,
      region: 'duo',
      data: { outcome: 'timeout_after_charge' },
    })
    const accepted = await complete(place.base(), cartId, { prefer: 'respond-async' })
    expect(accepted.status).toBe(202)
    const { id } = JSON.parse(accepted.text)
    await until(() => chargesOf(place.dataDir, id) === 1)
    await place.killWorker()
    await place.revive()
    const ended = await ending(place.base(), id)
    expect(ended).toMatchObject({ state: 'completed', cart_id: cartId })
    expect(chargesOf(place.dataDir, id)).toBe(1)
    expect(JSON.parse((await complete(place.base(), cartId)).text)).toMatchObject({
      type: 'order',
      data: { id: ended.order_id },
    })
  }, 90_000)

  test('afterwards nothing is lost, held or charged twice', () => {
    expect(brokenInvariants(place.dataDir)).toEqual([])
  })
})

async function complete(
  base: string,
  cartId: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${base}/store/carts/${cartId}/complete`, { method: 'POST', headers })
  return { status: answer.status, text: await answer.text() }
}

async function ending(
  base: string,
  checkoutId: string,
): Promise<{ state: string; order_id: string; terminal: boolean }> {
  let seen = { state: '', order_id: '', terminal: false }
  await until(async () => {
    seen = await (await fetch(`${base}/checkouts/${checkoutId}`)).json()
    return seen.terminal
  })
  return seen
}

function chargesOf(dataDir: string, checkoutId: string): number {
  const ledger = new Database(join(dataDir, 'test-gateway.db'), { readonly: true })
  const row = ledger
    .query<{ n: number }, [string]>(`select count(*) as n from charges where attempt = ? and state = 'authorized'`)
    .get(checkoutId)
  ledger.close()
  return row?.n ?? 0
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + settleMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it did not come about in time')
    await Bun.sleep(50)
  }
}
