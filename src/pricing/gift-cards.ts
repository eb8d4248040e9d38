import type { GiftCard } from '../catalog/discount.ts'
import type { Percent, Region } from '../catalog/region.ts'
import { million, partsPerMillion, roundedShareOf } from '../money/fraction.ts'
import { type Minor, minor, sum, zero } from '../money/money.ts'
import type { BillGiftCard, PriceFacts, TotalsBeforeGiftCards } from './bill.ts'

/**
 * Fifth step: the cards pay, as in Medusa the one that ends first, and then the one that holds least. Taxable ones pay what is due without tax, and spare the tax on what they paid,
 * at the region's rate as in Medusa, but never more than is still due; others pay what is due with tax.
 */
export function payWithGiftCards(totals: TotalsBeforeGiftCards, { region, giftCards }: PriceFacts): BillGiftCard[] {
  const withoutTax = totals.subtotal - totals.discountTotal + totals.shippingTotal
  const due = minor(withoutTax + totals.taxTotal)
  const paying = giftCards.toSorted(byPaying)
  const payments = takeInOrder(minor(region.giftCardsTaxable ? withoutTax : due), paying, ({ balance }) => balance)
  const stillDue = minor(due - sum(payments))
  const taxRate = giftCardTaxRate(region)
  const spared = takeInOrder(stillDue, payments, (amount) => taxOn(amount, taxRate))
  return giftCards.map((card) => {
    const place = paying.indexOf(card)
    return {
      giftCardId: card.id,
      amount: payments[place] ?? zero,
      taxAmount: spared[place] ?? zero,
      isTaxable: taxRate !== null,
      taxRate,
    }
  })
}

/**
 * What was drawn from which card, in the order of paying, until all was paid: an empty card that came first stands there
 * with nothing, one that was not needed does not (as in Medusa). `giftCards`: as they are after paying.
 */
export function drawnFrom(payments: readonly BillGiftCard[], giftCards: readonly GiftCard[]): readonly BillGiftCard[] {
  const before = payments.map((payment) => {
    const card = giftCards.find(({ id }) => id === payment.giftCardId)
    return { payment, endsAt: card?.endsAt ?? null, balance: (card?.balance ?? 0) + payment.amount }
  })
  const inOrder = before.toSorted(byPaying).map(({ payment }) => payment)
  const last = inOrder.findLastIndex(({ amount }) => amount > 0)
  return inOrder.slice(0, Math.max(last, 0) + 1)
}

function byPaying(a: Paying, b: Paying): number {
  return (a.endsAt ?? never) - (b.endsAt ?? never) || a.balance - b.balance
}

type Paying = { readonly endsAt: number | null; readonly balance: number }

/** Later than any card ends; Infinity less Infinity would be no number. */
const never = Number.MAX_SAFE_INTEGER

/** The rate at which the region's gift cards are taxed; null where they are not. */
function giftCardTaxRate({ giftCardsTaxable, taxRate }: Region): Percent | null {
  return giftCardsTaxable && taxRate > 0 ? taxRate : null
}

function taxOn(amount: Minor, taxRate: Percent | null): Minor {
  return taxRate === null ? zero : roundedShareOf(amount, partsPerMillion(taxRate), million)
}

/** Everybody, in order, gives what they can until the amount is there. */
function takeInOrder<Giver>(amount: Minor, givers: readonly Giver[], canGive: (giver: Giver) => Minor): Minor[] {
  let missing: number = amount
  return givers.map((giver) => {
    const given = minor(Math.min(missing, canGive(giver)))
    missing -= given
    return given
  })
}
