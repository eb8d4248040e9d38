import type { Shop } from '../src/commands/shop.ts'
import { createEmbeddedRunner } from './embedded.ts'
import type { Runner, RunnerOptions } from './runner.ts'

/** Runs the promises without the queue server for as long as it is away. */
export interface Carrier {
  /** To be told often how things are; begins when the server has been away for the grace period. */
  look(downSince: number | null): Promise<void>
  stop(): Promise<void>
}

export function openCarrier(shop: Shop, options: RunnerOptions, graceMs: number): Carrier {
  let carrying: Runner | null = null
  let gone: Promise<unknown> = Promise.resolve()

  async function look(downSince: number | null): Promise<void> {
    if (downSince === null) return letGo()
    const awayMs = shop.now() - downSince
    if (carrying !== null || awayMs < graceMs) return
    const runner = createEmbeddedRunner(shop, options)
    await runner.start()
    carrying = runner
    shop.log('carrying-without-redis', { awayMs })
  }

  /** Not waited for: what is running may end while Redis is rung for the rest. */
  function letGo(): void {
    if (carrying !== null) gone = Promise.all([gone, carrying.stop()])
    carrying = null
  }

  async function stop(): Promise<void> {
    letGo()
    await gone
  }

  return { look, stop }
}
