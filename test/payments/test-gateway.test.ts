import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Metadata } from '../../src/catalog/product.ts'
import { minor } from '../../src/money/money.ts'
import type { Gateway, PaymentReference, PaymentRequest } from '../../src/payments/gateway.ts'
import { createTestGateway } from '../../src/payments/test-gateway.ts'
import { openTestCharges, type TestChargesFile } from '../../src/store/sqlite/test-charges.ts'

let directory: string
let charges: TestChargesFile
let bank: Gateway
let sleptMs: number

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cartwright-bank-'))
  openBank()
})

afterEach(() => {
  charges.close()
  rmSync(directory, { recursive: true, force: true })
})

function openBank(): void {
  sleptMs = 0
  charges = openTestCharges(join(directory, 'test-gateway.db'), () => 0)
  bank = createTestGateway(charges, async (ms) => {
    sleptMs += ms
  })
}

function asking(data: Metadata): PaymentRequest {
  return {
    key: 'chk_1-authorize',
    checkoutId: 'chk_1',
    amount: minor(2_440),
    currencyCode: 'eur',
    reference: null,
    begunAt: 0,
    data: bank.initiate(data),
    deadlineMs: 5_000,
  }
}

function settling(verb: string): PaymentReference {
  return {
    key: `chk_1-${verb}`,
    authorizeKey: 'chk_1-authorize',
    reference: null,
    begunAt: 0,
    amount: null,
    data: {},
    deadlineMs: 5_000,
  }
}

const charged = { key: 'chk_1-authorize', checkoutId: 'chk_1', amount: minor(2_440), currencyCode: 'eur' }

test('a session is pending until it is authorized, and keeps what it was told', async () => {
  expect(bank.initiate({ outcome: 'authorize' })).toEqual({ outcome: 'authorize', status: 'pending' })
  expect(await bank.authorize(asking({ outcome: 'authorize' }))).toEqual({
    kind: 'authorized',
    reference: 'test_chk_1-authorize',
    amount: minor(2_440),
    currencyCode: 'eur',
    data: { outcome: 'authorize', status: 'authorized' },
  })
})

describe('what a session asks for is what happens', () => {
  test('nothing: authorized', async () => {
    expect(await bank.authorize(asking({}))).toMatchObject({ kind: 'authorized' })
    expect(charges.find(charged.key)).toEqual({ ...charged, state: 'authorized' })
  })

  test('requires_action: not charged, until it is asked again with other words', async () => {
    expect(await bank.authorize(asking({ outcome: 'requires_action' }))).toMatchObject({
      kind: 'requires_action',
      data: { status: 'requires_more' },
    })
    expect(charges.find(charged.key)).toBeNull()
    expect(await bank.authorize(asking({ outcome: 'authorize' }))).toMatchObject({ kind: 'authorized' })
  })

  test('decline: told so, not charged', async () => {
    expect(await bank.authorize(asking({ outcome: 'decline' }))).toEqual({
      kind: 'declined',
      message: 'Card declined',
      data: { outcome: 'decline', status: 'pending' },
    })
    expect(charges.find(charged.key)).toBeNull()
  })

  test('error: a definite answer, not charged', async () => {
    expect(await bank.authorize(asking({ outcome: 'error' }))).toMatchObject({
      kind: 'error',
      data: { status: 'error' },
    })
    expect(charges.find(charged.key)).toBeNull()
  })

  test('something unheard of: an error that says what there is', async () => {
    const outcome = await bank.authorize(asking({ outcome: 'explode' }))
    expect(outcome).toMatchObject({ kind: 'error', message: expect.stringContaining('timeout_after_charge') })
  })

  test('timeout_before_charge: silence, nothing charged; the next try charges', async () => {
    expect(await bank.authorize(asking({ outcome: 'timeout_before_charge' }))).toMatchObject({ kind: 'unknown' })
    expect(sleptMs).toBeGreaterThan(0)
    expect(await bank.lookup(asking({}))).toEqual({ kind: 'absent' })
    charges.close()
    openBank()
    expect(await bank.authorize(asking({ outcome: 'timeout_before_charge' }))).toMatchObject({ kind: 'authorized' })
  })

  test.each(['timeout_after_charge', 'server_error_after_charge'])('%s: charged, but not told', async (outcome) => {
    expect(await bank.authorize(asking({ outcome }))).toMatchObject({ kind: 'unknown' })
    expect(charges.find(charged.key)).toEqual({ ...charged, state: 'authorized' })
    expect(await bank.lookup(asking({ outcome }))).toMatchObject({ kind: 'authorized', amount: minor(2_440) })
    expect(await bank.authorize(asking({ outcome }))).toMatchObject({ kind: 'authorized', amount: minor(2_440) })
  })

  test('wrong_amount: one more than asked for, and says so each time', async () => {
    for (let count = 0; count < 2; count += 1) {
      expect(await bank.authorize(asking({ outcome: 'wrong_amount' }))).toMatchObject({
        kind: 'authorized',
        amount: minor(2_441),
      })
    }
  })
})

test('many at once under one key, and again by a restarted bank, are one charge', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => bank.authorize(asking({ delay_ms: 10 }))))
  charges.close()
  openBank()
  outcomes.push(await bank.authorize(asking({ outcome: 'decline' })))
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['authorized']))
})

test('an answer that takes longer than the caller waits is unknown, and the money is taken', async () => {
  expect(await bank.authorize(asking({ delay_ms: 250 }))).toMatchObject({ kind: 'authorized' })
  expect(sleptMs).toBe(250)
  const late = { ...asking({ delay_ms: 60_000 }), key: 'chk_2-authorize' }
  expect(await bank.authorize(late)).toMatchObject({ kind: 'unknown' })
  expect(sleptMs).toBe(5_250)
  expect(await bank.lookup(late)).toMatchObject({ kind: 'authorized' })
})

test('a canceled charge is not given out again', async () => {
  await bank.authorize(asking({}))
  expect(await bank.cancel(settling('cancel'))).toMatchObject({ kind: 'done' })
  expect(await bank.cancel(settling('cancel'))).toMatchObject({ kind: 'done' })
  expect(await bank.capture(settling('capture'))).toMatchObject({ kind: 'refused' })
  expect(await bank.authorize(asking({}))).toMatchObject({ kind: 'error' })
})

test('what was never charged is canceled by doing nothing', async () => {
  expect(await bank.cancel(settling('cancel'))).toMatchObject({ kind: 'done' })
  expect(charges.find(charged.key)).toBeNull()
})

test('money is captured once, then given back', async () => {
  await bank.authorize(asking({}))
  expect(await bank.refund(settling('refund'))).toMatchObject({ kind: 'refused' })
  expect(await bank.capture(settling('capture'))).toMatchObject({ kind: 'done' })
  expect(await bank.cancel(settling('cancel'))).toMatchObject({ kind: 'refused' })
  expect(await bank.refund(settling('refund'))).toMatchObject({ kind: 'done' })
  expect(charges.find(charged.key)).toEqual({ ...charged, state: 'refunded' })
})
