import { type DueTax, optionTaxes, productTaxes } from '../pricing/tax-rates.ts'
import type { TaxProvider, TaxQuestion } from './tax-provider.ts'

/** The region's own rates: known at once, never away; what they amount to is worked out by the bill. */
export const rateTable: TaxProvider = {
  id: 'rates',
  isRemote: false,
  calculate: async (question) => ({ kind: 'given', taxes: ratesFor(question) }),
}

function ratesFor({ region, lines, shipping }: TaxQuestion) {
  return {
    lines: lines.flatMap(({ id, productId }) => productTaxes(region, productId).map((tax) => given(id, tax))),
    shipping: shipping.flatMap(({ id, shippingOptionId }) =>
      (shippingOptionId === null ? productTaxes(region, null) : optionTaxes(region, shippingOptionId)).map((tax) =>
        given(id, tax),
      ),
    ),
  }
}

function given(id: string, { rate, name, code, amount }: DueTax) {
  return { id, rate, name, code, amount }
}
