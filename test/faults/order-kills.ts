import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import type { Order } from '../../src/checkout/order.ts'
import { look } from './books.ts'
import { dieAt } from './deaths.ts'
import type { Fault, Trial } from './fault.ts'
import { stretched } from './patience.ts'
import { adminToken, type Place } from './place.ts'
import { orderPointNames } from './points.ts'
import { bringToRest } from './rest.ts'
import type { Storefront } from './storefront.ts'

/** What is given back of an order that is kept; less than it came to. */
const partMinor = 100

/** I7, for what operators ask. */
const settledWithinMs = 60_000

/** O1: operators take money, give some of it back and cancel, while the process ends at the very place where it would hurt most. */
export const orderKills: Fault = {
  name: 'O1',
  says: 'kill -9 at each named point of a capture, a refund in part, a cancellation before and after the capture',
  counts: { test: 2, release: 20 },
  atOnce: 2,
  runners: ['embedded', 'redis'],
  happen: async (trial) => {
    const asked: Asked[] = []
    const operating: Promise<unknown>[] = []
    while (trial.isWanted()) {
      for (const point of trial.dice.shuffled(orderPointNames))
        operating.push(...(await dieAt(trial, point, (front) => [...somethingOfEach(front, asked)])))
      trial.did()
    }
    await trial.place.revive()
    await Promise.all(operating)
    await bringToRest(trial.place, trial.front, trial.witness)
    judgeMoney(trial, asked)
  },
}

/** What was asked of an order, and what has to have come of it. */
interface Asked {
  readonly orderId: string
  readonly what: string
  readonly wanted: Standing
}

/** An order as itself and as the bank has it; `back` is what was given back. */
interface Standing {
  readonly status: Order['status']
  readonly payment: Order['paymentStatus']
  readonly charge: 'captured' | 'canceled' | 'refunded'
  readonly back: 'nothing' | 'a part' | 'all'
}

const kept: Standing = { status: 'pending', payment: 'partially_refunded', charge: 'captured', back: 'a part' }
const dropped: Standing = { status: 'canceled', payment: 'canceled', charge: 'canceled', back: 'nothing' }
const returned: Standing = { status: 'canceled', payment: 'refunded', charge: 'refunded', back: 'all' }

function* somethingOfEach(front: Storefront, asked: Asked[]): Generator<Promise<void>> {
  yield operate(front, asked, ['capture', 'refund'], kept)
  yield operate(front, asked, ['cancel'], dropped)
  yield operate(front, asked, ['capture', 'cancel'], returned)
}

type Verb = 'capture' | 'refund' | 'cancel'

async function operate(front: Storefront, asked: Asked[], verbs: readonly Verb[], wanted: Standing): Promise<void> {
  const purchase = await front.fill({ skus: ['TEE'], region: 'test' })
  await front.finish(purchase)
  const { orderId } = purchase
  if (orderId === null) throw new Error(`the cart ${purchase.cartId} became no order`)
  for (const verb of verbs) await askUntilDone(front, orderId, verb)
  asked.push({ orderId, what: verbs.join(' and '), wanted })
}

/** Under one key, until the bank's answer is there: 202 says that it is not yet, 409 that something else is not. */
async function askUntilDone(front: Storefront, orderId: string, verb: Verb): Promise<void> {
  const path = `/admin/orders/${orderId}/${verb}`
  const headers = { authorization: `Bearer ${adminToken}`, 'idempotency-key': `${verb}-${orderId}` }
  const body = verb === 'refund' ? { amount: partMinor } : {}
  const from = performance.now()
  for (;;) {
    const { status, text } = await front.change({ method: 'POST', path, body, headers })
    if (status === 200) return
    if (status !== 202 && status !== 409) throw new Error(`POST ${path}: ${status} ${text.slice(0, 200)}`)
    if (performance.now() - from > stretched(settledWithinMs)) throw new Error(`POST ${path} is never done: ${text}`)
    await Bun.sleep(100)
  }
}

/** Once each: what the order says, and what the bank's own books say. */
function judgeMoney({ place, witness }: Trial, asked: readonly Asked[]): void {
  for (const { orderId, what, wanted } of asked) {
    const seen = JSON.stringify(standingOf(place, orderId))
    if (seen !== JSON.stringify(wanted))
      witness.accuse('I2', `after ${what} an order is ${JSON.stringify(wanted)}, not ${seen}`, [orderId])
  }
}

function standingOf(place: Place, orderId: string): Standing | null {
  const row = look(place, (shop) =>
    shop.query<{ doc: string }, [string]>('select doc from orders where id = ?').get(orderId),
  )
  const order: Order | null = row && JSON.parse(row.doc)
  if (!order) return null
  const bank = new Database(join(place.dataDir, 'test-gateway.db'), { readonly: true })
  try {
    const charge = bank
      .query<{ state: Standing['charge']; amount: number; back: number }, [string]>(
        `select c.state, c.amount, (select coalesce(sum(r.amount), 0) from refunds r where r.charge_key = c.key) as back
          from charges c where c.attempt = ?`,
      )
      .get(order.checkoutId)
    const [payment] = order.payments
    if (!charge || charge.back !== payment?.amountRefunded || charge.amount !== order.bill.total) return null
    const back = charge.back === 0 ? 'nothing' : charge.back === charge.amount ? 'all' : 'a part'
    const isPart = back !== 'a part' || charge.back === partMinor
    return isPart ? { status: order.status, payment: order.paymentStatus, charge: charge.state, back } : null
  } finally {
    bank.close()
  }
}
