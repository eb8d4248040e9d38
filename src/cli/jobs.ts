import type { Job, JobState } from '../checkout/job.ts'
import { jobKinds } from '../checkout/job.ts'
import { readJob, retryJob } from '../commands/operating.ts'
import type { Shop } from '../commands/shop.ts'
import { jobJson } from '../operations/admin/jobs.ts'
import { type Call, exitDone, UsageError } from './call.ts'
import { spanOf, tableOf } from './table.ts'
import { withShop } from './with-shop.ts'

const states = ['available', 'running', 'done', 'dead'] as const satisfies JobState[]
const listMax = 100
const errorShown = 60

/** How often `drain` looks, and how long it waits unless told otherwise. */
const lookMs = 200
const drainSeconds = 60

/** The operator's view of promised work in a terminal. */
export async function jobs(call: Call): Promise<number> {
  const [verb = '', id] = call.operands
  if (verb === 'ls' && id === undefined) return withShop(call, (shop) => list(shop, call))
  if (verb === 'show' && id !== undefined) return withShop(call, (shop) => show(shop, call, id))
  if (verb === 'retry' && id !== undefined) return withShop(call, (shop) => retry(shop, call, id))
  if (verb === 'drain' && id === undefined) return withShop(call, (shop) => drain(shop, call))
  throw new UsageError('jobs knows "ls", "show ID", "retry ID" or "retry dead", and "drain"')
}

async function list(shop: Shop, { options, voice }: Call): Promise<number> {
  const state = wordIn('--state', options.get('--state'), states)
  const kind = wordIn('--kind', options.get('--kind'), jobKinds)
  const asked = { states: state && [state], kind, text: null, offset: 0, limit: listMax }
  const { items, count } = await shop.store.overview.jobs(asked)
  if (options.has('--json')) {
    voice.out(JSON.stringify({ jobs: items.map(jobJson), count }))
    return exitDone
  }
  const now = shop.now()
  const rows = items.map((job) => [job.id, job.payload.kind, job.state, job.attempt, dueIn(job, now), errorOf(job)])
  voice.out(tableOf(['ID', 'KIND', 'STATE', 'ATTEMPT', 'DUE', 'LAST ERROR'], rows))
  if (count > items.length) voice.error(`${items.length} of ${count} are shown.`)
  return exitDone
}

async function show(shop: Shop, { voice }: Call, id: string): Promise<number> {
  voice.out(JSON.stringify(jobJson(await readJob(shop, id)), null, 2))
  return exitDone
}

async function retry(shop: Shop, { voice }: Call, id: string): Promise<number> {
  const ids = id === 'dead' ? await deadIds(shop) : [id]
  for (const each of ids) {
    await retryJob(shop, each)
    voice.out(`${each} is due now.`)
  }
  if (ids.length === 0) voice.out('No job was given up.')
  return exitDone
}

async function deadIds(shop: Shop): Promise<readonly string[]> {
  const ids: string[] = []
  for (;;) {
    const part = { offset: ids.length, limit: listMax }
    const { items } = await shop.store.overview.jobs({ states: ['dead'], kind: null, text: null, ...part })
    ids.push(...items.map(({ id }) => id))
    if (items.length < listMax) return ids
  }
}

/** Waits until the server and its workers have done all that is due: before a move to another machine, say. */
async function drain(shop: Shop, { options, voice }: Call): Promise<number> {
  const asked = options.get('--seconds') ?? String(drainSeconds)
  if (!/^[1-9]\d{0,5}$/.test(asked)) throw new UsageError(`--seconds takes a whole number, not "${asked}"`)
  const until = performance.now() + Number(asked) * 1000
  for (;;) {
    const queues = await shop.store.overview.queues(shop.now())
    const left = queues.reduce((sum, { waiting, running }) => sum + waiting + running, 0)
    if (left === 0) {
      voice.out('Nothing is due, and nothing runs.')
      return exitDone
    }
    if (performance.now() > until) {
      const busy = queues.filter(({ waiting, running }) => waiting + running > 0)
      throw new Error(
        `${left} jobs are still to be done: ${busy.map(({ kind }) => kind).join(', ')}. Is the server running?`,
      )
    }
    await Bun.sleep(lookMs)
  }
}

function dueIn({ state, runAt }: Job, now: number): string {
  if (state !== 'available') return ''
  return runAt > now ? `in ${spanOf(runAt - now)}` : `since ${spanOf(now - runAt)}`
}

function errorOf({ lastError }: Job): string {
  return (lastError ?? '').replaceAll(/\s+/g, ' ').slice(0, errorShown)
}

function wordIn<Word extends string>(flag: string, said: string | undefined, words: readonly Word[]): Word | null {
  if (said === undefined) return null
  const word = words.find((each) => each === said)
  if (word === undefined) throw new UsageError(`${flag} takes ${words.join(', ')}, not "${said}"`)
  return word
}
