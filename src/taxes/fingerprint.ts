import type { TaxedThing, TaxQuestion } from './tax-provider.ts'

/** Two questions with the same fingerprint have the same answer. Who asks, and how to call them, is no part of it. */
export function fingerprintOf(question: TaxQuestion): string {
  return hashOf(question, ({ quantity, amount }) => [quantity, amount])
}

/** As `fingerprintOf`, whatever the amounts: to the same things at the same place apply the same rates. */
export function situationOf(question: TaxQuestion): string {
  return hashOf(question, () => [])
}

function hashOf(question: TaxQuestion, more: (thing: TaxedThing) => readonly unknown[]): string {
  const { region, currencyCode, address } = question
  const place = address && [
    address.countryCode,
    address.province,
    address.postalCode,
    address.city,
    address.address1,
    address.address2,
  ]
  const things = (thing: TaxedThing) => {
    const { id, productId, shippingOptionId, sku, taxCode, includesTax } = thing
    return [id, productId, shippingOptionId, sku, taxCode, includesTax, ...more(thing)]
  }
  const said = [
    region.id,
    region.updatedAt,
    currencyCode,
    place,
    question.lines.map(things),
    question.shipping.map(things),
  ]
  return new Bun.CryptoHasher('sha256').update(JSON.stringify(said)).digest('hex')
}
