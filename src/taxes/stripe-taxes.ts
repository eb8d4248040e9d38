import type Stripe from 'stripe'
import type { Address } from '../cart/addresses.ts'
import { type OpenStripe, type StripeAccess, stripeOpener } from '../payments/stripe-client.ts'
import { checkedTaxes } from './checked-taxes.ts'
import { calculatedTaxes } from './stripe-calculations.ts'
import type { TaxedThing, TaxOutcome, TaxProvider, TaxQuestion } from './tax-provider.ts'

/** Lines that Stripe takes in one calculation, and shows on one page. https://docs.stripe.com/api/tax/calculations */
const linesPerCalculation = 100

/** Stripe's own code for shipping. https://docs.stripe.com/tax/tax-codes */
const shippingCode = 'txcd_92010001'

/** What Stripe says of an address that it cannot place. https://docs.stripe.com/error-codes */
const addressCodes = new Set(['customer_tax_location_invalid', 'shipping_address_invalid', 'postal_code_invalid'])

/** Taxes by Stripe Tax: one calculation for a cart, or several for a very long one. */
export function createStripeTaxes(access: StripeAccess): TaxProvider {
  const open = stripeOpener(access)
  return {
    id: 'stripe',
    isRemote: true,
    calculate: async (question) => {
      try {
        return await calculate(open, question)
      } catch (error) {
        return troubleOf(error)
      }
    },
  }
}

async function calculate(open: OpenStripe, question: TaxQuestion): Promise<TaxOutcome> {
  const stripe = await open()
  const options = { timeout: question.deadlineMs }
  const parts = await Promise.all(
    calculationsFor(question).map(async ({ params, shippingId }) => {
      const calculation = await stripe.tax.calculations.create(params, options)
      return calculatedTaxes(calculation, await linesOf(stripe, calculation, options), shippingId)
    }),
  )
  const total = parts.reduce((sum, part) => sum + part.total, 0)
  return checkedTaxes(
    question,
    parts.flatMap(({ taxes }) => taxes),
    total,
  )
}

/** The answer carries the first lines only; all of them fit on one page. */
async function linesOf(
  stripe: Stripe,
  { id, line_items: shown }: Stripe.Tax.Calculation,
  options: Stripe.RequestOptions,
): Promise<readonly Stripe.Tax.CalculationLineItem[]> {
  if (!shown?.has_more || id === null) return shown?.data ?? []
  const page = { limit: linesPerCalculation, expand: ['data.tax_breakdown'] }
  return (await stripe.tax.calculations.listLineItems(id, page, options)).data
}

interface Calculation {
  readonly params: Stripe.Tax.CalculationCreateParams
  /** The shipping method that is the calculation's shipping cost. */
  readonly shippingId: string | null
}

/**
 * The first shipping method is the shipping cost, since in some places goods decide on its tax; any further one is a line
 * under the code for shipping. What costs nothing is left out: Stripe takes positive amounts only.
 */
function calculationsFor({ currencyCode, address, ...question }: TaxQuestion): readonly Calculation[] {
  const goods = question.lines.filter(costsSomething).map(goodsItem)
  const methods = question.shipping.filter(costsSomething)
  const [cost, ...further] = goods.length ? methods : [null, ...methods]
  const items = [...goods, ...further.flatMap((method) => (method ? [shippingItem(method)] : []))]
  const base = { currency: currencyCode, customer_details: customerAt(address), expand }
  return chunks(items).map((line_items, at) => {
    const first = at === 0 && cost ? cost : null
    const params = { ...base, line_items, ...(first && { shipping_cost: priced(first) }) }
    return { params, shippingId: first?.id ?? null }
  })
}

const expand = ['line_items.data.tax_breakdown', 'shipping_cost.tax_breakdown']

/** Amounts go in our units: a share of them is the same share in Stripe's, and rounded as we would. */
function priced({ amount, includesTax }: TaxedThing) {
  return { amount, tax_behavior: includesTax ? 'inclusive' : 'exclusive' } as const
}

function goodsItem(line: TaxedThing): Stripe.Tax.CalculationCreateParams.LineItem {
  const code = line.taxCode === null ? {} : { tax_code: line.taxCode }
  return { ...priced(line), reference: line.id, quantity: line.quantity, ...code }
}

function shippingItem(method: TaxedThing): Stripe.Tax.CalculationCreateParams.LineItem {
  return { ...priced(method), reference: method.id, quantity: 1, tax_code: shippingCode }
}

function customerAt(address: Address | null): Stripe.Tax.CalculationCreateParams.CustomerDetails {
  return {
    address_source: 'shipping',
    address: {
      country: (address?.countryCode ?? '').toUpperCase(),
      state: address?.province ?? '',
      postal_code: address?.postalCode ?? '',
      city: address?.city ?? '',
      line1: address?.address1 ?? '',
      line2: address?.address2 ?? '',
    },
  }
}

function costsSomething({ amount }: TaxedThing): boolean {
  return amount > 0
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / linesPerCalculation)
  return Array.from({ length: count }, (_, at) => items.slice(at * linesPerCalculation, (at + 1) * linesPerCalculation))
}

/** By what the error has, not by its class, since the client is loaded late; never Stripe's words, which may name keys. */
function troubleOf(error: unknown): TaxOutcome {
  const has = typeof error === 'object' && error !== null ? error : {}
  const status = 'statusCode' in has && typeof has.statusCode === 'number' ? has.statusCode : null
  const code = 'code' in has && typeof has.code === 'string' ? has.code : null
  if (code !== null && addressCodes.has(code)) {
    return { kind: 'refused', message: 'The address is not complete enough to work out its taxes.' }
  }
  const said = status === null ? 'did not answer' : `answered with status ${status}${code === null ? '' : ` (${code})`}`
  return { kind: 'unavailable', message: `Stripe Tax ${said}` }
}
