import { dirname, join, resolve } from 'node:path'
import type { Cart } from '../../src/cart/cart.ts'
import type { Metadata } from '../../src/catalog/product.ts'
import { type ClaimedJob, jobKinds } from '../../src/checkout/job.ts'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { createCart } from '../../src/commands/carts.ts'
import { importCatalog } from '../../src/commands/catalog.ts'
import { addLine } from '../../src/commands/line-items.ts'
import { openPaymentSessions, updatePaymentSession } from '../../src/commands/payments.ts'
import type { Asked } from '../../src/commands/receipts.ts'
import type { Shop } from '../../src/commands/shop.ts'
import { createWaiting } from '../../src/commands/waiting.ts'
import type { Gateway } from '../../src/payments/gateway.ts'
import { manualGateway } from '../../src/payments/manual.ts'
import { createTestGateway } from '../../src/payments/test-gateway.ts'
import { openTestCharges } from '../../src/store/sqlite/test-charges.ts'
import { rateTable } from '../../src/taxes/rate-table.ts'
import { handlers } from '../../workers/handlers.ts'
import type { Handler } from '../../workers/run-job.ts'
import { noListeners } from './listeners.ts'
import { openTestStore, type TestClock } from './store.ts'

/** A stocked shop in this process: a real store, the test bank, a clock that is moved by hand, and no runner. */
export interface StockedShop {
  readonly shop: Shop
  readonly clock: TestClock
  readonly dataDir: string
  /** Claims what is due and runs each once; what fails is put back for an hour later. Returns what it ran. */
  runDue(): Promise<readonly ClaimedJob[]>
  /** Until nothing is due; `by` does the work with other parts than the shop's own. */
  settle(by?: Shop): Promise<void>
  close(): Promise<void>
}

const catalog = resolve(import.meta.dir, 'catalog/peer-store.json')

/** Countries of no region of the file, for those of further banks. */
const furtherCountries = ['es', 'at', 'pt']

/** What else there is than in every stocked shop. */
export interface Further {
  /** Banks, given the shop's clock; each has a region of its own, of its name, where it alone is offered. */
  readonly gateways?: (now: () => number) => readonly Gateway[]
}

export async function openStockedShop({ gateways: further = () => [] }: Further = {}): Promise<StockedShop> {
  const { store, clock, newId, file, close } = await openTestStore()
  const dataDir = dirname(file)
  const charges = openTestCharges(join(dataDir, 'test-gateway.db'), clock.now)
  const added = further(clock.now)
  const gateways = [manualGateway, createTestGateway(charges, async () => {}), ...added]
  const shop: Shop = {
    store,
    gateways: new Map(gateways.map((gateway) => [gateway.id, gateway])),
    taxes: rateTable,
    announcer: noListeners,
    now: clock.now,
    newId,
    settings: { cartTtlMs: 30 * 86_400_000, checkoutWaitMs: 0, idempotencyTtlMs: 86_400_000, waitPollMs: 10 },
    waiting: createWaiting(store),
    log: () => {},
  }
  await importCatalog(shop, { text: await catalogWith(added), fileName: 'peer-store.json', format: null })
  return {
    shop,
    clock,
    dataDir,
    runDue: () => runDue(shop),
    settle: async (by = shop) => {
      while ((await runDue(by)).length) {}
    },
    close: async () => {
      shop.waiting.close()
      charges.close()
      await close()
    },
  }
}

async function catalogWith(gateways: readonly Gateway[]): Promise<string> {
  const file = await Bun.file(catalog).json()
  const duo = file.regions.find(({ name }: { name: string }) => name === 'duo')
  const regions = gateways.map(({ id }, at) => {
    return { ...duo, name: id, countries: [furtherCountries[at]], payment_providers: [id] }
  })
  return JSON.stringify({ ...file, regions: [...file.regions, ...regions] })
}

/** Claims what is due and runs each once; what fails is put back for an hour later. */
async function runDue(shop: Shop): Promise<readonly ClaimedJob[]> {
  const jobs = await shop.store.jobs.claimDue(100, shop.now(), jobKinds)
  for (const job of jobs) await runJob(shop, job)
  return jobs
}

/** Runs a claimed job as a runner would, whatever its claim is worth by now. */
export async function runJob(shop: Shop, job: ClaimedJob): Promise<void> {
  const handler = handlers[job.payload.kind] as Handler<typeof job.payload.kind>
  await handler(shop, job).catch((error: unknown) =>
    shop.store.jobs.giveBack(job, String(error), shop.now() + 3_600_000, shop.now()),
  )
}

/** Nobody is signed in and no key is sent; the answer is the cart as the core has it. */
export const asGuest: Asked = {
  keyed: null,
  signedInAs: null,
  show: (cart) => ({ status: 200, body: JSON.stringify(cart) }),
}

/** A cart that only waits to be completed; with `data`, paid at the test bank or the bank that is named. */
export async function readyCart(
  shop: Shop,
  wish: { sku: string; quantity: number; data: Metadata | null; bank?: string },
): Promise<Cart> {
  const { regionId, variantId } = await shop.store.read((books) => ({
    regionId: books.regions().find(({ name }) => name === (wish.bank ?? (wish.data ? 'duo' : 'eu')))?.id ?? '',
    variantId: books.variantBySku(wish.sku)?.id ?? '',
  }))
  const blank = {
    door: 'medusa',
    regionId,
    countryCode: null,
    channelId: null,
    sessionId: null,
    items: [],
    context: {},
    metadata: null,
  } as const
  const cart: Cart = JSON.parse((await createCart(shop, blank, asGuest)).body)
  await addLine(shop, cart.id, { variantId, quantity: wish.quantity, metadata: {} }, asGuest)
  await updateCart(shop, cart.id, { email: 'grete@example.com' }, asGuest)
  const opened = await openPaymentSessions(shop, cart.id, asGuest)
  const paying = wish.data ? await updatePaymentSession(shop, cart.id, wish.bank ?? 'test', wish.data, asGuest) : opened
  return JSON.parse(paying.body)
}
