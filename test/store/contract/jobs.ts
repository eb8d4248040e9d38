import { describe, expect, test } from 'bun:test'
import { type ClaimedJob, type JobPayload, jobKinds, leaseMs } from '../../../src/checkout/job.ts'
import { LeaseLost } from '../../../src/store/lease-lost.ts'
import type { TestStore } from '../../support/store.ts'
import { newCart, save } from '../things.ts'

/** Promises: claimed by one at a time, kept once, never forgotten. */
export function jobsContract(at: () => TestStore): void {
  describe('claiming', () => claiming(at))
  describe('who is alone', () => inheriting(at))
  describe('who claimed a job', () => holding(at))
  describe('a job that nobody runs', () => waiting(at))
}

async function promise(at: () => TestStore, inMs: number, payload: JobPayload = { kind: 'expire-carts' }) {
  const id = at().newId('job')
  await save(at().store, { kind: 'promise', job: { id, payload, runAt: at().clock.now() + inMs } })
  return id
}

async function claimed(at: () => TestStore, inMs = 0): Promise<ClaimedJob> {
  const id = await promise(at, inMs)
  const job = await at().store.jobs.claim(id, at().clock.now() + inMs)
  if (!job) throw new Error('the job could not be claimed')
  return job
}

const find = (at: () => TestStore, id: string) => at().store.read((books) => books.job(id))

function claiming(at: () => TestStore): void {
  test('takes what is due, oldest first, as many as asked and of the kinds asked', async () => {
    const { jobs } = at().store
    const now = at().clock.now()
    const later = await promise(at, 2)
    const first = await promise(at, 1)
    const last = await promise(at, 3)
    await promise(at, 4)
    await promise(at, 0, { kind: 'complete-cart', cartId: 'cart_1', checkoutId: 'chk_1' })
    expect(await jobs.claimDue(9, now - 1, jobKinds)).toEqual([])
    expect((await jobs.claimDue(2, now + 3, ['expire-carts'])).map(({ id }) => id)).toEqual([first, later])
    expect((await jobs.claimDue(9, now + 3, ['expire-carts'])).map(({ id }) => id)).toEqual([last])
    const [other] = await jobs.claimDue(9, now + 3, jobKinds)
    expect(other?.payload).toEqual({ kind: 'complete-cart', cartId: 'cart_1', checkoutId: 'chk_1' })
    expect(await jobs.claimDue(9, now + 3, jobKinds)).toEqual([])
  })

  test('gives a job to one of those who ask at once', async () => {
    const id = await promise(at, 0)
    const now = at().clock.now()
    const answers = await Promise.all(Array.from({ length: 9 }, () => at().store.jobs.claim(id, now)))
    expect(answers.filter((job) => job !== null)).toHaveLength(1)
    expect(await at().store.jobs.claim(await promise(at, 1), now)).toBeNull()
  })

  test('takes a job over when its lease is past', async () => {
    const { jobs } = at().store
    const now = at().clock.now()
    const first = await claimed(at)
    expect(first.leaseUntil).toBe(now + leaseMs)
    expect(await jobs.nextDueAt()).toBe(now + leaseMs)
    expect(await jobs.claimDue(9, now + leaseMs - 1, jobKinds)).toEqual([])
    const [second] = await jobs.claimDue(9, now + leaseMs, jobKinds)
    expect(second).toMatchObject({ id: first.id, attempt: 2 })
    expect(second?.leaseToken).not.toBe(first.leaseToken)
  })
}

function inheriting(at: () => TestStore): void {
  test('makes due at once what its dead owners were at, and nothing else', async () => {
    const { store, clock } = at()
    const now = clock.now()
    const left = await claimed(at)
    const later = await promise(at, 60_000)
    const done = await claimed(at)
    await save(store, { kind: 'retire', job: done })
    expect(await store.jobs.endLeases(now)).toBe(1)
    expect(await store.jobs.endLeases(now)).toBe(0)
    expect((await store.jobs.claimDue(9, now, jobKinds)).map(({ id, attempt }) => [id, attempt])).toEqual([
      [left.id, 2],
    ])
    await expect(save(store, { kind: 'retire', job: left })).rejects.toBeInstanceOf(LeaseLost)
    expect(await find(at, later)).toMatchObject({ state: 'available', runAt: now + 60_000 })
    expect((await find(at, done.id))?.state).toBe('done')
  })
}

