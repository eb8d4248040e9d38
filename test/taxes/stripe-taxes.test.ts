import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { minor } from '../../src/money/money.ts'
import { createStripeTaxes } from '../../src/taxes/stripe-taxes.ts'
import type { TaxProvider } from '../../src/taxes/tax-provider.ts'
import { startStripeTax, type TaxStandIn } from '../support/tax-stand-in.ts'
import { taxProviderContract } from './provider-contract.ts'
import { addressIn, questionWith, thing } from './questions.ts'

const secretKey = 'sk_test_taxes'

taxProviderContract('Stripe Tax', () => {
  const standIn = startStripeTax()
  return { standIn, provider: createStripeTaxes({ secretKey, apiBase: standIn.url }) }
})

describe('what Stripe Tax is asked and says', () => {
  let standIn: TaxStandIn
  let provider: TaxProvider
  beforeEach(() => {
    standIn = startStripeTax()
    provider = createStripeTaxes({ secretKey, apiBase: standIn.url })
  })
  afterEach(() => standIn.stop())
  const said = (at = 0) => new URLSearchParams(standIn.asked[at]?.body ?? '')

  test('lines by our ids with their behaviour, code and quantity; the first way to ship as shipping cost', async () => {
    const goods = [
      thing('item_1', 1000, { taxCode: 'txcd_20030000', quantity: 2 }),
      thing('item_2', 119, { includesTax: true }),
    ]
    await provider.calculate(questionWith({ lines: goods, shipping: [thing('sm_1', 500), thing('sm_2', 300)] }))
    expect(standIn.asked[0]?.path).toBe('/v1/tax/calculations')
    expect(Object.fromEntries([...said()].filter(([name]) => !name.includes('expand')))).toEqual({
      currency: 'eur',
      'customer_details[address_source]': 'shipping',
      'customer_details[address][country]': 'DE',
      'customer_details[address][state]': '',
      'customer_details[address][postal_code]': '28195',
      'customer_details[address][city]': 'Bremen',
      'customer_details[address][line1]': 'Am Wall 1',
      'customer_details[address][line2]': '',
      'line_items[0][amount]': '1000',
      'line_items[0][tax_behavior]': 'exclusive',
      'line_items[0][reference]': 'item_1',
      'line_items[0][quantity]': '2',
      'line_items[0][tax_code]': 'txcd_20030000',
      'line_items[1][amount]': '119',
      'line_items[1][tax_behavior]': 'inclusive',
      'line_items[1][reference]': 'item_2',
      'line_items[1][quantity]': '1',
      'line_items[2][amount]': '300',
      'line_items[2][tax_behavior]': 'exclusive',
      'line_items[2][reference]': 'sm_2',
      'line_items[2][quantity]': '1',
      'line_items[2][tax_code]': 'txcd_92010001',
      'shipping_cost[amount]': '500',
      'shipping_cost[tax_behavior]': 'exclusive',
    })
  })

  test('every jurisdiction is a tax line of its own, and what is not taxed has none', async () => {
    const address = addressIn('us', { postalCode: '94612', province: 'CA' })
    const lines = [thing('item_1', 1010), thing('item_2', 5000, { taxCode: 'txcd_10502000' })]
    const outcome = await provider.calculate(questionWith({ address, lines, shipping: [] }))
    expect(outcome).toEqual({
      kind: 'given',
      taxes: {
        lines: [
          { id: 'item_1', rate: 6, name: 'California Sales Tax', code: 'sales_tax', amount: minor(61) },
          { id: 'item_1', rate: 2.5, name: 'Alameda County Sales Tax', code: 'sales_tax', amount: minor(25) },
        ],
        shipping: [],
      },
    })
  })

  test('more lines than fit in one answer are fetched, and more than fit in one calculation are asked in several', async () => {
    const few = Array.from({ length: 25 }, (_, at) => thing(`item_${at}`, 100))
    const many = Array.from({ length: 230 }, (_, at) => thing(`item_${at}`, 100))
    for (const lines of [few, many]) {
      const outcome = await provider.calculate(questionWith({ lines }))
      const taxes = outcome.kind === 'given' ? outcome.taxes : null
      expect(taxes?.lines.map(({ id, amount }) => [id, Number(amount)])).toEqual(lines.map(({ id }) => [id, 19]))
      expect(taxes?.shipping).toHaveLength(1)
    }
    expect(standIn.asked.filter(({ path }) => path === '/v1/tax/calculations')).toHaveLength(1 + 3)
  })

  test('a key that Stripe does not know is a trouble of the shop, not of the address; it is not repeated', async () => {
    const wrong = createStripeTaxes({ secretKey: 'sk_test_other', apiBase: standIn.url })
    const message = 'Stripe Tax answered with status 401 (invalid_api_key)'
    expect(await wrong.calculate(questionWith())).toEqual({ kind: 'unavailable', message })
    expect(standIn.asked).toHaveLength(1)
  })
})
