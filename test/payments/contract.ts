import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Metadata } from '../../src/catalog/product.ts'
import { minor } from '../../src/money/money.ts'
import type { Gateway, PaymentReference, PaymentRequest } from '../../src/payments/gateway.ts'

/** What a bank is to do with the next payment; `silence`: takes the money and says nothing. */
export type Wish = 'authorize' | 'decline' | 'act' | 'silence'

/** A gateway in front of a bank whose books can be read from behind. */
export interface TestBank {
  readonly gateway: Gateway
  /** Prepares the bank and says with what session data it is asked. */
  wish(wish: Wish): Metadata
  /** The shopper does what the bank wanted; returns what the session says then. */
  act(): Metadata
  /** Amounts that are set aside or taken right now. */
  live(): readonly number[]
  /** How many payments were ever begun. */
  begun(): number
  close(): Promise<void>
}

/** What the checkout counts on, whoever the provider is. */
export function gatewayContract(name: string, open: () => Promise<TestBank>): void {
  describe(name, () => {
    let bank: TestBank
    beforeEach(async () => {
      bank = await open()
    })
    afterEach(() => bank.close())

    const asking = (wish: Wish, more: Partial<PaymentRequest> = {}): PaymentRequest => ({
      key: 'chk_1-authorize',
      checkoutId: 'chk_1',
      amount: minor(2_440),
      currencyCode: 'eur',
      reference: null,
      begunAt: Date.now(),
      data: bank.gateway.initiate(bank.wish(wish)),
      deadlineMs: wish === 'silence' ? 300 : 5_000,
      ...more,
    })
    const settling = (verb: string, reference: string | null = null): PaymentReference => ({
      key: `chk_1-${verb}`,
      authorizeKey: 'chk_1-authorize',
      reference,
      begunAt: Date.now(),
      amount: null,
      data: {},
      deadlineMs: 5_000,
    })
    const authorized = { kind: 'authorized', amount: minor(2_440), currencyCode: 'eur' } as const

    test('sets the amount aside, says so, and says the same when looked up', async () => {
      const asked = asking('authorize')
      const said = await bank.gateway.authorize(asked)
      expect(said).toMatchObject(authorized)
      expect(await bank.gateway.lookup(asked)).toMatchObject(authorized)
      if (said.kind !== 'authorized') throw new Error(said.kind)
      expect(await bank.gateway.lookup({ ...asked, reference: said.reference })).toMatchObject({
        ...authorized,
        reference: said.reference,
      })
      expect(bank.live()).toEqual([2_440])
    })

    test('the same key again, and five at once, is one payment', async () => {
      const asked = asking('authorize')
      await Promise.all(Array.from({ length: 5 }, () => bank.gateway.authorize(asked)))
      expect(await bank.gateway.authorize(asked)).toMatchObject(authorized)
      expect(bank.live()).toEqual([2_440])
      expect(bank.begun()).toBe(1)
    })

    test('a decline is told as one, and nothing is set aside', async () => {
      const asked = asking('decline')
      expect(await bank.gateway.authorize(asked)).toMatchObject({
        kind: 'declined',
        message: expect.stringContaining('declined'),
      })
      expect(await bank.gateway.authorize(asked)).toMatchObject({ kind: 'declined' })
      expect(bank.live()).toEqual([])
    })

    test('what was never asked for is absent', async () => {
      expect(await bank.gateway.lookup(asking('authorize'))).toEqual({ kind: 'absent' })
    })

    test('silence after taking the money is unknown; a look and the same key both find the one payment', async () => {
      const asked = asking('silence')
      expect(await bank.gateway.authorize(asked)).toMatchObject({ kind: 'unknown' })
      expect(await bank.gateway.lookup({ ...asked, deadlineMs: 5_000 })).toMatchObject(authorized)
      expect(await bank.gateway.authorize({ ...asked, deadlineMs: 5_000 })).toMatchObject(authorized)
      expect(bank.live()).toEqual([2_440])
      expect(bank.begun()).toBe(1)
    })

    test('the shopper has to act, then the same payment goes on', async () => {
      const asked = asking('act')
      const said = await bank.gateway.authorize(asked)
      if (said.kind !== 'requires_action') throw new Error(said.kind)
      expect(said.nextAction['type']).toBeString()
      expect(bank.live()).toEqual([])
      const again = { ...asked, reference: said.reference, data: { ...said.data, ...bank.act() } }
      expect(await bank.gateway.authorize(again)).toMatchObject(authorized)
      expect(bank.live()).toEqual([2_440])
      expect(bank.begun()).toBe(1)
    })

    test('what is given back is gone, once, with or without its reference, and cannot be taken any more', async () => {
      const asked = asking('authorize')
      await bank.gateway.authorize(asked)
      expect(await bank.gateway.cancel(settling('cancel'))).toMatchObject({ kind: 'done' })
      expect(await bank.gateway.cancel(settling('cancel'))).toMatchObject({ kind: 'done' })
      expect(bank.live()).toEqual([])
      expect(await bank.gateway.capture(settling('capture'))).toMatchObject({ kind: 'refused' })
      expect(await bank.gateway.lookup(asked)).toMatchObject({ kind: 'error' })
    })

    test('giving back what was never there is done at once', async () => {
      expect(await bank.gateway.cancel(settling('cancel'))).toMatchObject({ kind: 'done' })
    })

    test('money is taken once, then not given back but refunded', async () => {
      const asked = asking('authorize')
      const said = await bank.gateway.authorize(asked)
      const reference = said.kind === 'authorized' ? said.reference : null
      expect(await bank.gateway.refund(settling('refund-early', reference))).toMatchObject({ kind: 'refused' })
      expect(await bank.gateway.capture(settling('capture', reference))).toMatchObject({ kind: 'done' })
      expect(await bank.gateway.capture(settling('capture', reference))).toMatchObject({ kind: 'done' })
      expect(await bank.gateway.cancel(settling('cancel', reference))).toMatchObject({ kind: 'refused' })
      expect(bank.live()).toEqual([2_440])
      expect(await bank.gateway.refund(settling('refund', reference))).toMatchObject({ kind: 'done' })
      expect(bank.live()).toEqual([])
    })

    test('a list, where there is one, has what is set aside and whose it is', async () => {
      await bank.gateway.authorize(asking('authorize'))
      const { payments } = bank.gateway
      if (typeof payments !== 'function') return expect(payments).toBe('by-lookup')
      const listed = await Array.fromAsync(payments(0))
      expect(listed).toMatchObject([
        { checkoutId: 'chk_1', key: 'chk_1-authorize', amount: 2_440, currencyCode: 'eur', isLive: true },
      ])
      expect(await Array.fromAsync(payments(Date.now() + 3_600_000))).toEqual([])
    })
  })
}
