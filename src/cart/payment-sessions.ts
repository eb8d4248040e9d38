import type { Metadata } from '../catalog/product.ts'
import type { NewId } from '../id.ts'
import { type Minor, zero } from '../money/money.ts'
import { Refusal } from '../refusal.ts'
import type { Cart, PaymentSession, PaymentSessionStatus } from './cart.ts'

/** What opening sessions depends on besides the cart. */
export interface SessionFacts {
  /** The region's providers, in its order. */
  readonly providers: readonly string[]
  /** What is due with tax. */
  readonly total: Minor
  /** What a provider shows of a session that nothing was sent to yet. */
  readonly initiate: (providerId: string, given: Metadata) => Metadata
  readonly newId: NewId
  readonly now: number
}

/**
 * One session per provider of the region, each at the total; none when nothing is due. The only provider is selected at
 * once; among several the shopper selects.
 */
export function openSessions(cart: Cart, facts: SessionFacts): Cart {
  if (facts.total <= zero) return cart.paymentSessions.length ? { ...cart, paymentSessions: [] } : cart
  const present = presentSessions(cart, facts)
  const missing = facts.providers
    .filter((providerId) => !present.some((session) => session.providerId === providerId))
    .map((providerId) => newSession(providerId, facts))
  const sessions = [...present, ...missing]
  const [only] = facts.providers
  const opened = { ...cart, paymentSessions: sessions }
  return facts.providers.length === 1 && only !== undefined && !selectedSession(opened)
    ? selectSession(opened, only, facts)
    : opened
}

/** Sessions that exist follow the total; none is opened, so that one can be removed. */
export function followTotal(cart: Cart, facts: SessionFacts): Cart {
  if (!cart.paymentSessions.length) return cart
  return { ...cart, paymentSessions: facts.total <= zero ? [] : presentSessions(cart, facts) }
}

/** Selecting starts the talk with that provider and ends the one with the former. */
export function selectSession(cart: Cart, providerId: string, facts: SessionFacts): Cart {
  assertOffered(providerId, facts)
  const wanted = sessionOf(cart, providerId)
  const paymentSessions = cart.paymentSessions.map((session) => {
    if (session.id !== wanted.id)
      return session.isSelected ? { ...session, isSelected: false, isInitiated: false } : session
    const data = session.isInitiated ? session.data : facts.initiate(providerId, session.data)
    const status = session.isInitiated ? session.status : 'pending'
    return { ...session, isSelected: true, isInitiated: true, status, data, updatedAt: facts.now }
  })
  return { ...cart, paymentSessions }
}

/** What the storefront gives the provider; it selects the session too. */
export function updateSession(cart: Cart, providerId: string, data: Metadata, facts: SessionFacts): Cart {
  const selected = selectSession(cart, providerId, facts)
  return changed(selected, providerId, (session) => ({
    ...session,
    data: facts.initiate(providerId, data),
    updatedAt: facts.now,
  }))
}

/** Removing what is not there changes nothing. */
export function removeSession(cart: Cart, providerId: string): Cart {
  if (!cart.paymentSessions.some((session) => session.providerId === providerId)) return cart
  return { ...cart, paymentSessions: cart.paymentSessions.filter((session) => session.providerId !== providerId) }
}

/** A new session in the selected one's place, selected too. Where no talk has begun there is nothing to begin anew. */
export function refreshSession(cart: Cart, providerId: string, facts: SessionFacts): Cart {
  const former = cart.paymentSessions.find((one) => one.providerId === providerId)
  if (!former) return cart
  if (!former.isSelected) return followTotal(cart, facts)
  return selectSession(
    changed(cart, providerId, () => newSession(providerId, facts)),
    providerId,
    facts,
  )
}

/** What the provider said about the selected session. */
export function settleSession(cart: Cart, status: PaymentSessionStatus, data: Metadata, now: number): Cart {
  const selected = selectedSession(cart)
  if (!selected) return cart
  const authorizedAt = status === 'authorized' ? now : null
  return changed(cart, selected.providerId, (session) => ({ ...session, status, data, authorizedAt, updatedAt: now }))
}

export function selectedSession(cart: Cart): PaymentSession | null {
  return cart.paymentSessions.find(({ isSelected }) => isSelected) ?? null
}

/** Refuses a provider that the region does not have. */
export function assertOffered(providerId: string, { providers }: SessionFacts): void {
  if (providers.includes(providerId)) return
  throw new Refusal('payment-provider-unknown', 'The payment method is not available in this region', { providerId })
}

function sessionOf(cart: Cart, providerId: string): PaymentSession {
  const session = cart.paymentSessions.find((one) => one.providerId === providerId)
  if (!session) throw new Refusal('payment-session-not-found', 'Could not find payment session', { providerId })
  return session
}

function changed(cart: Cart, providerId: string, change: (session: PaymentSession) => PaymentSession): Cart {
  const paymentSessions = cart.paymentSessions.map((session) =>
    session.providerId === providerId ? change(session) : session,
  )
  return { ...cart, paymentSessions }
}

function presentSessions(cart: Cart, facts: SessionFacts): readonly PaymentSession[] {
  return cart.paymentSessions
    .filter(({ providerId }) => facts.providers.includes(providerId))
    .map((session) => withAmount(session, facts))
}

function withAmount(session: PaymentSession, { total, now }: SessionFacts): PaymentSession {
  return session.amount === total ? session : { ...session, amount: total, updatedAt: now }
}

function newSession(providerId: string, { newId, now, total }: SessionFacts): PaymentSession {
  return {
    id: newId('ps'),
    providerId,
    isSelected: false,
    isInitiated: false,
    status: 'pending',
    data: {},
    amount: total,
    authorizedAt: null,
    createdAt: now,
    updatedAt: now,
  }
}
