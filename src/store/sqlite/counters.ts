import type { Database } from 'bun:sqlite'
import type { Correction, Fault, FaultKind } from '../audit.ts'
import { isAgainstCheck } from './errors.ts'

/** A table whose counters can be worked out anew from other rows. */
interface Counted {
  readonly kind: FaultKind
  readonly noun: string
  /** One row per row of the table: `id`, `name`, and for each counter what is stored and, with `_counted`, what should be. */
  readonly rows: string
  readonly counters: readonly string[]
  /** Takes each counted value and the id by name. */
  readonly correct: string
}

const tables: readonly Counted[] = [
  {
    kind: 'stock-miscounted',
    noun: 'stock of',
    rows: `select stock.variant_id as id, coalesce(variants.sku, stock.variant_id) as name,
      reserved, coalesce(held, 0) as reserved_counted,
      stock.sold, coalesce(holds.sold, 0) as sold_counted,
      backordered, coalesce(beyond, 0) as backordered_counted
      from stock left join variants on variants.id = stock.variant_id left join (
        select variant_id, sum(quantity) filter (where state = 'held') as held,
          sum(quantity) filter (where state = 'sold') as sold, sum(beyond) filter (where state = 'sold') as beyond
        from stock_holds group by variant_id
      ) as holds on holds.variant_id = stock.variant_id`,
    counters: ['reserved', 'sold', 'backordered'],
    correct: `update stock set reserved = $reserved, sold = $sold, on_hand = initial - $sold, backordered = $backordered
      where variant_id = $id`,
  },
  {
    kind: 'discount-miscounted',
    noun: 'discount',
    rows: `select discounts.id, code as name, discounts.held, coalesce(uses.held, 0) as held_counted,
      discounts.used, coalesce(uses.used, 0) as used_counted
      from discounts left join (
        select discount_id, sum(state = 'held') as held, sum(state = 'used') as used from discount_uses group by discount_id
      ) as uses on uses.discount_id = discounts.id`,
    counters: ['held', 'used'],
    correct: 'update discounts set held = $held, used = $used where id = $id',
  },
  {
    kind: 'gift-card-miscounted',
    noun: 'gift card',
    rows: `select gift_cards.id, gift_cards.id as name, balance, initial - coalesce(spent, 0) as balance_counted
      from gift_cards left join (
        select gift_card_id, sum(case kind when 'redeem' then amount else -amount end) as spent
        from gift_card_entries group by gift_card_id
      ) as ledger on ledger.gift_card_id = gift_cards.id`,
    counters: ['balance'],
    correct: 'update gift_cards set balance = $balance where id = $id',
  },
]

type Row = Readonly<Record<string, string | number>>

/** Every counter that says something else than its rows. */
export function miscounted(connection: Database): readonly Fault[] {
  return tables.flatMap((table) =>
    wrongRows(connection, table).map((row) => ({
      kind: table.kind,
      subject: String(row['id']),
      message: told(table, row, 'but'),
    })),
  )
}

/** Corrects each of them that its table's own rules let be corrected. */
export function recount(connection: Database): readonly Correction[] {
  return tables.flatMap((table) => {
    const correct = connection.prepare(table.correct)
    return wrongRows(connection, table).flatMap((row) => {
      const counted = table.counters.map((name) => [`$${name}`, row[`${name}_counted`] ?? 0])
      const values = { $id: row['id'] ?? '', ...Object.fromEntries(counted) }
      if (!mayBe(() => correct.run(values))) return []
      return [{ subject: String(row['id']), message: told(table, row, 'now') }]
    })
  })
}

/** False when the table's own rules forbid it: then the rows are wrong, and a person has to look. */
function mayBe(correct: () => unknown): boolean {
  try {
    correct()
    return true
  } catch (error) {
    if (isAgainstCheck(error)) return false
    throw error
  }
}

function wrongRows(connection: Database, { rows, counters }: Counted): readonly Row[] {
  const isWrong = counters.map((name) => `${name} <> ${name}_counted`).join(' or ')
  return connection.prepare<Row, []>(`select * from (${rows}) where ${isWrong}`).all()
}

function told({ noun, counters }: Counted, row: Row, word: 'but' | 'now'): string {
  const wrong = counters.filter((name) => row[name] !== row[`${name}_counted`])
  const each = wrong.map((name) =>
    word === 'but'
      ? `${name} is ${row[name]}, but its rows say ${row[`${name}_counted`]}`
      : `${name} was ${row[name]}, is now ${row[`${name}_counted`]}`,
  )
  return `${noun} ${row['name']}: ${each.join('; ')}`
}