function holding(at: () => TestStore): void {
  test('retires it with what it was for', async () => {
    const job = await claimed(at)
    const cart = newCart(at().newId)
    await save(at().store, { kind: 'save-cart', cart }, { kind: 'retire', job })
    expect(await find(at, job.id)).toMatchObject({ state: 'done', leaseToken: null, leaseUntil: null, attempt: 1 })
    expect(await at().store.jobs.nextDueAt()).toBeNull()
  })

  test('saves nothing once somebody else has it', async () => {
    const { store, clock, newId } = at()
    const slept = await claimed(at)
    const taken = await store.jobs.claim(slept.id, clock.now() + leaseMs)
    const cart = newCart(newId)
    for (const late of [
      { kind: 'retire', job: slept },
      { kind: 'prove', job: slept },
      { kind: 'repeat', job: slept, runAt: 0 },
    ] as const) {
      await expect(save(store, { kind: 'save-cart', cart }, late)).rejects.toBeInstanceOf(LeaseLost)
    }
    expect(await store.read((books) => books.cart(cart.id))).toBeNull()
    expect(await store.jobs.giveBack(slept, 'late', 0, clock.now())).toBe(false)
    expect(await find(at, slept.id)).toMatchObject({ state: 'running', leaseToken: taken?.leaseToken })
  })

  test('proves it without ending it, and retires it once', async () => {
    const job = await claimed(at)
    await save(at().store, { kind: 'prove', job })
    expect((await find(at, job.id))?.state).toBe('running')
    await save(at().store, { kind: 'retire', job })
    await expect(save(at().store, { kind: 'retire', job })).rejects.toBeInstanceOf(LeaseLost)
  })

  test('puts it back for later, with its error, or for good', async () => {
    const { store, clock } = at()
    const job = await claimed(at)
    const now = clock.now()
    expect(await store.jobs.giveBack(job, 'bank away', now + 50, now)).toBe(true)
    expect(await find(at, job.id)).toMatchObject({ state: 'available', runAt: now + 50, lastError: 'bank away' })
    expect(await store.jobs.claim(job.id, now + 49)).toBeNull()
    const again = await store.jobs.claim(job.id, now + 50)
    expect(again?.attempt).toBe(2)
    expect(again && (await store.jobs.giveBack(again, 'x'.repeat(9_999), null, now))).toBe(true)
    expect(await find(at, job.id)).toMatchObject({ state: 'dead', attempt: 2 })
    expect((await find(at, job.id))?.lastError?.length).toBe(2_000)
    expect(await store.jobs.claim(job.id, now + 1e9)).toBeNull()
  })

  test('sends round again what comes back on its own, with all its tries', async () => {
    const job = await claimed(at)
    const runAt = at().clock.now() + 60_000
    await save(at().store, { kind: 'repeat', job, runAt })
    expect(await find(at, job.id)).toMatchObject({ state: 'available', runAt, attempt: 0, leaseToken: null })
    expect(await at().store.jobs.nextDueAt()).toBe(runAt)
  })
}

function waiting(at: () => TestStore): void {
  test('is rung again under a number never used before, and not while a lease runs', async () => {
    const { jobs } = at().store
    const now = at().clock.now()
    const due = await promise(at, 0)
    await promise(at, 60_000)
    const run = await claimed(at)
    expect(await jobs.ringAgain(now + 1, now, 9)).toEqual([])
    const rung = await jobs.ringAgain(now + 1, now + 1, 9)
    expect(rung).toEqual([{ id: due, kind: 'expire-carts', dispatch: 2 }])
    expect(await jobs.ringAgain(now + 1, now + 1, 9)).toEqual([])
    const later = await jobs.ringAgain(now + leaseMs, now + leaseMs, 9)
    expect(later).toContainEqual({ id: due, kind: 'expire-carts', dispatch: 3 })
    expect(later).toContainEqual({ id: run.id, kind: 'expire-carts', dispatch: 2 })
  })

  test('exists once under a fixed id', async () => {
    const { jobs } = at().store
    const runAt = at().clock.now() + 5
    await Promise.all([1, 2, 3].map(() => jobs.ensure({ id: 'job_expire', kind: 'expire-carts', runAt }, runAt)))
    await jobs.ensure({ id: 'job_expire', kind: 'expire-carts', runAt: runAt + 9 }, runAt)
    expect(await find(at, 'job_expire')).toMatchObject({ payload: { kind: 'expire-carts' }, runAt, state: 'available' })
  })

  test('is found by its cart until it ends; done ones go in the end', async () => {
    const { store, clock } = at()
    const payload = { kind: 'complete-cart', cartId: 'cart_1', checkoutId: 'chk_1' } as const
    const id = await promise(at, 0, payload)
    const live = () => store.read((books) => books.liveJobOfCart('complete-cart', 'cart_1'))
    expect((await live())?.id).toBe(id)
    expect(await store.read((books) => books.liveJobOfCart('calculate-taxes', 'cart_1'))).toBeNull()
    const job = await store.jobs.claim(id, clock.now())
    if (job) await save(store, { kind: 'retire', job })
    expect(await live()).toBeNull()
    const kept = await promise(at, 0)
    await save(store, { kind: 'delete-jobs', before: clock.now(), limit: 9 })
    expect(await find(at, id)).not.toBeNull()
    await save(store, { kind: 'delete-jobs', before: clock.now() + 1, limit: 9 })
    expect(await find(at, id)).toBeNull()
    expect(await find(at, kept)).not.toBeNull()
  })
}
