import { within } from './deadline.ts'

/** Longest time one question may take: a Redis that was stopped never answers. */
const answerMs = 5_000

/** A request for the board, below the address where it is mounted. */
export interface BoardRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** JSON, or what to fill into the board's page; null where there is nothing. */
export type BoardAnswer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'page'; readonly words: Readonly<Record<string, string>> }
  | null

/** bull-board over the queues as they are on Redis. What is changed there rings or silences; the jobs table stays the truth. */
export interface QueueBoard {
  /** Rejects when Redis is away or does not answer. */
  ask(request: BoardRequest): Promise<BoardAnswer>
  close(): void
}

/** Connects with the first question, and anew after one that failed; `mountedAt` is where browsers find it. */
export function openQueueBoard(redisUrl: string, mountedAt: string): QueueBoard {
  let board: Promise<OpenBoard> | null = null

  async function ask(request: BoardRequest): Promise<BoardAnswer> {
    board ??= connected(redisUrl, mountedAt)
    try {
      const { answer } = await board
      return await within(answerMs, answer(request))
    } catch (error) {
      close()
      throw error
    }
  }

  function close(): void {
    void board?.then(({ disconnect }) => disconnect())
    board = null
  }

  return { ask, close }
}

/** The board on one connection. */
export interface OpenBoard {
  answer(request: BoardRequest): Promise<BoardAnswer>
  disconnect(): void
}

/** bull-board is loaded when somebody looks: most processes never show it. */
async function connected(redisUrl: string, mountedAt: string): Promise<OpenBoard> {
  const { openBullBoard } = await import('./bull-board.ts')
  return openBullBoard({ redisUrl, mountedAt, connectMs: answerMs })
}
