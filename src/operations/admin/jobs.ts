import { Type } from 'typebox'
import { attemptMaxOf, type Job, type JobState, jobKinds, unending } from '../../checkout/job.ts'
import { dropJob, readJob, retryJob } from '../../commands/operating.ts'
import type { Shop } from '../../commands/shop.ts'
import { time, timeOrNull } from './json.ts'
import { pageOf, pageQuery, textOf, wordOf, wordsOf } from './page.ts'
import { type AdminCall, type AdminRoute, adminGet, adminPost } from './route.ts'

const states = ['available', 'running', 'done', 'dead'] as const satisfies JobState[]

const listQuery = {
  ...pageQuery,
  state: Type.Optional(Type.String({ description: `${states.join(', ')}; several with commas between` })),
  kind: Type.Optional(Type.Union(jobKinds.map((kind) => Type.Literal(kind)))),
  q: Type.Optional(
    Type.String({ description: 'the beginning of a job’s, cart’s or checkout’s id, or a part of an error' }),
  ),
}

/** Promised work: found, shown, begun again, dropped. */
export function adminJobRoutes(shop: Shop): readonly AdminRoute[] {
  return [
    adminGet('/jobs', 'List jobs, newest first', (call) => listed(shop, call), listQuery),
    adminGet('/jobs/:id', 'Show a job', async ({ param }) => ({ job: jobJson(await readJob(shop, param('id'))) })),
    adminPost('/jobs/:id/retry', 'Run a job again, at once', async ({ param }) => ({
      job: jobJson(await retryJob(shop, param('id'))),
    })),
    adminPost('/jobs/:id/drop', 'Drop a job that was given up', async ({ param }) => ({
      job: jobJson(await dropJob(shop, param('id'))),
    })),
  ]
}

/** A job as operators see it; `attempt_max` is null for work that is never given up. */
export function jobJson(job: Job): object {
  const { kind } = job.payload
  return {
    id: job.id,
    kind,
    state: job.state,
    attempt: job.attempt,
    attempt_max: unending.has(kind) ? null : attemptMaxOf(kind),
    payload: job.payload,
    last_error: job.lastError,
    run_at: time(job.runAt),
    lease_until: timeOrNull(job.leaseUntil),
    created_at: time(job.createdAt),
    updated_at: time(job.updatedAt),
  }
}

async function listed(shop: Shop, call: AdminCall): Promise<object> {
  const page = pageOf(call)
  const asked = {
    states: wordsOf(call, 'state', states),
    kind: wordOf(call, 'kind', jobKinds),
    text: textOf(call, 'q'),
  }
  const { items, count } = await shop.store.overview.jobs({ ...asked, ...page })
  return { jobs: items.map(jobJson), count, ...page }
}
