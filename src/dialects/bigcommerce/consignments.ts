import { type Static, Type } from 'typebox'
import {
  chooseConsignmentOption,
  chooseCustomShipping,
  putConsignment,
  removeConsignment,
} from '../../commands/consignments.ts'
import type { Answer } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { addressFields, addressSaid } from './address-json.ts'
import { decimal, name, onlyVersion, optional, price, quantity, version } from './bodies.ts'
import { showingCheckout } from './checkouts.ts'
import { idMeant } from './json.ts'
import { type Call, type Door, type Route, withBody } from './route.ts'

const idMax = 64
const consignmentsMax = 50

const pieces = Type.Array(Type.Object({ item_id: Type.String({ minLength: 1, maxLength: idMax }), quantity }), {
  minItems: 1,
  maxItems: 500,
})
const address = Type.Object(addressFields)
const pickup = optional(Type.Object({}))

const newConsignment = Type.Object({ address, line_items: pieces, pickup_option: pickup, version })

/** BigCommerce's list, or the one consignment that it may hold here. */
const newConsignments = shapeOf(
  Type.Array(newConsignment, { minItems: 1, maxItems: consignmentsMax, 'x-words': 'must be a list of consignments' }),
)

const changeBody = Type.Object({
  address: optional(address),
  line_items: optional(pieces),
  shipping_option_id: optional(Type.String({ minLength: 1, maxLength: idMax })),
  custom_shipping: optional(Type.Object({ price: decimal, description: name })),
  pickup_option: pickup,
  version,
})
const consignmentChange = shapeOf(changeBody)
const removal = shapeOf(onlyVersion)

/** Where the goods go and how: one consignment per cart. */
export function consignmentRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const all = '/checkouts/:cart_id/consignments'
  const single = `${all}/:consignment_id`
  return [
    withBody('POST', all, 'Say where the goods go', newConsignments, (call) => {
      const [first, second] = call.body
      if (!first || second) throw onlyOne()
      if (first.pickup_option) throw noPickup()
      return putConsignment(
        shop,
        call.cartId,
        { consignmentId: null, ...wantedIn(first), version: first.version ?? null },
        showingCheckout(door, call),
      )
    }),
    withBody('PUT', single, 'Say how, or where else, the goods go', consignmentChange, (call) => change(door, call)),
    withBody('DELETE', single, 'Remove a consignment', removal, (call) => {
      const wanted = { consignmentId: consignmentId(call), version: call.body.version ?? null }
      return removeConsignment(shop, call.cartId, wanted, showingCheckout(door, call))
    }),
  ]
}

/** An option, a price of its own, or where the goods go: one at a time, since with another address other options fit. */
function change(door: Door, call: Call<Static<typeof changeBody>>): Promise<Answer> {
  const { body, cartId } = call
  const { shop } = door
  const showing = showingCheckout(door, call)
  const whose = { consignmentId: consignmentId(call), version: body.version ?? null }
  const isWhere = Boolean(body.address ?? body.line_items)
  const wishes = [isWhere, body.shipping_option_id, body.custom_shipping].filter(Boolean).length
  if (body.pickup_option) throw noPickup()
  if (wishes !== 1) {
    throw new Refusal('body-invalid', 'Send address and line_items, or shipping_option_id, or custom_shipping', {
      field: 'shipping_option_id',
    })
  }
  if (body.shipping_option_id) {
    const optionId = idMeant('so', body.shipping_option_id)
    return chooseConsignmentOption(shop, cartId, { ...whose, optionId }, showing)
  }
  if (body.custom_shipping) {
    const { description, price: said } = body.custom_shipping
    const wanted = { ...whose, description, price: price(said, 'custom_shipping.price') }
    return chooseCustomShipping(shop, cartId, wanted, showing)
  }
  return putConsignment(shop, cartId, { ...whose, ...wantedIn(body) }, showing)
}

function wantedIn({ address: said, line_items: items }: Pick<Static<typeof changeBody>, 'address' | 'line_items'>) {
  return {
    address: said ? addressSaid(said, 'address.') : null,
    pieces: items
      ? items.map(({ item_id, quantity: count }) => ({ lineId: idMeant('item', item_id), quantity: count }))
      : null,
  }
}

function consignmentId(call: Pick<Call, 'param'>): string {
  return idMeant('addr', call.param('consignment_id'))
}

function onlyOne(): Refusal {
  return new Refusal('body-invalid', 'This shop sends a cart to one address: exactly one consignment is taken.', {
    field: 'consignments',
  })
}

function noPickup(): Refusal {
  return new Refusal('body-invalid', 'This shop has no pickup methods.', { field: 'pickup_option' })
}
