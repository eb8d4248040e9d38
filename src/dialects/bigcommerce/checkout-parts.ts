import { type Static, Type } from 'typebox'
import {
  addCoupon,
  changeFees,
  putBilling,
  putDiscounts,
  putFees,
  removeCoupon,
  takeFees,
  type WantedDiscount,
  type WantedFee,
} from '../../commands/managed-checkouts.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { addressFields, addressSaid } from './address-json.ts'
import { decimal, name, number, onlyVersion, optional, price, version } from './bodies.ts'
import { showingCheckout } from './checkouts.ts'
import { idMeant } from './json.ts'
import { type Call, type Door, type Route, withBody } from './route.ts'

const discountsMax = 100
const feesAtOnceMax = 50
const codeMax = 50
const feeWordMax = 50
const feeTextMax = 200
const idMax = 64

const billing = shapeOf(Type.Object({ ...addressFields, version }))

const discountsBody = Type.Object({
  cart: Type.Object({
    discounts: optional(
      Type.Array(Type.Object({ discounted_amount: decimal, name: optional(name) }), { maxItems: discountsMax }),
    ),
    line_items: optional(
      Type.Array(Type.Object({ id: Type.String({ minLength: 1, maxLength: idMax }), discounted_amount: decimal }), {
        maxItems: discountsMax,
      }),
    ),
    version,
  }),
  version,
})

const coupon = shapeOf(Type.Object({ coupon_code: Type.String({ minLength: 1, maxLength: codeMax }), version }))

const fee = Type.Object({
  type: Type.Literal('custom_fee', { 'x-words': 'must be custom_fee' }),
  name: Type.String({ minLength: 1, maxLength: feeWordMax }),
  display_name: Type.String({ minLength: 1, maxLength: feeTextMax }),
  cost: decimal,
  source: Type.String({ minLength: 1, maxLength: feeWordMax }),
  tax_class_id: optional(number),
})

const feeId = Type.String({ minLength: 1, maxLength: idMax })
const someFees = { minItems: 1, maxItems: feesAtOnceMax }
const newFees = shapeOf(Type.Object({ fees: Type.Array(fee, someFees), version }))
const feeChanges = shapeOf(
  Type.Object({ fees: Type.Array(Type.Intersect([fee, Type.Object({ id: feeId })]), someFees), version }),
)
const feeIds = shapeOf(Type.Object({ ids: Type.Array(feeId, someFees), version }))
const discounts = shapeOf(discountsBody)
const removal = shapeOf(onlyVersion)

/** Who pays, and what makes it cheaper or dearer. */
export function checkoutPartRoutes(door: Door): readonly Route[] {
  return [...billingRoutes(door), ...discountRoutes(door), ...feeRoutes(door)]
}

function billingRoutes(door: Door): readonly Route[] {
  const path = '/checkouts/:cart_id/billing-address'
  const put = (
    call: Call<Static<Type.TObject<typeof addressFields>> & { version?: number | null }>,
    addressId: string | null,
  ) => {
    const { body } = call
    const wanted = { addressId, email: body.email, address: addressSaid(body, ''), version: body.version ?? null }
    return putBilling(door.shop, call.cartId, wanted, showingCheckout(door, call))
  }
  return [
    withBody('POST', path, 'Add a billing address', billing, (call) => put(call, null)),
    withBody('PUT', `${path}/:address_id`, 'Change the billing address', billing, (call) =>
      put(call, idMeant('addr', call.param('address_id'))),
    ),
  ]
}

function discountRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const coupons = '/checkouts/:cart_id/coupons'
  return [
    withBody('POST', '/checkouts/:cart_id/discounts', 'Take something off by hand', discounts, (call) => {
      const wanted = { discounts: discountsIn(call.body), version: call.body.version ?? call.body.cart.version ?? null }
      return putDiscounts(shop, call.cartId, wanted, showingCheckout(door, call))
    }),
    withBody('POST', coupons, 'Add a coupon', coupon, (call) => {
      const wanted = { code: call.body.coupon_code, version: call.body.version ?? null }
      return addCoupon(shop, call.cartId, wanted, showingCheckout(door, call))
    }),
    withBody('DELETE', `${coupons}/:coupon_code`, 'Remove a coupon', removal, (call) => {
      const wanted = { code: call.param('coupon_code'), version: call.body.version ?? null }
      return removeCoupon(shop, call.cartId, wanted, showingCheckout(door, call))
    }),
  ]
}

function feeRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const path = '/checkouts/:cart_id/fees'
  return [
    withBody('POST', path, 'Add fees', newFees, (call) => {
      const wanted = { fees: call.body.fees.map(feeSaid), version: call.body.version ?? null }
      return putFees(shop, call.cartId, wanted, showingCheckout(door, call))
    }),
    withBody('PUT', path, 'Change fees', feeChanges, (call) => {
      const fees = call.body.fees.map((said, at) => ({ ...feeSaid(said, at), id: idMeant('item', said.id) }))
      return changeFees(shop, call.cartId, { fees, version: call.body.version ?? null }, showingCheckout(door, call))
    }),
    withBody('DELETE', path, 'Remove fees', feeIds, (call) => {
      const ids = call.body.ids.map((id) => idMeant('item', id))
      return takeFees(shop, call.cartId, { ids, version: call.body.version ?? null }, showingCheckout(door, call))
    }),
  ]
}

function discountsIn({ cart }: Static<typeof discountsBody>): readonly WantedDiscount[] {
  if (!cart.discounts && !cart.line_items) {
    throw new Refusal('body-invalid', 'cart.discounts or cart.line_items is required', { field: 'cart.discounts' })
  }
  const offAll = (cart.discounts ?? []).map((said, at) => ({
    lineId: null,
    name: said.name ?? 'manual',
    amount: price(said.discounted_amount, `cart.discounts.${at}.discounted_amount`),
  }))
  const offItems = (cart.line_items ?? []).map((said, at) => ({
    lineId: idMeant('item', said.id),
    name: 'manual',
    amount: price(said.discounted_amount, `cart.line_items.${at}.discounted_amount`),
  }))
  return [...offAll, ...offItems]
}

function feeSaid(said: Static<typeof fee>, at: number): WantedFee {
  return {
    name: said.name,
    displayName: said.display_name,
    cost: price(said.cost, `fees.${at}.cost`),
    source: said.source,
    taxClassId: said.tax_class_id ?? null,
  }
}
