import { answer } from './example-tax-provider.ts'

/** How a stand-in answers. `slow`: right, but not within two seconds. */
export type Mood = 'well' | 'slow' | 'error' | 'garbage' | 'wrong-sums' | 'strangers' | 'too-much'

/** A tax service on this machine that does what it is told to. */
export interface TaxStandIn {
  readonly url: URL
  /** What it was asked, oldest first. */
  readonly asked: { readonly path: string; readonly headers: Headers; readonly body: string }[]
  mood: Mood
  /** The taxes it finds, as a factor of the usual ones. */
  factor: number
  stop(): void
}

const slowMs = 2_300

type Reply = (path: string, headers: Headers, body: string, standIn: TaxStandIn) => Response

/** A provider that speaks the protocol of `docs/http-tax-provider.md`. */
export function startHttpTaxes(secret: string | null = null): TaxStandIn {
  return start((_path, headers, body, { mood, factor }) => {
    const { status, body: said } = answer(headers, body, secret, Date.now() / 1000)
    if (status !== 200) return Response.json(said, { status })
    const right = said as { taxes: { id: string; amount: number; rate: number }[]; tax_total: number }
    const taxes = right.taxes.map((tax) => ({ ...tax, rate: tax.rate * factor, amount: tax.amount * factor }))
    const [first, ...others] = taxes
    const known: Readonly<Record<string, unknown>> = {
      strangers: [{ ...first, id: 'item_of_somebody_else' }, ...others],
      'too-much': [{ ...first, amount: 2 ** 53 }, ...others],
    }
    return Response.json({ taxes: known[mood] ?? taxes, tax_total: right.tax_total * factor + wrongBy(mood) })
  })
}

/** Stripe Tax as far as it is asked: calculations, their further lines, and its own way to say no. */
export function startStripeTax(): TaxStandIn {
  const calculations = new Map<string, readonly object[]>()
  return start((path, headers, body, standIn) => {
    if (headers.get('authorization') !== 'Bearer sk_test_taxes') return stripeError(401, 'invalid_api_key')
    const known = /calculations\/([^/]+)\/line_items/.exec(path)?.[1]
    if (known !== undefined) return Response.json(page(calculations.get(known) ?? [], 100))
    const params = new URLSearchParams(body)
    const country = params.get('customer_details[address][country]')
    if (country === 'US' && !params.get('customer_details[address][postal_code]')) {
      return stripeError(400, 'customer_tax_location_invalid')
    }
    const id = `taxcalc_${calculations.size + 1}`
    const lines = linesIn(params).map((line) => ({ ...line, ...taxOf(line, country, standIn) }))
    calculations.set(id, lines)
    const cost = shippingIn(params)
    const shipping = cost && { ...cost, ...taxOf(cost, country, standIn) }
    const all = shipping ? [...lines, shipping] : lines
    const total = (behavior: string) =>
      all.reduce((sum, one) => sum + (one.tax_behavior === behavior ? one.amount_tax : 0), 0)
    return Response.json({
      id,
      object: 'tax.calculation',
      line_items: page(lines, 10),
      shipping_cost: shipping,
      tax_amount_exclusive: total('exclusive') + wrongBy(standIn.mood),
      tax_amount_inclusive: total('inclusive'),
    })
  })
}

function start(reply: Reply): TaxStandIn {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const [path, body] = [new URL(request.url).pathname, await request.text()]
      standIn.asked.push({ path, headers: request.headers, body })
      if (standIn.mood === 'slow') await Bun.sleep(slowMs)
      if (standIn.mood === 'error') return new Response('upstream is gone', { status: 500 })
      if (standIn.mood === 'garbage') return new Response('{"taxes": [[', { status: 200 })
      return reply(path, request.headers, body, standIn)
    },
  })
  const standIn: TaxStandIn = {
    url: server.url,
    asked: [],
    mood: 'well',
    factor: 1,
    stop: () => void server.stop(true),
  }
  return standIn
}

interface Priced {
  readonly reference: string
  readonly amount: number
  readonly tax_behavior: string
  readonly tax_code: string
}

function linesIn(params: URLSearchParams): readonly Priced[] {
  const count = [...params.keys()].filter((name) => /^line_items\[\d+\]\[amount\]$/.test(name)).length
  return Array.from({ length: count }, (_, at) => pricedIn(params, `line_items[${at}]`))
}

function shippingIn(params: URLSearchParams): Priced | null {
  return params.has('shipping_cost[amount]') ? pricedIn(params, 'shipping_cost') : null
}

function pricedIn(params: URLSearchParams, name: string): Priced {
  const said = (field: string) => params.get(`${name}[${field}]`)
  return {
    reference: said('reference') ?? '',
    amount: Number(said('amount')),
    tax_behavior: said('tax_behavior') ?? 'exclusive',
    tax_code: said('tax_code') ?? 'txcd_99999999',
  }
}

/** Germany has one tax, a place in the United States two, and a gift card (txcd_10502000) none. */
function taxOf({ amount, tax_behavior, tax_code }: Priced, country: string | null, { mood, factor }: TaxStandIn) {
  const usual =
    country === 'US'
      ? ([
          ['state', 'California', 6],
          ['county', 'Alameda County', 2.5],
        ] as const)
      : ([['country', 'Germany', 19]] as const)
  const rates = tax_code === 'txcd_10502000' ? [] : usual
  const whole = rates.reduce((sum, [, , rate]) => sum + rate * factor, 0)
  const base = tax_behavior === 'inclusive' ? amount / (1 + whole / 100) : amount
  const none = { amount: 0, jurisdiction: { display_name: 'Germany' }, tax_rate_details: null }
  const parts = rates.map(([level, display_name, rate]) => ({
    amount: Math.round((base * rate * factor) / 100),
    jurisdiction: { country, display_name, level, state: null },
    tax_rate_details: {
      display_name: country === 'US' ? 'Sales Tax' : 'VAT',
      percentage_decimal: String(rate * factor),
      tax_type: country === 'US' ? 'sales_tax' : 'vat',
    },
  }))
  const amount_tax = parts.reduce((sum, part) => sum + part.amount, 0)
  return { amount_tax: mood === 'too-much' ? amount * 11 : amount_tax, tax_breakdown: parts.length ? parts : [none] }
}

function page(lines: readonly object[], size: number): object {
  return { object: 'list', data: lines.slice(0, size), has_more: lines.length > size }
}

function wrongBy(mood: Mood): number {
  return mood === 'wrong-sums' ? 1 : 0
}

function stripeError(status: number, code: string): Response {
  return Response.json({ error: { type: 'invalid_request_error', code, message: 'No.' } }, { status })
}

/** What was asked, read as JSON. */
export function questionsOf({ asked }: TaxStandIn): readonly unknown[] {
  return asked.map(({ body }) => JSON.parse(body) as unknown)
}
