import type { Database } from 'bun:sqlite'
import type { CheckoutState } from '../../checkout/checkout.ts'
import type { EventNumbers, Overview } from '../overview.ts'

type Figures = Pick<Overview, 'lastEvents' | 'eventsAfter' | 'openCarts' | 'oldestUntold'>

interface Move {
  readonly id: number
  readonly to: CheckoutState
  readonly at: number
  readonly begunAt: number
}

/** What is counted for graphs; every question is answered from an index. */
export function figuresOn(connection: Database): Figures {
  return {
    lastEvents: async () => ({
      move: numberOf(connection, 'select coalesce(max(id), 0) as number from checkout_events') ?? 0,
      attempt: numberOf(connection, 'select coalesce(max(id), 0) as number from delivery_attempts') ?? 0,
    }),
    eventsAfter: async (since, limit) => eventsAfter(connection, since, limit),
    openCarts: async () =>
      numberOf(connection, `select count(*) as number from carts where stage in ('open', 'merged')`) ?? 0,
    oldestUntold: async () =>
      numberOf(connection, `select min(created_at) as number from deliveries where state = 'waiting'`),
  }
}

function eventsAfter(connection: Database, since: EventNumbers, limit: number) {
  const moves = connection
    .query<Move, [number, number]>(
      `select checkout_events.id, to_state as 'to', at, checkouts.created_at as begunAt from checkout_events
        join checkouts on checkouts.id = checkout_id where checkout_events.id > ? order by checkout_events.id limit ?`,
    )
    .all(since.move, limit)
  const tries = connection
    .query<{ id: number; error: string | null }, [number, number]>(
      'select id, error from delivery_attempts where id > ? order by id limit ?',
    )
    .all(since.attempt, limit)
  return {
    moves,
    tries: tries.map(({ error }) => ({ isDelivered: error === null })),
    next: { move: moves.at(-1)?.id ?? since.move, attempt: tries.at(-1)?.id ?? since.attempt },
  }
}

function numberOf(connection: Database, question: string): number | null {
  return connection.query<{ number: number | null }, []>(question).get()?.number ?? null
}
