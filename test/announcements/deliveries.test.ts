import { afterEach, describe, expect, test } from 'bun:test'
import { attemptMaxOf, type ClaimedJob, leaseMs } from '../../src/checkout/job.ts'
import { carryOutDelivery } from '../../src/commands/deliveries.ts'
import type { Shop } from '../../src/commands/shop.ts'
import { handlers } from '../../workers/handlers.ts'
import { openJobRuns } from '../../workers/run-job.ts'
import { freePort } from '../support/ports.ts'
import { until } from '../workers/shop.ts'
import { idOf, openReceiver, type Received, type Receiver, secret, verified } from './receiver.ts'
import { openTellingShop, type TellingShop } from './telling-shop.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function receiverOn(port = 0): Receiver {
  const receiver = openReceiver(port)
  closing.push(receiver.stop)
  return receiver
}

async function shopTelling(...urls: readonly string[]): Promise<TellingShop> {
  const at = await openTellingShop(urls)
  closing.push(at.close)
  return at
}

function ofType({ received }: Receiver, type: string): readonly Received[] {
  return received.filter(({ body }) => JSON.parse(body).type === type)
}

const deliveryJobs =
  "select id, state, attempt, run_at as runAt, last_error as lastError from jobs where kind = 'deliver-webhook'"
interface JobRow {
  readonly id: string
  readonly state: string
  readonly attempt: number
  readonly runAt: number
  readonly lastError: string | null
}

/** An order that was placed, and the job that tells of it, after its first try. */
async function placedAndTried(at: TellingShop): Promise<{ orderId: string; jobId: string }> {
  await at.start()
  expect(await at.buy()).toBe('order')
  await until(
    'every first try',
    () => at.rows('select id from deliveries where id not in (select delivery_id from delivery_attempts)').length === 0,
  )
  await at.stop()
  const [found] = at.rows<{ orderId: string; jobId: string }>(
    `select a.subject as orderId, j.id as jobId from announcements a join deliveries d on d.announcement_id = a.id
     join jobs j on j.payload ->> 'deliveryId' = d.id where a.type = 'order.placed'`,
  )
  if (!found) throw new Error('nothing is to be told')
  return found
}

async function claimed(shop: Shop, jobId: string): Promise<ClaimedJob<ReturnType<typeof asDelivery>>> {
  const job = await shop.store.jobs.claim(jobId, shop.now())
  if (!job) throw new Error(`${jobId} is not there to be claimed`)
  return { ...job, payload: asDelivery(job) }
}

function asDelivery({ payload }: ClaimedJob) {
  if (payload.kind !== 'deliver-webhook') throw new Error(`${payload.kind} is another kind`)
  return payload
}

describe('an order that is placed', () => {
  test('is told to every endpoint, once, under one id', async () => {
    const [one, other] = [receiverOn(), receiverOn()]
    const at = await shopTelling(one.url, other.url)
    await at.start()
    expect(await at.buy()).toBe('order')
    await until('both to be told', () => [one, other].every((each) => ofType(each, 'order.placed').length === 1))
    const [told] = ofType(one, 'order.placed')
    const [order] = at.rows<{ id: string; display_id: number; cart_id: string; checkout_id: string }>(
      'select id, display_id, cart_id, checkout_id from orders',
    )
    if (!told || !order) throw new Error('nothing was told')
    expect(verified(told, secret, at.shop.now())).toEqual({
      type: 'order.placed',
      timestamp: new Date(at.shop.now()).toISOString(),
      data: order,
    })
    expect(idOf(told)).toMatch(/^evt_[0-9A-Z]{26}$/)
    expect(ofType(other, 'order.placed').map(idOf)).toEqual([idOf(told)])
    await until('the deliveries to be done', () => at.rows<JobRow>(deliveryJobs).every(({ state }) => state === 'done'))
    expect(at.rows('select distinct state from deliveries')).toEqual([{ state: 'delivered' }])
  })

  test('is told when the receiver is there again, under the id of the first try', async () => {
    const port = freePort()
    const at = await shopTelling(`http://127.0.0.1:${port}/hook`)
    await at.start()
    expect(await at.buy()).toBe('order')
    const logOf =
      "select t.attempt, t.status, t.error from delivery_attempts t join deliveries d on d.id = t.delivery_id join announcements a on a.id = d.announcement_id where a.type = 'order.placed'"
    await until('the first try', () => at.rows(logOf).length === 1)
    const receiver = receiverOn(port)
    at.clock.advance(5_000)
    await until('the second try', () => ofType(receiver, 'order.placed').length === 1)
    const [event] = at.rows<{ id: string }>("select id from announcements where type = 'order.placed'")
    expect(ofType(receiver, 'order.placed').map(idOf)).toEqual([event?.id ?? ''])
    await until('the log', () => at.rows(logOf).length === 2)
    expect(at.rows(logOf)).toEqual([
      { attempt: 1, status: null, error: 'no connection (ECONNREFUSED)' },
      { attempt: 2, status: 200, error: null },
    ])
  })

  test('is told again, under the same id and in the same words, when the worker died before it could note that it was', async () => {
    const receiver = receiverOn()
    const at = await shopTelling(receiver.url)
    receiver.answerWith(() => new Response(null, { status: 503 }))
    const { orderId, jobId } = await placedAndTried(at)
    receiver.answerWith(() => new Response())
    at.clock.advance(5_000)
    const before = ofType(receiver, 'order.placed').length
    const dying: Shop = { ...at.shop, store: { ...at.shop.store, change: () => new Promise(() => {}) } }
    void carryOutDelivery(dying, await claimed(at.shop, jobId))
    await until('the delivery', () => ofType(receiver, 'order.placed').length === before + 1)
    at.clock.advance(leaseMs)
    await at.start()
    await until('the next delivery', () => ofType(receiver, 'order.placed').length === before + 2)
    await until('its end', () => at.rows<JobRow>(deliveryJobs).find(({ id }) => id === jobId)?.state === 'done')
    const told = ofType(receiver, 'order.placed')
    expect(new Set(told.map(idOf)).size).toBe(1)
    expect(new Set(told.map(({ body }) => body)).size).toBe(1)
    expect(JSON.parse(told[0]?.body ?? '').data.id).toBe(orderId)
  })

  test('is announced once, however often its completion is carried out', async () => {
    const receiver = receiverOn()
    const at = await shopTelling(receiver.url)
    const { orderId } = await placedAndTried(at)
    const [attempt] = at.rows<{ id: string; cart: string }>('select id, cart_id as cart from checkouts')
    const payload = { kind: 'complete-cart', cartId: attempt?.cart ?? '', checkoutId: attempt?.id ?? '' } as const
    const jobs = Array.from({ length: 5 }, () => ({ id: at.shop.newId('job'), payload, runAt: at.shop.now() }))
    await at.shop.store.change(() => ({
      result: null,
      changes: jobs.map((job) => ({ kind: 'promise', job }) as const),
    }))
    await at.start()
    await until('all repeats', () =>
      at
        .rows<{ state: string }>("select state from jobs where kind = 'complete-cart'")
        .every(({ state }) => state === 'done'),
    )
    expect(at.rows("select subject from announcements where type = 'order.placed'")).toEqual([{ subject: orderId }])
    const again = {
      id: at.shop.newId('evt'),
      type: 'order.placed',
      subject: orderId,
      data: {},
      secretUntil: null,
      at: 1,
    } as const
    const twice = at.shop.store.change(() => ({
      result: null,
      changes: [{ kind: 'announce', announcement: again, deliveries: [] }],
    }))
    await expect(twice).rejects.toMatchObject({ kind: 'announced-twice', id: orderId })
  })
})

