import type { Runner } from './place.ts'

/** A mistake that somebody could make, and the faults that are to find it. */
export interface Defect {
  readonly says: string
  /** Each `from` stands in its file exactly once. */
  readonly edits: readonly { readonly file: string; readonly from: string; readonly to: string }[]
  readonly foundBy: readonly { readonly fault: string; readonly runner: Runner; readonly count: number }[]
}

/** The ten without which one cart, one order would not hold. */
export const defects: readonly Defect[] = [
  {
    says: 'no unique index on orders.cart_id',
    edits: [
      {
        file: 'db/migrations/0000_first.sql',
        from: 'CREATE UNIQUE INDEX `orders_cart_id_unique`',
        to: 'CREATE INDEX `orders_cart_id_unique`',
      },
    ],
    foundBy: [{ fault: 'F16', runner: 'embedded', count: 2 }],
  },
  {
    says: 'stock is held only after the payment',
    edits: [
      {
        file: 'src/checkout/acceptance.ts',
        from: `    ...(items.length ? [{ kind: 'hold-stock', checkoutId, items } as const] : []),\n`,
        to: '',
      },
      {
        file: 'src/checkout/ending.ts',
        from: `    { kind: 'settle-holds', checkoutId, orderId },\n`,
        to: `    {
      kind: 'hold-stock',
      checkoutId,
      items: cart.lines.map(({ variantId, quantity }) => ({ variantId: variantId ?? '', quantity, allowBackorder: false })),
    },
    { kind: 'settle-holds', checkoutId, orderId },\n`,
      },
    ],
    foundBy: [{ fault: 'F17', runner: 'embedded', count: 1 }],
  },
  {
    says: 'a new key for the payment provider at each retry',
    edits: [
      {
        file: 'src/commands/authorization.ts',
        from: '  const request = paymentRequest(checkout, payment)\n  if (isLongUnknown',
        to: '  const request = { ...paymentRequest(checkout, payment), key: payment.key + job.attempt }\n  if (isLongUnknown',
      },
    ],
    foundBy: [{ fault: 'F11', runner: 'embedded', count: 7 }],
  },
  {
    says: 'a webhook is thanked for before it is saved',
    edits: [{ file: 'src/operations/payment-webhooks.ts', from: 'await takeNotice(', to: 'void takeNotice(' }],
    foundBy: [{ fault: 'F13', runner: 'embedded', count: 1 }],
  },
  {
    says: 'an async callback in the transaction',
    edits: [
      {
        file: 'src/store/sqlite/open-store.ts',
        from: 'return commits.write(({ begin, news }) => {\n        memory.look()\n        const { changes, result } = decide(books)',
        to: 'return commits.write(async ({ begin, news }) => {\n        memory.look()\n        const { changes, result } = await decide(books)',
      },
    ],
    foundBy: [{ fault: 'F16', runner: 'embedded', count: 1 }],
  },
  {
    says: 'BEGIN DEFERRED',
    edits: [{ file: 'src/store/sqlite/write-lock.ts', from: `'begin immediate'`, to: `'begin deferred'` }],
    foundBy: [{ fault: 'F21', runner: 'redis', count: 1 }],
  },
  {
    says: 'what Redis forgot is not rung again',
    edits: [{ file: 'workers/relay.ts', from: 'if (!queues.state().up) return null', to: 'return null' }],
    foundBy: [{ fault: 'F3', runner: 'redis', count: 3 }],
  },
  {
    says: 'a job id on Redis without the dispatch number',
    edits: [{ file: 'workers/bullmq.ts', from: 'jobId: `$' + '{id}-$' + '{dispatch}`', to: 'jobId: id' }],
    foundBy: [{ fault: 'F12', runner: 'redis', count: 5 }],
  },
  {
    says: 'no lease check in the final write',
    edits: [
      {
        file: 'src/store/sqlite/jobs.ts',
        from: 'if (!retire.get({ id, leaseToken, now: options.now() })) throw new LeaseLost(id)',
        to: 'retire.get({ id, leaseToken, now: options.now() })',
      },
    ],
    foundBy: [{ fault: 'F9', runner: 'redis', count: 1 }],
  },
  {
    says: 'Math.round instead of a division that loses nothing',
    edits: [
      {
        file: 'src/money/allocate.ts',
        from: '  const whole = parts.map(floorOf)\n',
        to: `  return parts.map((part) =>
    minor(Math.round(typeof part === 'number' ? part : Number(part.numerator) / Number(part.denominator))),
  )
  const whole = parts.map(floorOf)\n`,
      },
    ],
    foundBy: [{ fault: 'F8', runner: 'redis', count: 600 }],
  },
]
