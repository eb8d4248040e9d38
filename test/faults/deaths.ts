import { join } from 'node:path'
import { fromCheckout, type Running } from '../support/cartwright.ts'
import type { Trial } from './fault.ts'
import { stretched } from './patience.ts'
import { reachedBy } from './points.ts'
import type { Storefront } from './storefront.ts'

const [bun = '', ...rest] = fromCheckout
const programWithPoint = [bun, '--preload', join(import.meta.dir, 'with-point.ts'), ...rest]

/** How long it may take until somebody comes to the point. */
const reachedWithinMs = 20_000

/** Replaces the process that will come to the point with one that ends there, and gives it that to do, which is handed back. */
export async function dieAt(
  { place, front, witness }: Trial,
  point: string,
  act: (front: Storefront) => readonly Promise<void>[],
): Promise<readonly Promise<unknown>[]> {
  const isWorker = place.redis !== null && reachedBy(point) === 'worker'
  await Promise.all(isWorker ? place.workers().map((worker) => worker.kill()) : [place.server()?.kill()])
  const env = { FAULT_POINT: point }
  if (isWorker) place.startWorker(env, programWithPoint)
  // What earlier deaths left undone may bring it there before it is ready.
  else await place.startServer(env, programWithPoint).catch(() => {})
  const victim = isWorker ? place.workers().at(-1) : place.server()
  await place.revive()
  const acting = act(front).map((one) => one.catch((error) => witness.accuse('a shopper', String(error))))
  if (!(await hasGone(victim))) witness.accuse('a point', `a process never came to the point "${point}"`)
  place.suffered()
  return acting
}

/** Whether it ended by itself in time. */
async function hasGone(victim: Running | null | undefined): Promise<boolean> {
  let isGone = !victim
  void victim?.exited.then(() => {
    isGone = true
  })
  const from = performance.now()
  while (!isGone && performance.now() - from < stretched(reachedWithinMs)) await Bun.sleep(20)
  return isGone
}
