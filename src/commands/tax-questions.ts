import type { Cart } from '../cart/cart.ts'
import type { Books, CatalogView } from '../checkout/books.ts'
import type { TaxQuote } from '../checkout/tax-quote.ts'
import { minor } from '../money/money.ts'
import { billFor, type GivenTaxes, type PriceFacts } from '../pricing/bill.ts'
import { fingerprintOf } from '../taxes/fingerprint.ts'
import type { TaxedThing, TaxQuestion } from '../taxes/tax-provider.ts'
import { priceFacts } from './price-facts.ts'

/** How long a tax provider has to answer. */
export const taxDeadlineMs = 2_000

/**
 * What a provider is asked of the cart. What a price with tax in it is worth after a discount depends on the tax itself;
 * there the region's own rates say how much, as they do wherever the cart is shown before anybody was asked.
 */
export function taxQuestion(cart: Cart, books: CatalogView): TaxQuestion {
  return questionFor(cart, priceFacts(cart, books, 'rates'), (productId) => taxCodeOf(productId, books))
}

/** As `taxQuestion`, from nothing but its arguments; `facts` are with the region's rates. */
export function questionFor(
  cart: Cart,
  facts: PriceFacts,
  taxCode: (productId: string | null) => string | null,
): TaxQuestion {
  const bill = billFor(cart, facts)
  const goods = cart.lines.map((line, at): TaxedThing => {
    const { id, productId, sku, quantity, includesTax } = line
    const amount = taxableOf(bill.lines[at], includesTax)
    return { id, productId, shippingOptionId: null, sku, taxCode: taxCode(productId), quantity, amount, includesTax }
  })
  const shipping = cart.shippingMethods.map((method, at): TaxedThing => {
    const { id, optionId: shippingOptionId, includesTax } = method
    const amount = taxableOf(bill.shipping[at], includesTax)
    return { id, productId: null, shippingOptionId, sku: null, taxCode: null, quantity: 1, amount, includesTax }
  })
  const { currencyCode, shippingAddress: address } = cart
  return { region: facts.region, currencyCode, address, lines: goods, shipping, deadlineMs: taxDeadlineMs }
}

/** What was said of the cart as it is now; null when nothing was, or only of what it was before. */
export function quoteOf(cart: Cart, books: Books): TaxQuote | null {
  const quote = books.taxQuote(cart.id)
  return quote?.question === fingerprintOf(taxQuestion(cart, books)) ? quote : null
}

/** The taxes of the cart, where they are known: those of the order it became, or those last given for what is in it. */
export function knownTaxes(cart: Cart, books: Books): GivenTaxes | null {
  if (cart.stage === 'completed') return books.lastCheckout(cart.id)?.taxes ?? null
  if (!books.taxQuote(cart.id)) return null
  const answer = quoteOf(cart, books)?.answer
  return answer?.kind === 'given' ? answer.taxes : null
}

type Billed = { readonly total: number; readonly taxTotal: number }

function taxableOf(billed: Billed | undefined, includesTax: boolean): TaxedThing['amount'] {
  const { total, taxTotal } = billed ?? { total: 0, taxTotal: 0 }
  return minor(includesTax ? total : total - taxTotal)
}

function taxCodeOf(productId: string | null, books: CatalogView): string | null {
  const code = productId === null ? null : books.product(productId)?.metadata?.['tax_code']
  return typeof code === 'string' && code !== '' ? code : null
}
