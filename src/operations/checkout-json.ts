import { type Checkout, type CheckoutState, isTerminal } from '../checkout/checkout.ts'
import type { Draft } from '../checkout/draft.ts'

/** An attempt that goes well passes these, one after the other. */
const path = ['accepted', 'taxed', 'authorizing', 'authorized', 'completed'] as const satisfies CheckoutState[]

/** How far along each state is; what waits for the bank or the shopper is still authorizing, what ended is at the end. */
const stepOf: Readonly<Record<CheckoutState, number>> = {
  accepted: 1,
  taxed: 2,
  authorizing: 3,
  requires_action: 3,
  payment_unknown: 3,
  authorized: 4,
  completed: path.length,
  failed: path.length,
  canceled: path.length,
  expired: path.length,
}

const pollMs = 250
/** A person or a silent bank takes longer. */
const slowPollMs = 2_000

/**
 * An attempt as anybody sees it who knows its id: the same in every dialect's 202 and under `/checkouts/{id}`. The id is
 * the permission, so there is no address, e-mail or payment secret in it but what the shopper needs to act.
 */
export function checkoutJson(checkout: Checkout) {
  const { id, state, cartId, nextAction, orderId, problem, createdAt, updatedAt } = checkout
  return {
    id,
    cart_id: cartId,
    state,
    terminal: isTerminal(state),
    step: stepOf[state],
    steps: path.length,
    next_action: nextAction,
    order_id: orderId,
    problem: problem && { code: problem.code.replaceAll('-', '_'), message: problem.message },
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
    poll_after_ms: pollAfterMs(checkout),
  }
}

/** A checkout that nobody has asked to complete yet, in the same picture; one that is outdated never will be. */
export function draftJson({ id, cartId, createdAt }: Draft, isCurrent: boolean) {
  const at = new Date(createdAt).toISOString()
  return {
    id,
    cart_id: cartId,
    state: isCurrent ? 'started' : 'canceled',
    terminal: !isCurrent,
    step: 0,
    steps: path.length,
    next_action: null,
    order_id: null,
    problem: isCurrent ? null : { code: 'checkout_outdated', message: 'The cart was changed, or checked out anew.' },
    created_at: at,
    updated_at: at,
    poll_after_ms: isCurrent ? slowPollMs : null,
  }
}

/** Seconds, as `Retry-After` wants them; null when nothing more will happen. */
export function retryAfterOf(checkout: Checkout): string | null {
  const waitMs = pollAfterMs(checkout)
  return waitMs === null ? null : String(Math.ceil(waitMs / 1000))
}

/** When to look again; null when nothing more will happen. */
export function pollAfterMs({ state }: Pick<Checkout, 'state'>): number | null {
  if (isTerminal(state)) return null
  return state === 'requires_action' || state === 'payment_unknown' ? slowPollMs : pollMs
}
