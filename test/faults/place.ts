import { join, resolve } from 'node:path'
import { command, fromCheckout, type Running, serve, temporaryFolder, work } from '../support/cartwright.ts'
import { startProvider } from '../support/example-payment-provider.ts'
import { steadyPort } from '../support/ports.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type StripeStandIn, standInKey, standInWebhookSecret, startStripe } from '../support/stripe-stand-in.ts'
import { faultCatalog } from './shelf.ts'
import type { SmallDisk } from './small-disk.ts'
import { type Subscriber, startSubscriber, subscriberSecret } from './subscriber.ts'

export type Runner = 'embedded' | 'redis'

/** What is there of each scarce thing unless more is asked for. */
const roundsDefault = 1

const logTailLines = 40

/** Opens the shop's own door to whoever runs it. */
export const adminToken = 'whoever-runs-the-faults-has-this-token'

export const bankSecret = 'a secret between shop and bank'

export interface PlaceOptions {
  readonly runner: Runner
  /** How many of each scarce thing there are. */
  readonly rounds?: number
  /** Where the data is, removed at the end; otherwise in a folder like any other. */
  readonly disk?: SmallDisk
  readonly env?: Readonly<Record<string, string>>
  /** What the bank does with each answer before it is sent. */
  readonly disturbBank?: (verb: string, answer: Response) => Response | Promise<Response>
}

/** A shop in real processes: a server, on Redis also workers of their own; and those outside with whom it deals. */
export interface Place {
  readonly runner: Runner
  readonly dataDir: string
  /** Where the server answers, the same over restarts. */
  readonly base: string
  readonly redis: TestRedis | null
  readonly disk: SmallDisk | null
  readonly subscriber: Subscriber
  readonly bank: ReturnType<typeof startProvider>
  readonly stripe: StripeStandIn
  /** When each process was killed or stopped, or each thing it needs was (milliseconds since 1970). */
  readonly faultsAt: number[]
  kills(): number
  /** A process was killed by itself, as it was told to. */
  suffered(): void
  /** Null while it is gone. */
  server(): Running | null
  workers(): readonly Running[]
  /** Starts the server with further settings, and waits until it answers. */
  startServer(env?: Readonly<Record<string, string>>, program?: readonly string[]): Promise<void>
  startWorker(env?: Readonly<Record<string, string>>, program?: readonly string[]): void
  /** Until every worker has come so far that it listens to signals. */
  workersListen(): Promise<void>
  /** As a power cut would. */
  killServer(): Promise<void>
  killWorker(which?: number): Promise<void>
  /** Starts whatever is gone. */
  revive(): Promise<void>
  /** What the processes wrote last. */
  logs(): string
  close(): Promise<void>
}

/** Fills a new shop and starts it. */
export async function openPlace(options: PlaceOptions): Promise<Place> {
  const folder = temporaryFolder()
  const dataDir = join(options.disk?.path ?? folder.path, 'data')
  const subscriber = startSubscriber()
  const stripe = startStripe(Date.now)
  const bank = startProvider({
    port: 0,
    secret: bankSecret,
    ledger: ':memory:',
    ...(options.disturbBank ? { disturb: options.disturbBank } : {}),
  })
  const redis = options.runner === 'redis' ? await startRedis(steadyPort()) : null
  const env = {
    ADMIN_TOKEN: adminToken,
    CHECKOUT_WAIT_MS: '4000',
    WEBHOOK_URLS: subscriber.url,
    WEBHOOK_SECRET: subscriberSecret,
    WEBHOOK_ALLOW_PRIVATE: '1',
    HTTP_GATEWAY_URL: bank.url.href,
    HTTP_GATEWAY_SECRET: bankSecret,
    STRIPE_SECRET_KEY: standInKey,
    STRIPE_WEBHOOK_SECRET: standInWebhookSecret,
    STRIPE_API_BASE: stripe.url.href,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    ...options.env,
  }
  const processes = openProcesses(dataDir, env, redis !== null)
  const place: Place = {
    ...processes,
    runner: options.runner,
    dataDir,
    redis,
    disk: options.disk ?? null,
    subscriber,
    bank,
    stripe,
    close: async () => {
      await processes.stopAll()
      await Promise.all([redis?.stop(), subscriber.stop(), bank.stop(), stripe.stop()])
      options.disk?.remove()
      folder.remove()
    },
  }
  try {
    await fill(dataDir, join(folder.path, 'catalog.json'), options.rounds ?? roundsDefault)
    await place.revive()
    return place
  } catch (error) {
    await place.close()
    throw error
  }
}

async function fill(dataDir: string, file: string, rounds: number): Promise<void> {
  await Bun.write(file, JSON.stringify(faultCatalog(rounds)))
  await Bun.write(join(dataDir, '.keep'), '')
  const { status, output } = await command(fromCheckout, dataDir, ['import', resolve(file)])
  if (status !== 0) throw new Error(`the import failed: ${output}`)
}

/** The program's own processes, which come and go while everything around them stays. */
function openProcesses(dataDir: string, env: Readonly<Record<string, string>>, hasWorkers: boolean) {
  const port = steadyPort()
  const faultsAt: number[] = []
  const gone: string[] = []
  let killed = 0
  let isClosed = false
  let server: Running | null = null
  const workers: Running[] = []

  async function startServer(more: Readonly<Record<string, string>> = {}, program = fromCheckout): Promise<void> {
    assertOpen()
    const words = hasWorkers ? ['--no-workers'] : []
    const started = await serve({ program, dataDir, env: { ...env, ...more }, words, port })
    if (isClosed) await started.kill()
    assertOpen()
    server = started
    void started.exited.then(() => {
      if (server === started) server = null
      gone.push(started.output())
    })
  }

  function startWorker(more: Readonly<Record<string, string>> = {}, program = fromCheckout): void {
    assertOpen()
    // It says at this level, and no lower one, that it has begun.
    const worker = work({ program, dataDir, env: { ...env, ...more, LOG_LEVEL: 'info' }, words: [] })
    workers.push(worker)
    void worker.exited.then(() => {
      workers.splice(workers.indexOf(worker), 1)
      gone.push(worker.output())
    })
  }

  /** Somebody may be about to start a process when the whole run is broken off. */
  function assertOpen(): void {
    if (isClosed) throw new Error('this place is closed')
  }

  function suffered(): void {
    killed += 1
    faultsAt.push(Date.now())
  }

  async function kill(victim: Running | undefined | null): Promise<void> {
    if (!victim) throw new Error('there is nobody to kill')
    suffered()
    await victim.kill()
  }

  return {
    base: `http://127.0.0.1:${port}`,
    faultsAt,
    kills: () => killed,
    server: () => server,
    workers: () => workers,
    suffered,
    startServer,
    startWorker,
    workersListen: async () => {
      while (!workers.every((worker) => worker.output().includes('"working"'))) await Bun.sleep(20)
    },
    killServer: () => kill(server),
    killWorker: (which = 0) => kill(workers[which]),
    revive: async () => {
      if (server === null) await startServer()
      if (hasWorkers && workers.length === 0) startWorker()
    },
    logs: () => {
      const outputs = [...gone, ...workers.map((worker) => worker.output()), server?.output() ?? '']
      return outputs.join('').trimEnd().split('\n').slice(-logTailLines).join('\n')
    },
    stopAll: async () => {
      isClosed = true
      const running = [...workers, ...(server ? [server] : [])]
      for (const process of running) process.resume()
      await Promise.all(running.map((process) => process.kill()))
    },
  }
}
