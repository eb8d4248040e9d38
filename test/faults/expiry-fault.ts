import { look, sweepNow, write } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import type { Place } from './place.ts'
import type { Purchase } from './purchase.ts'
import { type Asking, ask } from './wire.ts'

const dayMs = 86_400_000
/** Longer than carts are kept. */
const oldMs = 40 * dayMs
/** How many are written in one go. */
const batch = 5_000
/** What nobody may wait for longer because old carts go. */
const heldMaxMs = 100
const usualMs = 3_000
/** How long a million may take. */
const goneWithinMs = 30 * 60_000
const shoppers = 4

/** F28: carts that nobody wants any more go while others shop. */
export const staleCarts: Fault = {
  name: 'F28',
  says: 'stale carts expire, by tens of thousands, while others shop',
  counts: { test: 50_000, release: 1_000_000 },
  runners: ['embedded'],
  isCalm: true,
  isAlone: true,
  // Nobody is told: that so many are told of is another matter.
  place: () => ({ env: { WEBHOOK_URLS: '', WEBHOOK_SECRET: '' } }),
  happen: async (trial) => {
    const { place, front, witness, count, did } = trial
    const model = await front.fill({ skus: ['TEE', 'CAP', 'MUG'], region: 'test' })
    const fresh = await Promise.all(
      Array.from({ length: shoppers }, () => front.fill({ skus: ['TEE'], region: 'test' })),
    )
    const usual = await shopFor(trial, fresh, async () => Bun.sleep(usualMs))
    for (let at = 0; at < count; at += batch) addStale(place, model, at, Math.min(batch, count - at))
    const from = performance.now()
    const meanwhile = await shopFor(trial, fresh, () => untilGone(trial))
    const seconds = (performance.now() - from) / 1_000
    const [before, during] = [p99(usual), p99(meanwhile)]
    const worst = `p99 ${before.toFixed(1)} ms before, ${during.toFixed(1)} ms of ${meanwhile.length} meanwhile, ${Math.max(...meanwhile).toFixed(1)} ms at most`
    trial.remark(`${count} carts in ${seconds.toFixed(1)} s: ${worst}`)
    if (during > heldMaxMs) witness.accuse('F28', `nobody waits for old carts: ${worst}`)
    did(count)
  },
}

/** Each reads and changes one cart, one request after the other; how long each took. */
async function shopFor(
  { place, witness }: Trial,
  carts: readonly Purchase[],
  wait: () => Promise<unknown>,
): Promise<number[]> {
  const took: number[] = []
  let isOver = false
  const shopping = carts.map(async ({ cartId }) => {
    for (let at = 0; !isOver; at += 1) {
      const from = performance.now()
      const path = `/store/carts/${cartId}`
      const asking: Asking = at % 2 ? { method: 'GET', path } : { method: 'POST', path, body: { context: { at } } }
      const heard = await ask(place.base, asking)
      took.push(performance.now() - from)
      witness.hear(asking, heard)
      if (heard.kind !== 'answer' || heard.status !== 200) witness.accuse('F28', 'everybody is answered', [cartId])
      await Bun.sleep(5)
    }
  })
  await wait()
  isOver = true
  await Promise.all(shopping)
  return took
}

function addStale(place: Place, { cartId }: Purchase, from: number, count: number): void {
  write(place, (shop) => {
    const names = shop.query<{ name: string }, []>(`select name from pragma_table_info('carts')`).all()
    const columns = names.map(({ name }) => name)
    const old: Readonly<Record<string, string>> = {
      id: `'cart_stale' || printf('%016d', n)`,
      updated_at: `updated_at - ${oldMs}`,
      touched: `(updated_at - ${oldMs}) / 600000`,
      doc: `json_set(doc, '$.id', 'cart_stale' || printf('%016d', n), '$.updatedAt', updated_at - ${oldMs})`,
    }
    shop
      .prepare(
        `with recursive numbers(n) as (select ? union all select n + 1 from numbers where n < ?)
        insert into carts (${columns.join()}) select ${columns.map((name) => old[name] ?? name).join()} from carts, numbers where id = ?`,
      )
      .run(from + 1, from + count, cartId)
  })
}

async function untilGone({ place, witness }: Trial): Promise<void> {
  const until = performance.now() + goneWithinMs
  sweepNow(place)
  while (performance.now() < until) {
    const left = look(place, (shop) =>
      shop.prepare(`select 1 from carts where id >= 'cart_stale' and id < 'cart_stalf' limit 1`).get(),
    )
    if (left === null) return
    await Bun.sleep(200)
  }
  witness.accuse('F28', 'the old carts are gone')
}

function p99(took: readonly number[]): number {
  return took.toSorted((one, other) => one - other)[Math.floor(took.length * 0.99)] ?? 0
}
