import type { JobKind } from '../../checkout/job.ts'
import type { CommitNews } from '../store.ts'

/** What a transaction will have to say once it is committed. */
export interface NewsDraft {
  readonly promised: {
    readonly id: string
    readonly kind: JobKind
    readonly dispatch: number
    readonly runAt: number
  }[]
  readonly checkoutIds: string[]
  readonly quotedCartIds: string[]
  readonly orderIds: string[]
}

export function noNews(): NewsDraft {
  return { promised: [], checkoutIds: [], quotedCartIds: [], orderIds: [] }
}

/** One piece of news for everything that one commit saved; null when there is nothing to say. */
export function joined(drafts: readonly NewsDraft[]): CommitNews | null {
  const news = {
    promised: drafts.flatMap((draft) => draft.promised),
    checkoutIds: [...new Set(drafts.flatMap((draft) => draft.checkoutIds))],
    quotedCartIds: [...new Set(drafts.flatMap((draft) => draft.quotedCartIds))],
    orderIds: [...new Set(drafts.flatMap((draft) => draft.orderIds))],
  }
  return Object.values(news).some((some) => some.length > 0) ? news : null
}
