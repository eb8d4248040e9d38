import type { Metadata } from '../catalog/product.ts'
import { amountMax, type Minor } from '../money/money.ts'
import { Refusal } from '../refusal.ts'
import type { Cart, Line } from './cart.ts'

/** Lines in one cart. */
export const lineMax = 500

/** Pieces on one line; Medusa's column is a 32-bit integer. Of gift cards there may be far fewer: see `limits.ts`. */
export const quantityMax = 2_147_483_647

/** What an addition brings besides the line itself is looked up anew: price and tax inclusion of an equal line follow it. */
export function addLine(cart: Cart, added: Line, now: number): Cart {
  const equal = cart.lines.find((line) => isSameThing(line, added))
  const lines = equal ? replaced(cart.lines, { ...merged(equal, added), updatedAt: now }) : [...cart.lines, added]
  const line = equal ? lines.find(({ id }) => id === equal.id) : added
  assertQuantity(line?.quantity ?? 0, added.unitPrice)
  if (lines.length > lineMax)
    throw new Refusal('limit-exceeded', `A cart holds at most ${lineMax} lines.`, { limit: lineMax })
  return withoutShipping({ ...cart, lines: lines.map(unshipped) })
}

export interface LineChange {
  readonly quantity: number
  readonly unitPrice: Minor
  /** Laid over the line's metadata key by key; an empty text takes its key away. */
  readonly metadata: Metadata
}

/** A quantity of zero removes the line. */
export function setLine(cart: Cart, lineId: string, change: LineChange, now: number): Cart {
  const line = lineOf(cart, lineId)
  assertNoFee(line)
  if (change.quantity === 0) return removeLine(cart, lineId)
  assertQuantity(change.quantity, change.unitPrice)
  const metadata = laidOver(line.metadata, change.metadata)
  const { quantity, unitPrice } = change
  return withoutShipping({
    ...cart,
    lines: replaced(cart.lines, {
      ...line,
      revision: line.revision + 1,
      quantity,
      unitPrice,
      metadata,
      updatedAt: now,
    }),
  })
}

function laidOver(present: Metadata, change: Metadata): Metadata {
  const removed = new Set(Object.keys(change).filter((key) => change[key] === ''))
  return Object.fromEntries(Object.entries({ ...present, ...change }).filter(([key]) => !removed.has(key)))
}

/** Removing what is not there changes nothing. */
export function removeLine(cart: Cart, lineId: string): Cart {
  const line = cart.lines.find(({ id }) => id === lineId)
  if (!line) return cart
  assertNoFee(line)
  const manualDiscounts = cart.manualDiscounts.filter((discount) => discount.lineId !== lineId)
  const lines = cart.lines.filter(({ id }) => id !== lineId).map(unshipped)
  return withoutShipping({ ...cart, lines, manualDiscounts })
}

/** Whether there is anything to buy: fees alone are nothing. */
export function hasGoods({ lines }: Cart): boolean {
  return lines.some(({ kind }) => kind !== 'fee')
}

/** Fees are the shop's: whoever may change a cart's goods may not change them. */
function assertNoFee({ kind, id }: Line): void {
  if (kind === 'fee') throw new Refusal('line-fixed', 'A fee cannot be changed as goods are.', { lineId: id })
}

/** The line, or the refusal that says it is not there. */
export function lineOf(cart: Cart, lineId: string): Line {
  const line = cart.lines.find(({ id }) => id === lineId)
  if (!line) throw new Refusal('line-not-found', 'Could not find the line item', { lineId })
  return line
}

/** A whole number of pieces, at least one, whose price stays an amount that can be counted with. */
export function assertQuantity(quantity: number, unitPrice: Minor): void {
  const whole = Number.isSafeInteger(quantity) && quantity >= 1
  if (!whole)
    throw new Refusal('quantity-invalid', 'A quantity is a whole number of at least 1.', { quantity: String(quantity) })
  if (quantity > quantityMax || quantity * unitPrice > amountMax) {
    throw new Refusal('quantity-invalid', `The quantity ${quantity} is more than one line can hold.`, {
      quantity: String(quantity),
    })
  }
}

/** The same variant with equal metadata is one line; custom lines and gift certificates always stand alone. */
function isSameThing(line: Line, added: Line): boolean {
  return (
    line.kind === 'variant' &&
    added.kind === 'variant' &&
    line.variantId === added.variantId &&
    isSamePrice(line, added) &&
    equalValue(line.metadata, added.metadata)
  )
}

/** A price of the catalog follows the catalog; one that was given stays apart from every other. */
function isSamePrice(line: Line, added: Line): boolean {
  if (line.isPriceGiven !== added.isPriceGiven) return false
  return !line.isPriceGiven || line.unitPrice === added.unitPrice
}

function merged(line: Line, added: Line): Line {
  return {
    ...line,
    revision: line.revision + 1,
    quantity: line.quantity + added.quantity,
    unitPrice: added.unitPrice,
    includesTax: added.includesTax,
    hasShipping: false,
  }
}

function replaced(lines: readonly Line[], changed: Line): readonly Line[] {
  return lines.map((line) => (line.id === changed.id ? changed : line))
}

/** Other goods may ship otherwise: with any change of the lines the chosen shipping is gone. */
function withoutShipping(cart: Cart): Cart {
  return cart.shippingMethods.length ? { ...cart, shippingMethods: [] } : cart
}

/** Medusa's clients see this of lines that were added to or taken from, and not of one whose quantity was set. */
function unshipped(line: Line): Line {
  return line.hasShipping ? { ...line, hasShipping: false } : line
}

function equalValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && equalValue(value, right.get(key)))
}
