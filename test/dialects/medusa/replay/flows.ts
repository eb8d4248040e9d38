import { cartFlows } from './flows-carts.ts'
import { completionFlows } from './flows-completion.ts'
import { paymentFlows } from './flows-payment.ts'
import { totalFlows } from './flows-totals.ts'
import type { Recording } from './recordings.ts'
import type { Flow } from './stage.ts'

/** Recorded scenarios that need nothing but their own requests. */
const plain = [...['regions', 'products', 'variants', 'catalogue-rest', 'create', 'create-refused', 'unknown-cart']]

/** Scenarios and exchanges of people who sign in: they are played when the shop knows accounts. */
export const waitingForAccounts: ReadonlySet<string> = new Set([
  ...['sign-in', 'tokens', 'register', 'account', 'update-customer', 'update-takeover', 'complete-signed-in'],
  'create.cart-create-logged-in',
])

/** All flows in an order in which what one uses up is not missed by a later one. */
export function flowsFor(recordings: ReadonlyMap<string, Recording>): readonly Flow[] {
  const played = plain.map((scenario) => ({ scenario, steps: stepsOf(scenario, recordings) }))
  return [...played, ...cartFlows, ...totalFlows, ...paymentFlows, ...completionFlows]
}

function stepsOf(scenario: string, recordings: ReadonlyMap<string, Recording>): readonly string[] {
  const own = [...recordings.values()].filter((recording) => recording.scenario === scenario)
  return own
    .toSorted((a, b) => a.step - b.step)
    .map(({ exchange }) => exchange)
    .filter((exchange) => !waitingForAccounts.has(exchange))
}
