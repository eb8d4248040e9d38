import { accountFlows } from './flows-accounts.ts'
import { cartFlows } from './flows-carts.ts'
import { completionFlows } from './flows-completion.ts'
import { paymentFlows } from './flows-payment.ts'
import { totalFlows } from './flows-totals.ts'
import type { Recording } from './recordings.ts'
import type { Flow } from './stage.ts'

/** Recorded scenarios that need nothing but their own requests. */
const plain = [...['regions', 'products', 'variants', 'catalogue-rest', 'create', 'create-refused', 'unknown-cart']]

/** What of them needs somebody who signed in. */
const signedIn: ReadonlySet<string> = new Set(['create.cart-create-logged-in'])

/** All flows in an order in which what one uses up is not missed by a later one. */
export function flowsFor(recordings: ReadonlyMap<string, Recording>): readonly Flow[] {
  const played = plain.map((scenario) => ({ scenario, steps: stepsOf(scenario, recordings) }))
  return [...played, ...accountFlows, ...cartFlows, ...totalFlows, ...paymentFlows, ...completionFlows]
}

function stepsOf(scenario: string, recordings: ReadonlyMap<string, Recording>): readonly string[] {
  const own = [...recordings.values()].filter((recording) => recording.scenario === scenario)
  return own
    .toSorted((a, b) => a.step - b.step)
    .map(({ exchange }) => exchange)
    .filter((exchange) => !signedIn.has(exchange))
}
