import type { Metadata } from '../catalog/product.ts'
import { type Minor, minor } from '../money/money.ts'
import type {
  AuthorizeOutcome,
  Gateway,
  LookupOutcome,
  PaymentReference,
  PaymentRequest,
  ProviderPayment,
  SettleOutcome,
} from './gateway.ts'
import type { TestCharge, TestCharges } from './test-charges.ts'

/** How long a provider that says nothing is waited for, unless the caller waits for less. */
const silenceMs = 1_000

/** What a payment session's `outcome` may ask for; `authorize` when it asks for nothing. */
const testOutcomes = [
  'authorize',
  'requires_action',
  'decline',
  'error',
  'timeout_before_charge',
  'timeout_after_charge',
  'server_error_after_charge',
  'wrong_amount',
] as const

type TestOutcome = (typeof testOutcomes)[number]

/**
 * A bank for demos and tests that does what the payment session's data says: `{"outcome": …, "delay_ms": n}`. Its ledger
 * outlives the process, so that charging twice can be seen from outside. A key that was charged is never charged again,
 * and is answered with its charge at once, whatever the data says by then.
 */
export function createTestGateway(charges: TestCharges, sleep: (ms: number) => Promise<void>): Gateway {
  const bank: Bank = { charges, sleep }
  return {
    id: 'test',
    initiate: (given) => shown(given, 'pending'),
    authorize: (request) => authorize(bank, request),
    lookup: (request) => lookup(bank, request),
    capture: (request) => settle(bank, request, 'captured'),
    cancel: (request) => settle(bank, request, 'canceled'),
    refund: (request) => refund(bank, request),
    readNotice: null,
    payments: (since) => payments(charges, since),
  }
}

interface Bank {
  readonly charges: TestCharges
  readonly sleep: (ms: number) => Promise<void>
}

async function authorize(bank: Bank, request: PaymentRequest): Promise<AuthorizeOutcome> {
  const charge = bank.charges.find(request.key)
  if (charge !== null) return known(charge, request.data)
  const delayMs = delayOf(request.data)
  await bank.sleep(Math.min(delayMs, request.deadlineMs))
  const outcome = await answer(bank, { ...request, deadlineMs: Math.max(0, request.deadlineMs - delayMs) })
  return delayMs > request.deadlineMs ? silent : outcome
}

async function answer(bank: Bank, request: PaymentRequest): Promise<AuthorizeOutcome> {
  const { data, amount } = request
  switch (outcomeOf(data)) {
    case 'authorize':
      return known(charge(bank, request, amount), data)
    case 'wrong_amount':
      return known(charge(bank, request, minor(amount + 1)), data)
    case 'requires_action':
      return { kind: 'requires_action', reference: null, nextAction: confirmation, data: shown(data, 'requires_more') }
    case 'decline':
      return { kind: 'declined', message: 'Card declined', data: shown(data, 'pending') }
    case 'error':
      return { kind: 'error', message: 'The test bank cannot take this payment', data: shown(data, 'error') }
    case 'timeout_before_charge':
      return bank.charges.isFirstTry(request.key)
        ? await fallSilent(bank, request)
        : known(charge(bank, request, amount), data)
    case 'timeout_after_charge':
      charge(bank, request, amount)
      return await fallSilent(bank, request)
    case 'server_error_after_charge':
      charge(bank, request, amount)
      return { kind: 'unknown', message: 'The test bank answered with status 500' }
    case null:
      return { kind: 'error', message: `outcome is one of ${testOutcomes.join(', ')}`, data: shown(data, 'error') }
  }
}

function charge({ charges }: Bank, { key, checkoutId, currencyCode }: PaymentRequest, amount: Minor): TestCharge {
  return charges.add({ key, checkoutId, amount, currencyCode, state: 'authorized' })
}

async function fallSilent({ sleep }: Bank, { deadlineMs }: PaymentRequest): Promise<AuthorizeOutcome> {
  await sleep(Math.min(silenceMs, deadlineMs))
  return silent
}

async function lookup({ charges }: Bank, { key, data }: PaymentRequest): Promise<LookupOutcome> {
  const charge = charges.find(key)
  return charge === null ? { kind: 'absent' } : known(charge, data)
}

/** What was never charged needs no undoing. */
async function settle(
  { charges }: Bank,
  { authorizeKey, data }: PaymentReference,
  state: TestCharge['state'],
): Promise<SettleOutcome> {
  const charge = charges.find(authorizeKey)
  if (charge === null && state !== 'canceled') return { kind: 'refused', message: 'There is no such charge' }
  if (charge !== null && !follows(charge.state, state)) {
    return { kind: 'refused', message: `The charge is ${charge.state}` }
  }
  charges.move(authorizeKey, state)
  return { kind: 'done', data: shown(data, state) }
}

/** A charge is `refunded` once nothing of it is left. */
async function refund({ charges }: Bank, request: PaymentReference): Promise<SettleOutcome> {
  const { key, authorizeKey, amount, data } = request
  const charge = charges.find(authorizeKey)
  if (charge?.state !== 'captured' && charge?.state !== 'refunded') {
    return { kind: 'refused', message: charge ? `The charge is ${charge.state}` : 'There is no such charge' }
  }
  const isDone = charges.refund({ key, chargeKey: authorizeKey, amount: amount ?? charge.amount })
  if (!isDone) return { kind: 'refused', message: 'That is more than is left of the charge' }
  return { kind: 'done', data: shown(data, charges.find(authorizeKey)?.state ?? charge.state) }
}

const silent: AuthorizeOutcome = { kind: 'unknown', message: 'The test bank did not answer in time' }

/** What the shopper of a real bank would find behind a link. */
const confirmation: Metadata = {
  type: 'set_outcome',
  message: 'Set the payment session\'s data to {"outcome": "authorize"} and complete the cart again.',
}

/** What may become of a charge; asked twice for the same, it is done already. */
function follows(now: TestCharge['state'], next: TestCharge['state']): boolean {
  const before = { authorized: [], captured: ['authorized'], canceled: ['authorized'], refunded: [] }
  return now === next || (before[next] as readonly string[]).includes(now)
}

async function* payments(charges: TestCharges, since: number): AsyncGenerator<ProviderPayment> {
  for (const { key, checkoutId, amount, currencyCode, state, createdAt } of charges.since(since)) {
    const isLive = state === 'authorized' || state === 'captured'
    yield { reference: referenceOf(key), checkoutId, key, amount, currencyCode, isLive, createdAt }
  }
}

function known({ key, state, amount, currencyCode }: TestCharge, data: Metadata): AuthorizeOutcome {
  if (state === 'canceled' || state === 'refunded') {
    return { kind: 'error', message: `The charge is ${state}`, data: shown(data, state) }
  }
  return { kind: 'authorized', reference: referenceOf(key), amount, currencyCode, data: shown(data, 'authorized') }
}

function referenceOf(key: string): string {
  return `test_${key}`
}

/** The storefront's own words stay, since they say what to do next time. */
function shown(data: Metadata, status: string): Metadata {
  return { ...data, status }
}

function outcomeOf(data: Metadata): TestOutcome | null {
  const asked = data['outcome'] ?? 'authorize'
  return testOutcomes.find((outcome) => outcome === asked) ?? null
}

function delayOf(data: Metadata): number {
  const asked = data['delay_ms']
  return typeof asked === 'number' && asked > 0 ? asked : 0
}
