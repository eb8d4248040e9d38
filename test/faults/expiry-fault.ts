import { look, sweepNow, write } from './books.ts'
import type { Fault, Trial } from './fault.ts'
import { stretched } from './patience.ts'
import { openPlace, type Place } from './place.ts'
import type { Purchase } from './purchase.ts'
import { openStorefront, type Storefront } from './storefront.ts'
import { type Asking, ask } from './wire.ts'
import type { Witness } from './witness.ts'

const dayMs = 86_400_000
/** Longer than carts are kept. */
const oldMs = 40 * dayMs
/** How many are written in one go. */
const batch = 5_000
/** What nobody may wait for longer because old carts go. */
const heldMaxMs = 100
/** How long a million may take. */
const goneWithinMs = 60 * 60_000
const shoppers = 4
/** Nobody is told: that so many are told of is another matter. */
const quietly = { WEBHOOK_URLS: '', WEBHOOK_SECRET: '' }

/** F28: carts that nobody wants any more go while others shop. */
export const staleCarts: Fault = {
  name: 'F28',
  says: 'stale carts expire, by tens of thousands, while others shop',
  counts: { test: 50_000, release: 1_000_000 },
  runners: ['embedded', 'redis'],
  isUndivided: true,
  isCalm: true,
  isAlone: true,
  place: () => ({ env: quietly }),
  happen: async (trial) => {
    // Another shop, where nothing expires, says how long everything takes on this machine at this moment.
    const other = await openPlace({ runner: trial.place.runner, env: quietly })
    try {
      await expireBeside(trial, other)
    } finally {
      await other.close()
    }
  },
}

async function expireBeside(trial: Trial, other: Place): Promise<void> {
  const { place, front, witness, dice, count, did } = trial
  const frontOfOther = openStorefront(other, witness, dice.named('other'))
  await frontOfOther.open()
  const model = await front.fill({ skus: ['TEE', 'CAP', 'MUG'], region: 'test' })
  const fresh = await Promise.all([front, frontOfOther].map(fillSome))
  for (let at = 0; at < count; at += batch) addStale(place, model, at, Math.min(batch, count - at))
  const from = performance.now()
  let isOver = false
  const shopping = [place, other].map((one, at) => shopFor(one, fresh[at] ?? [], witness, () => isOver))
  await untilGone(trial)
  const seconds = (performance.now() - from) / 1_000
  isOver = true
  const [here = [], elsewhere = []] = await Promise.all(shopping)
  const [p99, usual] = [p99Of(here), p99Of(elsewhere)]
  const [most, mostElsewhere] = [Math.max(...here), Math.max(...elsewhere)].map((ms) => ms.toFixed(0))
  const meanwhile = `p99 ${p99.toFixed(1)} ms, at most ${most} ms, of ${here.length} requests`
  const worst = `${meanwhile}; in another shop ${usual.toFixed(1)} ms, at most ${mostElsewhere} ms, of ${elsewhere.length}`
  trial.remark(`${count} carts in ${seconds.toFixed(1)} s: ${worst}`)
  if (p99 - usual > stretched(heldMaxMs)) witness.accuse('F28', `nobody waits for old carts: ${worst}`)
  did(count)
}

function fillSome(front: Storefront): Promise<readonly Purchase[]> {
  return Promise.all(Array.from({ length: shoppers }, () => front.fill({ skus: ['TEE'], region: 'test' })))
}

/** Each reads and changes one cart, one request after the other; how long each took. */
async function shopFor(
  { base }: Place,
  carts: readonly Purchase[],
  witness: Witness,
  isOver: () => boolean,
): Promise<number[]> {
  const took: number[] = []
  const shopping = carts.map(async ({ cartId }) => {
    for (let at = 0; !isOver(); at += 1) {
      const from = performance.now()
      const path = `/store/carts/${cartId}`
      const asking: Asking = at % 2 ? { method: 'GET', path } : { method: 'POST', path, body: { context: { at } } }
      const heard = await ask(base, asking)
      took.push(performance.now() - from)
      witness.hear(asking, heard)
      if (heard.kind !== 'answer' || heard.status !== 200) witness.accuse('F28', 'everybody is answered', [cartId])
      await Bun.sleep(5)
    }
  })
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

function p99Of(took: readonly number[]): number {
  return took.toSorted((one, other) => one - other)[Math.floor(took.length * 0.99)] ?? 0
}
