import { expect, test } from 'bun:test'
import { minor } from '../../src/money/money.ts'
import { manualGateway } from '../../src/payments/manual.ts'

const request = {
  key: 'chk_1-authorize',
  checkoutId: 'chk_1',
  amount: minor(5_399),
  currencyCode: 'eur',
  reference: null,
  begunAt: 0,
  data: { status: 'pending' },
  deadlineMs: 1_000,
}

test('money that comes by other means is always authorized, under a name that never changes', async () => {
  expect(manualGateway.initiate({ anything: 'else' })).toEqual({ status: 'pending' })
  const outcome = await manualGateway.authorize(request)
  expect(outcome).toEqual({
    kind: 'authorized',
    reference: 'manual_chk_1-authorize',
    amount: minor(5_399),
    currencyCode: 'eur',
    data: { status: 'authorized' },
  })
  expect(await manualGateway.lookup(request)).toEqual(outcome)
})
