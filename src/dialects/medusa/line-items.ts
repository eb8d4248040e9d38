import { Type } from 'typebox'
import { billOf } from '../../commands/bills.ts'
import { addLine, removeLine, setLine } from '../../commands/line-items.ts'
import type { Asked } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { closed, freeObject, optional } from './bodies.ts'
import { cartJson, wholeCart } from './cart-json.ts'
import { showCart } from './carts.ts'
import { ok } from './reply.ts'
import { asked, change, type Door, post, type Route } from './route.ts'

const newLine = shapeOf(
  Type.Object({ variant_id: Type.String(), quantity: Type.Integer(), metadata: optional(freeObject) }, closed),
)

const lineChange = shapeOf(Type.Object({ quantity: Type.Integer(), metadata: optional(freeObject) }, closed))

/** Adding, changing and removing lines. */
export function lineItemRoutes({ shop }: Door): readonly Route[] {
  const lines = '/carts/:id/line-items'
  return [
    post(
      lines,
      'Add a line',
      newLine,
      (call) => {
        const { variant_id: variantId, quantity, metadata } = call.body
        const wanted = { variantId, quantity, metadata: metadata ?? {} }
        return addLine(shop, call.param('id'), wanted, asked(call, showingCustomer(call.signedInAs)))
      },
      { handsOutKey: true },
    ),
    post(`${lines}/:line_id`, 'Change a line', lineChange, (call) => {
      const wanted = { quantity: call.body.quantity, metadata: call.body.metadata ?? null }
      return setLine(shop, call.param('id'), call.param('line_id'), wanted, asked(call, showCart))
    }),
    change('DELETE', `${lines}/:line_id`, 'Remove a line', (call) =>
      removeLine(shop, call.param('id'), call.param('line_id'), asked(call, showCart)),
    ),
  ]
}

/** Of all changes, only this one also answers whose cart it is. */
function showingCustomer(signedInAs: string | null): Asked['show'] {
  const view = { ...wholeCart, customer: { signedInAs } }
  return (cart, books) => ok({ cart: cartJson(cart, billOf(cart, books, 'shown'), books, view) })
}
