import { describe, expect, test } from 'bun:test'
import type { Cart } from '../../src/cart/cart.ts'
import {
  followTotal,
  openSessions,
  refreshSession,
  removeSession,
  type SessionFacts,
  selectedSession,
  selectSession,
  updateSession,
} from '../../src/cart/payment-sessions.ts'
import { minor } from '../../src/money/money.ts'
import { cartWith, countingIds, noon } from '../support/carts.ts'

const initiate: SessionFacts['initiate'] = (_provider, given) => ({ ...given, status: 'pending' })
const facts = (providers: readonly string[], total: number): SessionFacts => ({
  providers,
  total: minor(total),
  initiate,
  newId: countingIds(),
  now: noon,
})
const shown = (cart: Cart) =>
  cart.paymentSessions.map(({ providerId, isSelected, amount }) => [providerId, isSelected, Number(amount)])

describe('payment sessions', () => {
  test('the only provider is selected and initiated at once; opening again changes nothing but the amount', () => {
    const cart = openSessions(cartWith([]), facts(['manual'], 500))
    expect(cart.paymentSessions).toMatchObject([
      { providerId: 'manual', isSelected: true, isInitiated: true, status: 'pending', data: { status: 'pending' } },
    ])
    const again = openSessions(cart, facts(['manual'], 700))
    expect(again.paymentSessions.map(({ id }) => id)).toEqual(cart.paymentSessions.map(({ id }) => id))
    expect(shown(again)).toEqual([['manual', true, 700]])
  })

  test('among several the shopper selects, and the former selection ends', () => {
    const two = facts(['manual', 'test'], 500)
    const opened = openSessions(cartWith([]), two)
    expect(selectedSession(opened)).toBeNull()
    const changed = selectSession(selectSession(opened, 'manual', two), 'test', two)
    expect(shown(changed)).toEqual([
      ['manual', false, 500],
      ['test', true, 500],
    ])
    expect(changed.paymentSessions[0]).toMatchObject({ isInitiated: false, data: { status: 'pending' } })
  })

  test('nothing due, no sessions; nothing open, nothing follows', () => {
    const cart = openSessions(cartWith([]), facts(['manual'], 500))
    expect(openSessions(cart, facts(['manual'], 0)).paymentSessions).toEqual([])
    const empty = cartWith([])
    expect(followTotal(empty, facts(['manual'], 900))).toBe(empty)
    expect(shown(followTotal(cart, facts(['manual'], 900)))).toEqual([['manual', true, 900]])
  })

  test('a provider the region lacks, and a session that is not open, are refused', () => {
    const one = facts(['manual'], 500)
    expect(() => selectSession(cartWith([]), 'stripe', one)).toThrow(
      expect.objectContaining({ code: 'payment-provider-unknown' }),
    )
    expect(() => selectSession(cartWith([]), 'manual', one)).toThrow(
      expect.objectContaining({ code: 'payment-session-not-found' }),
    )
  })

  test('new data selects the session and replaces what was there', () => {
    const two = facts(['manual', 'test'], 500)
    const cart = updateSession(openSessions(cartWith([]), two), 'test', { outcome: 'decline' }, two)
    expect(selectedSession(cart)).toMatchObject({ providerId: 'test', data: { outcome: 'decline', status: 'pending' } })
  })

  test('a refreshed session is a new one in the same place and stays selected', () => {
    const one = facts(['manual'], 500)
    const cart = openSessions(cartWith([]), one)
    const refreshed = refreshSession(cart, 'manual', { ...one, newId: () => 'ps_new' })
    expect(refreshed.paymentSessions).toMatchObject([{ id: 'ps_new', isSelected: true, isInitiated: true }])
    expect(removeSession(refreshed, 'manual').paymentSessions).toEqual([])
    expect(removeSession(refreshed, 'stripe')).toBe(refreshed)
  })
})