describe('a receiver', () => {
  test('that fails is tried again up the ladder, and then the delivery is dead, for people to see', async () => {
    const receiver = receiverOn()
    const at = await shopTelling(receiver.url)
    receiver.answerWith(() => new Response('internal hunter2', { status: 500 }))
    const { jobId } = await placedAndTried(at)
    const runs = openJobRuns(at.shop, handlers, () => 0)
    const pauses: number[] = []
    for (let job = jobOf(at, jobId); job.state === 'available'; job = jobOf(at, jobId)) {
      pauses.push(job.runAt - at.clock.now())
      at.clock.advance(job.runAt - at.clock.now())
      await runs.run(await claimed(at.shop, jobId))
    }
    expect(pauses.map((pause) => pause / 1_000)).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000])
    expect(jobOf(at, jobId)).toMatchObject({ state: 'dead', attempt: attemptMaxOf('deliver-webhook') })
    expect(jobOf(at, jobId).lastError).toContain('status 500')
    const told = ofType(receiver, 'order.placed')
    expect(told).toHaveLength(8)
    expect(new Set(told.map(idOf)).size).toBe(1)
    expect(new Set(told.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(8)
    const log = await logOf(at, jobId)
    expect(log.state).toBe('failed')
    expect(log.tries.map(({ attempt, status }) => [attempt, status])).toEqual(told.map((_, n) => [n + 1, 500]))
    expect(at.logged() + JSON.stringify(log)).not.toContain('hunter2')
  })

  test('that says it is gone is not asked again', async () => {
    const receiver = receiverOn()
    const at = await shopTelling(receiver.url)
    receiver.answerWith(() => new Response(null, { status: 410 }))
    const { jobId } = await placedAndTried(at)
    expect(jobOf(at, jobId)).toMatchObject({ state: 'done', attempt: 1 })
    expect(await logOf(at, jobId)).toMatchObject({ state: 'refused', tries: [{ status: 410 }] })
  })

  test('that was taken out of the settings gets nothing more', async () => {
    const receiver = receiverOn()
    const at = await shopTelling(receiver.url)
    receiver.answerWith(() => new Response(null, { status: 500 }))
    const { jobId } = await placedAndTried(at)
    const before = receiver.received.length
    const other = await openTellingShop([])
    closing.push(other.close)
    at.clock.advance(5_000)
    await carryOutDelivery({ ...at.shop, announcer: other.shop.announcer }, await claimed(at.shop, jobId))
    expect(receiver.received).toHaveLength(before)
    expect(jobOf(at, jobId).state).toBe('done')
    expect((await logOf(at, jobId)).state).toBe('dropped')
  })
})

function jobOf(at: TellingShop, jobId: string): JobRow {
  const job = at.rows<JobRow>(deliveryJobs).find(({ id }) => id === jobId)
  if (!job) throw new Error(`${jobId} is not there`)
  return job
}

async function logOf(at: TellingShop, jobId: string) {
  return at.shop.store.read((books) => {
    const payload = books.job(jobId)?.payload
    const delivery = payload?.kind === 'deliver-webhook' ? books.delivery(payload.deliveryId) : null
    return { state: delivery?.state, tries: delivery ? books.deliveryAttempts(delivery.id) : [] }
  })
}
