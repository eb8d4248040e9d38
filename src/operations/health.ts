import { statfs } from 'node:fs/promises'
import type { CheckoutState } from '../checkout/checkout.ts'
import type { Shop } from '../commands/shop.ts'

/** How long one look is good for, so that nobody can keep the disk busy by asking. */
const lookLastsMs = 500
const probeMaxMs = 5_000
const diskLowBytes = 256 * 1024 * 1024
const diskFullBytes = 1024 * 1024
const jobLateMs = 60_000
const attemptLateMs = 120_000

/** Live states in which nobody but us has to do something. */
const ourTurn = ['accepted', 'taxed', 'authorizing', 'authorized', 'payment_unknown'] as const satisfies CheckoutState[]

export type Status = 'ok' | 'degraded' | 'down'

export interface Check {
  readonly status: Status
  readonly [figure: string]: string | number | boolean | null
}

export interface Readiness {
  readonly status: Status
  readonly checks: Readonly<Record<string, Check>>
}

/** Says whether orders can be taken: by whoever asks, until `stop`. */
export interface Health {
  readiness(): Promise<Readiness>
  /** The program is about to end: down from now on, so that nobody is sent here any more. */
  stop(): void
}

export interface HealthOptions {
  readonly dataDir: string
  /** The newest migration; the database was brought to it before the start. */
  readonly migration: string
  readonly queueServer: () => { readonly up: boolean; readonly downSince: number | null } | null
}

export function openHealth(shop: Shop, options: HealthOptions): Health {
  let isStopping = false
  let lastLook = { at: Number.NEGATIVE_INFINITY, readiness: Promise.resolve<Readiness>({ status: 'ok', checks: {} }) }
  return {
    stop: () => {
      isStopping = true
    },
    readiness: () => {
      if (isStopping) return Promise.resolve({ status: 'down', checks: { stopping: { status: 'down' } } })
      const now = performance.now()
      if (now - lastLook.at > lookLastsMs) lastLook = { at: now, readiness: look(shop, options) }
      return lastLook.readiness
    },
  }
}

async function look(shop: Shop, options: HealthOptions): Promise<Readiness> {
  const [database, disk, jobs, checkouts] = await Promise.all([
    guarded(() => writeProbe(shop)),
    guarded(() => diskCheck(options.dataDir)),
    guarded(() => jobsCheck(shop)),
    guarded(() => checkoutsCheck(shop)),
  ])
  const migrations: Check = { status: 'ok', newest: options.migration }
  const checks = { database, migrations, disk, redis: redisCheck(shop, options), jobs, checkouts }
  const statuses = Object.values(checks).map(({ status }) => status)
  const status = statuses.includes('down') ? 'down' : statuses.includes('degraded') ? 'degraded' : 'ok'
  return { status, checks }
}

async function guarded(check: () => Promise<Check>): Promise<Check> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooSlow = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'down', reason: `no answer within ${probeMaxMs} ms` }), probeMaxMs)
  })
  try {
    return await Promise.race([check(), tooSlow])
  } catch (error) {
    return { status: 'down', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** A durable write like any order's: the receipt of a question that nobody asked, written over and over. */
async function writeProbe(shop: Shop): Promise<Check> {
  const begun = performance.now()
  const probe = { scope: 'readyz', key: 'probe', fingerprint: '', checkoutId: null, answer: null }
  await shop.store.change(() => ({
    result: null,
    changes: [{ kind: 'save-receipt', receipt: { ...probe, createdAt: shop.now() } }],
  }))
  return { status: 'ok', write_ms: Math.round(performance.now() - begun) }
}

async function diskCheck(dataDir: string): Promise<Check> {
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  return { status: free < diskFullBytes ? 'down' : free < diskLowBytes ? 'degraded' : 'ok', free_bytes: free }
}

function redisCheck(shop: Shop, { queueServer }: HealthOptions): Check {
  const state = queueServer()
  if (state === null) return { status: 'ok', used: false }
  const downMs = state.downSince === null ? null : Math.max(0, shop.now() - state.downSince)
  return { status: state.up ? 'ok' : 'degraded', used: true, down_ms: downMs }
}

async function jobsCheck(shop: Shop): Promise<Check> {
  const dueAt = await shop.store.jobs.nextDueAt()
  const lateMs = dueAt === null ? 0 : Math.max(0, shop.now() - dueAt)
  return { status: lateMs > jobLateMs ? 'degraded' : 'ok', oldest_due_ms: lateMs }
}

async function checkoutsCheck(shop: Shop): Promise<Check> {
  const now = shop.now()
  const waitingSince = await shop.store.read((books) =>
    ourTurn.flatMap((state) => books.idleCheckouts(state, now + 1, 1).map(({ updatedAt }) => updatedAt)),
  )
  const oldestMs = waitingSince.length === 0 ? 0 : Math.max(0, now - Math.min(...waitingSince))
  return { status: oldestMs > attemptLateMs ? 'degraded' : 'ok', oldest_live_ms: oldestMs }
}
