import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClaimedJob, Job, JobKind, JobPayload } from '../../src/checkout/job.ts'
import type { Shop } from '../../src/commands/shop.ts'
import { createWaiting } from '../../src/commands/waiting.ts'
import { type IdPrefix, makeId } from '../../src/id.ts'
import type { Store } from '../../src/store/store.ts'
import { rateTable } from '../../src/taxes/rate-table.ts'
import type { Handlers } from '../../workers/run-job.ts'
import { noListeners } from '../support/listeners.ts'
import { openStoreOn, type TestClock } from '../support/store.ts'

/** A shop on a real store, with a clock that runs and can be moved on. */
export interface TestShop {
  readonly shop: Shop
  readonly clock: TestClock
  /** What was logged, oldest first. */
  readonly events: { readonly event: string; readonly details: Readonly<Record<string, unknown>> }[]
  promise(kind: JobKind, count?: number, inMs?: number): Promise<readonly string[]>
  job(id: string): Promise<Job | null>
  close(): Promise<void>
}

/** `seenAs` is what the shop sees of the store. */
export function openTestShop(seenAs: (store: Store) => Store = (store) => store): TestShop {
  const directory = mkdtempSync(join(tmpdir(), 'cartwright-workers-'))
  const clock = runningClock()
  const { now } = clock
  const store = openStoreOn(join(directory, 'cartwright.db'), clock)
  const events: TestShop['events'] = []
  const newId = (prefix: IdPrefix) => makeId(prefix, now(), crypto.getRandomValues(new Uint8Array(10)))
  const shop: Shop = {
    store: seenAs(store),
    gateways: new Map(),
    taxes: rateTable,
    announcer: noListeners,
    now,
    newId,
    settings: { cartTtlMs: 1e9, checkoutWaitMs: 8_000, idempotencyTtlMs: 1e9, waitPollMs: 100 },
    waiting: createWaiting(store),
    log: (event, details) => void events.push({ event, details }),
  }

  async function promise(kind: JobKind, count = 1, inMs = 0): Promise<readonly string[]> {
    const jobs = Array.from({ length: count }, () => ({
      id: newId('job'),
      payload: payloadOf(kind, newId('cart')),
      runAt: now() + inMs,
    }))
    const changes = jobs.map((job) => ({ kind: 'promise', job }) as const)
    return await store.change(() => ({ result: jobs.map(({ id }) => id), changes }))
  }

  async function close(): Promise<void> {
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  }

  return { shop, clock, events, promise, job: (id) => store.read((books) => books.job(id)), close }
}

function runningClock(): TestClock {
  let skipped = 0
  return {
    now: () => Date.now() + skipped,
    advance: (ms) => {
      skipped += ms
    },
  }
}

function payloadOf(kind: JobKind, cartId: string): JobPayload {
  const checkoutId = cartId.replace('cart_', 'chk_')
  switch (kind) {
    case 'calculate-taxes':
      return { kind, cartId, cartVersion: 1, checkoutId }
    case 'cancel-payment':
      return { kind, checkoutId, providerId: 'manual', key: checkoutId, reference: null, data: {} }
    case 'look-at-payment':
      return { kind, cartId, checkoutId, providerId: 'manual', eventId: checkoutId }
    case 'settle-order':
      return { kind, orderId: cartId.replace('cart_', 'order_'), actionId: cartId.replace('cart_', 'act_') }
    case 'deliver-webhook':
      return { kind, deliveryId: cartId.replace('cart_', 'whd_') }
    case 'expire-carts':
      return { kind }
    default:
      return { kind, cartId, checkoutId }
  }
}

/** Runs begun and works done, by job id, in the order in which they happened. */
export interface Book {
  readonly begun: string[]
  readonly done: string[]
}

/** Every kind is handled by `work`, then retired; what comes round on its own goes to sleep for an hour. */
export function handlersThat(book: Book, work: (job: ClaimedJob) => Promise<void> = async () => {}): Handlers {
  async function handle(shop: Shop, job: ClaimedJob): Promise<void> {
    book.begun.push(job.id)
    await work(job)
    await shop.store.change(() => ({ result: null, changes: [{ kind: 'retire', job }] }))
    book.done.push(job.id)
  }

  async function sleepOn(shop: Shop, job: ClaimedJob): Promise<void> {
    const runAt = shop.now() + 3_600_000
    await shop.store.change(() => ({ result: null, changes: [{ kind: 'repeat', job, runAt }] }))
  }

  return {
    'calculate-taxes': handle,
    'authorize-payment': handle,
    'complete-cart': handle,
    'cancel-payment': handle,
    'look-at-payment': handle,
    'settle-order': handle,
    'deliver-webhook': handle,
    'expire-carts': sleepOn,
  }
}

/** Waits until something is so; says what was waited for when it is not in time. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, deadlineMs = 5_000): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < deadlineMs; await Bun.sleep(10)) {
    if (await isSo()) return
  }
  throw new Error(`in vain waited for ${what}`)
}

/** Something that a test opens later. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
