import type { Database } from 'bun:sqlite'
import { liveStates, terminalStates } from '../../../db/schema/checkouts.ts'
import type { Audit, Fault, FaultKind, Patience } from '../audit.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import { miscounted, recount } from './counters.ts'
import type { GroupCommit } from './group-commit.ts'

/** Of a damaged file, this much is told: it is to be restored, not read. */
const damagesMax = 20

/** The file as a whole: what SQLite says of it, what the rows say of each other, and what nobody takes care of any more. */
export function auditOn(connection: Database, commits: GroupCommit, memory: CatalogMemory): Audit {
  return {
    async examine(now, patience) {
      connection.run('begin')
      try {
        return [...damages(connection), ...miscounted(connection), ...leftBehind(connection, now, patience)]
      } finally {
        connection.run('commit')
      }
    },
    recount: () =>
      commits.write(({ begin }) => {
        begin()
        memory.counted()
        return recount(connection)
      }),
  }
}

function damages(connection: Database): readonly Fault[] {
  const whole = connection.prepare<{ integrity_check: string }, []>(`pragma integrity_check(${damagesMax})`).all()
  const references = connection.prepare<{ table: string; rowid: number | null }, []>('pragma foreign_key_check').all()
  return [
    ...whole
      .filter(({ integrity_check }) => integrity_check !== 'ok')
      .map(({ integrity_check }) => ({ kind: 'file-damaged' as const, subject: '', message: integrity_check })),
    ...references.slice(0, damagesMax).map(({ table, rowid }) => ({
      kind: 'reference-broken' as const,
      subject: table,
      message: `row ${rowid} of ${table} points at a row that is not there`,
    })),
  ]
}

/** Rows of a question are what is wrong; `$stuckBefore` and `$shopperBefore` are times before which nothing should stand still. */
interface Question {
  readonly kind: FaultKind
  readonly rows: string
  readonly message: (row: { readonly id: string; readonly detail: string | null }) => string
}

const live = words(liveStates)
const terminal = words(terminalStates)

const questions: readonly Question[] = [
  {
    kind: 'hold-left-behind',
    rows: `select checkouts.id, checkouts.state as detail from checkouts where state in (${terminal}) and (
      id in (select checkout_id from stock_holds where state = 'held')
      or id in (select checkout_id from discount_uses where state = 'held')
      or id in (select checkout_id from gift_card_entries where kind = 'redeem' and not is_final))`,
    message: ({ id, detail }) => `${id} is ${detail} and still holds stock, a code or a gift card`,
  },
  {
    kind: 'cart-left-frozen',
    rows: `select id, null as detail from carts where stage = 'frozen'
      and not exists (select 1 from checkouts where cart_id = carts.id and state in (${live}))`,
    message: ({ id }) => `${id} is frozen, but nothing completes it`,
  },
  {
    kind: 'order-unmatched',
    rows: `select checkouts.id, 'is completed without an order' as detail from checkouts
        where state = 'completed' and not exists (select 1 from orders where checkout_id = checkouts.id)
      union all select orders.id, 'is an order, but its checkout is ' || coalesce(checkouts.state, 'not there')
        from orders left join checkouts on checkouts.id = orders.checkout_id
        where checkouts.state is not 'completed' or checkouts.order_id is not orders.id
      union all select carts.id, 'is a completed cart without an order' from carts
        where stage = 'completed' and not exists (select 1 from orders where cart_id = carts.id)`,
    message: ({ id, detail }) => `${id} ${detail}`,
  },
  {
    kind: 'checkout-stuck',
    rows: `select id, state || ' since ' || strftime('%Y-%m-%dT%H:%M:%SZ', updated_at / 1000, 'unixepoch') as detail from checkouts
      where state in (${live}) and updated_at < iif(state = 'requires_action', $shopperBefore, $stuckBefore)`,
    message: ({ id, detail }) => `${id} is ${detail}`,
  },
  {
    kind: 'job-dead',
    rows: `select id, kind || ' was given up: ' || coalesce(last_error, 'nobody knows why') as detail from jobs
      where state = 'dead'`,
    message: ({ id, detail }) => `${id} ${detail}`,
  },
]

function leftBehind(connection: Database, now: number, { stuckAfterMs, shopperMs }: Patience): readonly Fault[] {
  const times = { $stuckBefore: now - stuckAfterMs, $shopperBefore: now - stuckAfterMs - shopperMs }
  return questions.flatMap(({ kind, rows, message }) =>
    connection
      .prepare<{ id: string; detail: string | null }, typeof times>(rows)
      .all(times)
      .map((row) => ({ kind, subject: row.id, message: message(row) })),
  )
}

/** Written out, since these are words of ours, and a bound value would keep SQLite from its partial indexes. */
function words(states: readonly string[]): string {
  return states.map((state) => `'${state}'`).join(', ')
}
