import type { Discount, DiscountUses, GiftCard } from '../catalog/discount.ts'
import { Refusal } from '../refusal.ts'

/** Refuses a discount that cannot be put on a cart of that region now; what is said first is what Medusa says first. */
export function assertDiscountUsable(discount: Discount, uses: DiscountUses, regionId: string, now: number): void {
  const { code, usageLimit, startsAt, endsAt, regionIds } = discount
  if (usageLimit !== null && uses.held + uses.used >= usageLimit) {
    throw new Refusal('discount-used-up', `The discount ${code} was used as often as it may be`, { code })
  }
  if (startsAt > now) throw new Refusal('discount-not-started', `The discount ${code} has not started`, { code })
  if (endsAt !== null && endsAt <= now) {
    throw new Refusal('discount-expired', `The discount ${code} has ended`, { code })
  }
  if (discount.isDisabled) throw new Refusal('discount-disabled', `The discount ${code} is switched off`, { code })
  if (regionIds.length > 0 && !regionIds.includes(regionId)) {
    throw new Refusal('discount-wrong-region', `The discount ${code} is for other regions`, { code })
  }
}

/** Refuses a gift card that cannot pay in that region now. An empty one may be put on a cart; it pays nothing. */
export function assertGiftCardUsable(card: GiftCard, regionId: string, now: number): void {
  const { code } = card
  if (card.isDisabled) throw new Refusal('gift-card-disabled', 'The gift card is switched off', { code })
  if (card.endsAt !== null && card.endsAt <= now) {
    throw new Refusal('gift-card-expired', 'The gift card has ended', { code })
  }
  if (card.regionId !== regionId) {
    throw new Refusal('gift-card-wrong-region', 'The gift card is for another region', { code })
  }
}
