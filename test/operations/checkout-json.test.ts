import { expect, test } from 'bun:test'
import { type Checkout, type CheckoutState, isTerminal, moves } from '../../src/checkout/checkout.ts'
import { checkoutJson, retryAfterOf } from '../../src/operations/checkout-json.ts'

function shownIn(state: CheckoutState, change: Partial<Checkout> = {}) {
  const known = { id: 'chk_1', cartId: 'cart_1', nextAction: null, orderId: null, problem: null }
  return checkoutJson({ ...known, createdAt: 0, updatedAt: 1_000, state, ...change } as Checkout)
}

test('every state is a step of the way, later states never before earlier ones', () => {
  const states = Object.keys(moves) as CheckoutState[]
  for (const state of states) {
    const { step, steps, terminal, poll_after_ms } = shownIn(state)
    expect(step).toBeGreaterThanOrEqual(1)
    expect(step).toBeLessThanOrEqual(steps)
    expect(terminal).toBe(isTerminal(state))
    expect(poll_after_ms === null).toBe(terminal)
    for (const next of moves[state]) {
      if (next !== 'authorizing') expect(shownIn(next).step).toBeGreaterThanOrEqual(step)
    }
  }
})

test('a running attempt says when to ask again, an ended one how it ended', () => {
  expect(shownIn('accepted')).toEqual({
    id: 'chk_1',
    cart_id: 'cart_1',
    state: 'accepted',
    terminal: false,
    step: 1,
    steps: 5,
    next_action: null,
    order_id: null,
    problem: null,
    created_at: '1970-01-01T00:00:00.000Z',
    updated_at: '1970-01-01T00:00:01.000Z',
    poll_after_ms: 250,
  })
  const problem = { code: 'payment-declined', message: 'No.', details: { code: 'SECRET' } } as const
  expect(shownIn('failed', { problem })).toMatchObject({
    terminal: true,
    problem: { code: 'payment_declined', message: 'No.' },
    poll_after_ms: null,
  })
  expect(JSON.stringify(shownIn('failed', { problem }))).not.toContain('SECRET')
  expect(retryAfterOf({ state: 'accepted' } as Checkout)).toBe('1')
  expect(retryAfterOf({ state: 'requires_action' } as Checkout)).toBe('2')
  expect(retryAfterOf({ state: 'completed' } as Checkout)).toBeNull()
})
