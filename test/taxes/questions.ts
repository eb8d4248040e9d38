import type { Address } from '../../src/cart/addresses.ts'
import type { Region } from '../../src/catalog/region.ts'
import { minor } from '../../src/money/money.ts'
import type { TaxedThing, TaxProvider, TaxQuestion } from '../../src/taxes/tax-provider.ts'

export const region: Region = {
  id: 'reg_1',
  name: 'eu',
  currencyCode: 'eur',
  taxRate: 20,
  taxCode: null,
  automaticTaxes: true,
  includesTax: false,
  giftCardsTaxable: true,
  countries: ['de', 'us'],
  paymentProviders: ['manual'],
  fulfillmentProviders: ['manual'],
  taxRates: [],
  metadata: null,
  createdAt: 0,
  updatedAt: 0,
}

export function addressIn(countryCode: string | null, more: Partial<Address> = {}): Address {
  const nobody = { id: 'addr_1', customerId: null, company: null, firstName: null, lastName: null, phone: null }
  const nowhere = { address1: 'Am Wall 1', address2: null, city: 'Bremen', province: null, postalCode: '28195' }
  return { ...nobody, ...nowhere, countryCode, metadata: null, createdAt: 0, updatedAt: 0, ...more }
}

export function thing(id: string, amount: number, more: Partial<TaxedThing> = {}): TaxedThing {
  const plain = { productId: null, shippingOptionId: null, sku: null, taxCode: null, quantity: 1, includesTax: false }
  return { id, amount: minor(amount), ...plain, ...more }
}

/** Two lines and a way to ship to Germany. */
export function questionWith(more: Partial<TaxQuestion> = {}): TaxQuestion {
  return {
    region,
    currencyCode: 'eur',
    address: addressIn('de'),
    lines: [thing('item_1', 1000), thing('item_2', 1190, { includesTax: true, quantity: 3 })],
    shipping: [thing('sm_1', 500)],
    deadlineMs: 2_000,
    ...more,
  }
}

/** A provider that is asked here and now, and how often it was. */
export function countedProvider(answers: TaxProvider['calculate']) {
  const asked: TaxQuestion[] = []
  const provider: TaxProvider = {
    id: 'far',
    isRemote: true,
    calculate: (question) => {
      asked.push(question)
      return answers(question)
    },
  }
  return { provider, asked }
}
