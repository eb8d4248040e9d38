import { type Job, type JobsOptions, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { type JobKind, jobKinds } from '../src/checkout/job.ts'
import { within } from './deadline.ts'
import type { Queues, QueuesOptions, Ring } from './queues.ts'
import { safePolicy, settingsOf } from './redis-settings.ts'
import { scheduledJob } from './runner.ts'

/** Longest time any question to Redis may take: a stopped or cut-off Redis refuses nothing, it just never answers. */
const answerMs = 1_000

/** How often Redis is asked whether it is there. */
const heartbeatMs = 1_000

/** Written at each heartbeat: a Redis that is full, or only a copy, still answers, and yet takes no jobs. */
const heartbeatKey = 'cartwright:heartbeat'
const heartbeatKeptMs = 60_000

/** Longest pause before the next try to reach a Redis that is away. */
const reconnectMaxMs = 1_000

/**
 * A worker shows every half `lockDuration` that it lives; every `stalledInterval` somebody looks for those that did not.
 * With BullMQ's own 30 s each, a killed worker's job waits for a minute; with these, for about five seconds.
 */
const lockDurationMs = 5_000
const stalledIntervalMs = 2_000

/** BullMQ fails a job at its second crash; ours are counted in the row, so here a job may come back often. */
const stalledCountMax = 10

/** After an error BullMQ's workers rest for 15 s; ours are back as soon as Redis is. */
const runRetryDelayMs = 1_000

/** Jobs that are over are kept for whoever watches the queues, but never without bound. */
const kept: JobsOptions = { removeOnComplete: { count: 200 }, removeOnFail: { count: 200 } }

/** How often BullMQ rings for the scheduled job, which then runs if its row is due. */
const scheduleEveryMs = 60_000

/** Connects in the background; until Redis answers, its state is down. */
export function openQueues(options: QueuesOptions): Queues {
  // Somebody who rings must hear at once that Redis is away, not wait until it is back.
  const bell = connect(options.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1 }, { isOver: false })
  const workers = options.work === null ? null : openWorkers(options, options.work)
  let queues = new Map<JobKind, Queue>()
  let downSince: number | null = options.now()

  bell.on('ready', () => void check())
  bell.on('close', markDown)
  const heartbeat = setInterval(() => void check(), heartbeatMs)

  async function check(): Promise<void> {
    try {
      await within(answerMs, bell.set(heartbeatKey, options.now(), 'PX', heartbeatKeptMs))
    } catch {
      return markDown()
    }
    if (downSince !== null) markUp()
  }

  function markDown(): void {
    if (downSince !== null) return
    downSince = options.now()
    options.log('redis-away', {})
  }

  function markUp(): void {
    options.log('redis-there', { awayMs: options.now() - (downSince ?? options.now()) })
    downSince = null
    // A queue whose first words were cut off stays dead for ever: every connection gets queues of its own.
    for (const queue of queues.values()) void queue.close().catch(() => {})
    queues = new Map(jobKinds.map((kind) => [kind, openQueue(kind, bell)]))
    const scheduled = queues.get(scheduledJob.kind)
    if (scheduled !== undefined && workers !== null) void schedule(scheduled, options.log)
    void warnOfEviction(bell, options.log)
    options.onUp()
  }

  async function ring(rings: readonly Ring[]): Promise<void> {
    if (downSince !== null) return
    const added = [...Map.groupBy(rings, ({ kind }) => kind)].map(([kind, some]) =>
      queues.get(kind)?.addBulk(some.map(queuedJob)),
    )
    await within(answerMs, Promise.all(added))
  }

  function disconnect(): void {
    clearInterval(heartbeat)
    bell.off('close', markDown)
    bell.disconnect()
    workers?.disconnect()
  }

  return {
    ring,
    state: () => ({ up: downSince === null, downSince }),
    stopWorkers: async () => workers?.stop(downSince !== null),
    disconnect,
  }
}

interface Patience {
  readonly enableOfflineQueue: boolean
  readonly maxRetriesPerRequest: number | null
}

/**
 * Errors of a connection are its state, which is watched; without a listener they would end the process. When the stay
 * is over, neither this connection nor those that BullMQ copies from it are made again.
 */
function connect(redisUrl: string, options: Patience, stay: { readonly isOver: boolean }): Redis {
  const retryStrategy = (times: number) => (stay.isOver ? null : Math.min(times * 50, reconnectMaxMs))
  const redis = new Redis(redisUrl, { ...options, retryStrategy, connectTimeout: 5 * answerMs })
  redis.on('error', () => {})
  return redis
}

function openQueue(kind: JobKind, connection: Redis): Queue {
  const queue = new Queue(kind, { connection })
  queue.on('error', () => {})
  return queue
}

function queuedJob({ id, kind, dispatch, delayMs }: Ring) {
  return { name: kind, data: { id }, opts: { ...kept, jobId: `${id}-${dispatch}`, delay: delayMs } }
}

function openWorkers({ redisUrl, concurrency }: QueuesOptions, work: (rowId: string) => Promise<string>) {
  // Workers wait for Redis as long as it takes, which BullMQ insists on.
  const stay = { isOver: false }
  const connection = connect(redisUrl, { enableOfflineQueue: true, maxRetriesPerRequest: null }, stay)
  const timing = {
    lockDuration: lockDurationMs,
    stalledInterval: stalledIntervalMs,
    maxStalledCount: stalledCountMax,
    runRetryDelay: runRetryDelayMs,
  }
  const workers = jobKinds.map((kind) => {
    const worker = new Worker(kind, async (job: Job) => work(String(job.data.id)), {
      connection,
      concurrency,
      ...timing,
    })
    worker.on('error', () => {})
    return worker
  })
  // One that is being made again ends by itself at the next try; cut off meanwhile, it would wait for that for ever.
  function disconnect(): void {
    stay.isOver = true
    if (connection.status === 'ready') connection.disconnect()
    for (const worker of workers) void cutOff(worker).catch(() => {})
  }

  /** By force: without saying goodbye to a Redis that would not hear it. */
  async function stop(byForce: boolean): Promise<void> {
    await Promise.all(workers.map((worker) => worker.close(byForce)))
  }

  return { stop, disconnect }
}

/** A worker waits for jobs on a connection of its own. */
async function cutOff(worker: Worker): Promise<void> {
  const waiting = await worker.getBackend().blockingClient
  if (waiting?.status === 'ready') await waiting.disconnect()
}

/** Said again at each connection, since an emptied Redis has forgotten it. */
async function schedule(queue: Queue, log: QueuesOptions['log']): Promise<void> {
  const template = { name: scheduledJob.kind, data: { id: scheduledJob.id }, opts: kept }
  try {
    await within(answerMs, queue.upsertJobScheduler(scheduledJob.kind, { every: scheduleEveryMs }, template))
  } catch (error) {
    log('schedule-not-set', { error: String(error) })
  }
}

/** A Redis that makes room by forgetting keys forgets jobs; they are rung again, but late. */
async function warnOfEviction(redis: Redis, log: QueuesOptions['log']): Promise<void> {
  try {
    const { evictionPolicy: policy } = await settingsOf(redis, answerMs)
    if (policy !== null && policy !== safePolicy) log('redis-may-evict', { policy, wanted: safePolicy })
  } catch (error) {
    log('redis-policy-unknown', { error: String(error) })
  }
}
