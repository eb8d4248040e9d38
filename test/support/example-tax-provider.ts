/**
 * A whole tax provider in one file, to be copied and changed: it speaks the protocol of docs/http-tax-provider.md and knows
 * the standard rate of a few countries. Nothing in it but the last function is Bun's.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Older questions may be somebody's recording. */
const ageMaxSeconds = 300

const rates: Readonly<Record<string, number>> = { de: 19, dk: 25, fr: 20, gb: 20, it: 22, se: 25, us: 8.25 }

interface Thing {
  readonly id: string
  readonly amount: number
  readonly includes_tax: boolean
  readonly tax_code?: string | null
}

/** As far as this provider looks at it. */
export interface Question {
  readonly address: { readonly country_code: string | null; readonly postal_code: string | null } | null
  readonly lines: readonly Thing[]
  readonly shipping: readonly Thing[]
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Decides whether the question comes from the shop, reads it and answers it. */
export function answer(headers: Headers, body: string, secret: string | null, nowSeconds: number): Answer {
  if (secret !== null && !isSigned(headers, body, secret, nowSeconds)) {
    return { status: 401, body: { message: 'The signature is wrong or too old.' } }
  }
  return answerTo(JSON.parse(body) as Question)
}

/** One tax for each line and each way to ship; 422 for an address it cannot tell the taxes of. */
export function answerTo({ address, lines, shipping }: Question): Answer {
  const country = address?.country_code ?? ''
  const rate = rates[country]
  if (rate === undefined) return { status: 422, body: { message: `We do not know the taxes of "${country}".` } }
  if (country === 'us' && !/^\d{5}/.test(address?.postal_code ?? '')) {
    return { status: 422, body: { message: 'Please give the ZIP code.' } }
  }
  const taxes = [...lines, ...shipping].map((thing) => taxOn(thing, thing.tax_code === 'exempt' ? 0 : rate))
  return { status: 200, body: { taxes, tax_total: taxes.reduce((total, { amount }) => total + amount, 0) } }
}

function taxOn({ id, amount, includes_tax }: Thing, rate: number) {
  const tax = includes_tax ? amount - amount / (1 + rate / 100) : (amount * rate) / 100
  return { id, rate, name: 'VAT', code: 'standard', amount: Math.round(tax) }
}

/** The shop signs `<timestamp>.<body>`; comparing takes the same time however much of it is right. */
function isSigned(headers: Headers, body: string, secret: string, nowSeconds: number): boolean {
  const timestamp = headers.get('cartwright-timestamp') ?? ''
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowSeconds - Number(timestamp)) > ageMaxSeconds) return false
  const wanted = Buffer.from(`v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`)
  const given = Buffer.from(headers.get('cartwright-signature') ?? '')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** `port` 0 takes any free one. */
export function startExampleTaxProvider(port: number, secret: string | null): { url: string; stop(): void } {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port,
    fetch: async (request) => {
      const { status, body } = answer(request.headers, await request.text(), secret, Date.now() / 1000)
      return Response.json(body, { status })
    },
  })
  return { url: server.url.href, stop: () => void server.stop(true) }
}
