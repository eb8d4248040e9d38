import { afterEach, describe, expect, test } from 'bun:test'
import { minor } from '../../src/money/money.ts'
import { createHttpTaxes } from '../../src/taxes/http-taxes.ts'
import { startExampleTaxProvider } from '../support/example-tax-provider.ts'
import { questionsOf, startHttpTaxes, type TaxStandIn } from '../support/tax-stand-in.ts'
import { taxProviderContract } from './provider-contract.ts'
import { questionWith, thing } from './questions.ts'

const secret = '0123456789abcdef0123'

taxProviderContract('a provider at an address', () => {
  const standIn = startHttpTaxes(secret)
  return { standIn, provider: createHttpTaxes({ url: standIn.url, secret, now: Date.now }) }
})

describe('the protocol', () => {
  const stops: (() => void)[] = []
  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
  })
  const opened = (standIn: TaxStandIn): TaxStandIn => {
    stops.push(standIn.stop)
    return standIn
  }

  test('the example in the documentation answers it', async () => {
    const { url, stop } = startExampleTaxProvider(0, secret)
    stops.push(stop)
    const provider = createHttpTaxes({ url: new URL(url), secret, now: Date.now })
    const books = thing('item_2', 500, { taxCode: 'exempt' })
    const outcome = await provider.calculate(questionWith({ lines: [thing('item_1', 1000), books], shipping: [] }))
    const vat = { name: 'VAT', code: 'standard' }
    expect(outcome).toEqual({
      kind: 'given',
      taxes: {
        lines: [
          { id: 'item_1', rate: 19, ...vat, amount: minor(190) },
          { id: 'item_2', rate: 0, ...vat, amount: minor(0) },
        ],
        shipping: [],
      },
    })
  })

  test('the question says what the documentation says', async () => {
    const standIn = opened(startHttpTaxes())
    const goods = thing('item_1', 1000, { productId: 'prod_1', sku: 'MUG', taxCode: 'standard', quantity: 2 })
    const shipping = [thing('sm_1', 500, { shippingOptionId: 'so_1' })]
    const provider = createHttpTaxes({ url: standIn.url, secret: null, now: Date.now })
    await provider.calculate(questionWith({ lines: [goods], shipping }))
    expect(questionsOf(standIn)).toEqual([
      {
        currency_code: 'eur',
        region: { id: 'reg_1', name: 'eu', tax_rate: 20, tax_code: null },
        address: {
          country_code: 'de',
          province: null,
          postal_code: '28195',
          city: 'Bremen',
          address_1: 'Am Wall 1',
          address_2: null,
        },
        lines: [
          {
            id: 'item_1',
            amount: 1000,
            includes_tax: false,
            product_id: 'prod_1',
            sku: 'MUG',
            tax_code: 'standard',
            quantity: 2,
          },
        ],
        shipping: [{ id: 'sm_1', amount: 500, includes_tax: false, shipping_option_id: 'so_1' }],
      },
    ])
    const [asked] = standIn.asked
    expect(asked?.headers.has('cartwright-signature')).toBe(false)
    await createHttpTaxes({ url: standIn.url, secret, now: () => 1_700_000_000_999 }).calculate(questionWith())
    const [, signed] = standIn.asked
    expect(signed?.headers.get('cartwright-timestamp')).toBe('1700000000')
    expect(signed?.headers.get('cartwright-signature')).toMatch(/^v1=[0-9a-f]{64}$/)
  })

  test('another secret, an old question and a changed one are not believed', async () => {
    const standIn = opened(startHttpTaxes(secret))
    const from = (said: string, now: () => number) => createHttpTaxes({ url: standIn.url, secret: said, now })
    const status401 = { kind: 'unavailable', message: 'it answered with status 401' } as const
    expect(await from('another secret of them', Date.now).calculate(questionWith())).toEqual(status401)
    expect(await from(secret, () => Date.now() - 600_000).calculate(questionWith())).toEqual(status401)
    await from(secret, Date.now).calculate(questionWith())
    const [, , last] = standIn.asked
    const forged = last?.body.replace('1000', '1') ?? ''
    const answer = await fetch(standIn.url, { method: 'POST', body: forged, headers: last?.headers ?? {} })
    expect(answer.status).toBe(401)
  })

  test('taxes on what was not asked about are no answer', async () => {
    const standIn = opened(startHttpTaxes())
    standIn.mood = 'strangers'
    const provider = createHttpTaxes({ url: standIn.url, secret: null, now: Date.now })
    expect(await provider.calculate(questionWith())).toMatchObject({ kind: 'unavailable' })
  })

  test.each([
    ['a list', '[]'],
    ['no total', '{"taxes":[]}'],
    ['a tax without a name', '{"taxes":[{"id":"item_1","rate":1,"amount":10}],"tax_total":10}'],
    ['a negative amount', '{"taxes":[{"id":"item_1","rate":1,"name":"a","amount":-1}],"tax_total":-1}'],
    ['a part of a cent', '{"taxes":[{"id":"item_1","rate":1,"name":"a","amount":0.5}],"tax_total":0.5}'],
    ['a rate like none', '{"taxes":[{"id":"item_1","rate":1e9,"name":"a","amount":1}],"tax_total":1}'],
    [
      'more tax in a price than the price',
      '{"taxes":[{"id":"item_2","rate":1,"name":"a","amount":1191}],"tax_total":1191}',
    ],
    ['very much of it', `{"taxes":[],"tax_total":0,"more":"${'x'.repeat(2_100_000)}"}`],
  ])('%s is no answer', async (_, body) => {
    const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response(body) })
    stops.push(() => void server.stop(true))
    const provider = createHttpTaxes({ url: server.url, secret: null, now: Date.now })
    expect(await provider.calculate(questionWith())).toMatchObject({ kind: 'unavailable' })
  })

  test('a redirect is not followed', async () => {
    const standIn = opened(startHttpTaxes())
    const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => Response.redirect(standIn.url.href, 307) })
    stops.push(() => void server.stop(true))
    const provider = createHttpTaxes({ url: server.url, secret: null, now: Date.now })
    await expect(provider.calculate(questionWith())).rejects.toThrow()
    expect(standIn.asked).toEqual([])
  })
})
