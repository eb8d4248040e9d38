import type { Cart } from './cart.ts'

/** Whether both carts buy the same, an edit of one being the other: lines, discounts and gift cards alike, whatever else differs. */
export function buysTheSame(one: Cart, other: Cart): boolean {
  return (
    one.manualDiscounts === other.manualDiscounts &&
    same(one.lines, other.lines, (line, counterpart) => line.revision === counterpart.revision) &&
    same(one.discounts, other.discounts) &&
    same(one.giftCards, other.giftCards)
  )
}

interface Named {
  readonly id: string
}

function same<Thing extends Named>(
  some: readonly Thing[],
  others: readonly Thing[],
  isAlike: (thing: Thing, counterpart: Thing) => boolean = () => true,
): boolean {
  if (some === others) return true
  return (
    some.length === others.length &&
    some.every((thing, at) => {
      const counterpart = others[at]
      return counterpart !== undefined && thing.id === counterpart.id && isAlike(thing, counterpart)
    })
  )
}
