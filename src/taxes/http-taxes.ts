import { readCapped } from '../payments/http-answer.ts'
import { signedHeaders } from '../payments/http-signature.ts'
import { checkedTaxes, type SaidTax } from './checked-taxes.ts'
import type { TaxedThing, TaxOutcome, TaxProvider, TaxQuestion } from './tax-provider.ts'

/** Bytes of an answer: a cart full of lines with several taxes each stays far below. */
const answerBytesMax = 2_000_000

/** Characters of the provider's own words that reach the shopper. */
const messageMax = 200

export interface HttpTaxesOptions {
  readonly url: URL
  /** Null: questions are not signed. */
  readonly secret: string | null
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A provider behind one address, in any language; the protocol is in `docs/http-tax-provider.md`. */
export function createHttpTaxes(options: HttpTaxesOptions): TaxProvider {
  return {
    id: options.url.href,
    isRemote: true,
    calculate: async (question) => {
      const answer = await post(options, question)
      const body = parsed(await readCapped(answer, answerBytesMax))
      if (answer.status === 422) return { kind: 'refused', message: refusalIn(body) }
      if (answer.status !== 200) return { kind: 'unavailable', message: `it answered with status ${answer.status}` }
      return taxesIn(body, question)
    },
  }
}

function post({ url, secret, now }: HttpTaxesOptions, question: TaxQuestion): Promise<Response> {
  const body = JSON.stringify(questionJson(question))
  const signature = secret === null ? {} : signedHeaders(body, secret, now())
  return fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...signature },
    redirect: 'error', // what was signed for one place is for no other
    signal: AbortSignal.timeout(question.deadlineMs),
  })
}

function questionJson({ region, currencyCode, address, lines, shipping }: TaxQuestion): object {
  return {
    currency_code: currencyCode,
    region: { id: region.id, name: region.name, tax_rate: region.taxRate, tax_code: region.taxCode },
    address: address && {
      country_code: address.countryCode,
      province: address.province,
      postal_code: address.postalCode,
      city: address.city,
      address_1: address.address1,
      address_2: address.address2,
    },
    lines: lines.map((line) => ({
      ...thingJson(line),
      product_id: line.productId,
      sku: line.sku,
      tax_code: line.taxCode,
      quantity: line.quantity,
    })),
    shipping: shipping.map((method) => ({ ...thingJson(method), shipping_option_id: method.shippingOptionId })),
  }
}

function thingJson({ id, amount, includesTax }: TaxedThing): object {
  return { id, amount, includes_tax: includesTax }
}

function taxesIn(body: unknown, question: TaxQuestion): TaxOutcome {
  if (!isRecord(body) || !Array.isArray(body['taxes']) || typeof body['tax_total'] !== 'number') return broken
  const said = body['taxes'].map(taxIn)
  return said.every((tax) => tax !== null) ? checkedTaxes(question, said, body['tax_total']) : broken
}

const broken: TaxOutcome = { kind: 'unavailable', message: 'its answer is not of the agreed shape' }

function taxIn(tax: unknown): SaidTax | null {
  if (!isRecord(tax)) return null
  const { id, rate, name, code, amount } = tax
  if (typeof id !== 'string' || typeof name !== 'string') return null
  if (typeof rate !== 'number' || typeof amount !== 'number') return null
  if (code !== undefined && code !== null && typeof code !== 'string') return null
  return { id, rate, name, code: code ?? null, amount }
}

function refusalIn(body: unknown): string {
  const message = isRecord(body) && typeof body['message'] === 'string' ? body['message'].trim() : ''
  return message === '' ? 'There are no taxes for this address.' : message.slice(0, messageMax)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
