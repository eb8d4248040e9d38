import { Type } from 'typebox'
import { lineOf } from '../../cart/line-items.ts'
import { cartFor } from '../../commands/editing.ts'
import { addLine, removeLine, setLine } from '../../commands/line-items.ts'
import { look } from '../../commands/reads.ts'
import { shapeOf } from '../../http/schema.ts'
import { filled, freeObject, maybe } from './bodies.ts'
import { showCart, showNewCart } from './cart-json.ts'
import { asked, type Call, type Door, keyedTo, type Route, route, withBody } from './route.ts'

const quantity = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

const newItem = shapeOf(Type.Object({ variant_id: filled, quantity: maybe(quantity), metadata: maybe(freeObject) }))
const itemChange = shapeOf(Type.Object({ quantity }))

/** Adding, changing and removing items. */
export function itemRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const items = '/carts/:id/items'
  return [
    withBody('POST', items, 'Add an item', 'optional', newItem, (call) => {
      const { variant_id: variantId, quantity: pieces, metadata } = call.body
      const wanted = { variantId, quantity: pieces ?? 1, metadata: metadata ?? {} }
      return addLine(shop, call.param('id'), wanted, asked(call, showNewCart, keyedTo(call, [call.param('id')])))
    }),
    withBody('PATCH', `${items}/:item_id`, 'Change an item', 'optional', itemChange, (call) => {
      const wanted = { quantity: call.body.quantity, metadata: null }
      return setLine(shop, call.param('id'), call.param('item_id'), wanted, asked(call, showCart))
    }),
    route('DELETE', `${items}/:item_id`, 'Remove an item', 'optional', async (call) => {
      await assertItem(door, call)
      return removeLine(shop, call.param('id'), call.param('item_id'), asked(call, showCart))
    }),
  ]
}

/** The core takes removing what is not there for done; this API says that it is not there. */
function assertItem({ shop }: Door, call: Call): Promise<void> {
  return look(shop, (books) => {
    const cart = cartFor(books, call.param('id'), call.signedInAs, { isTest: call.key.isTest, isOwnOnly: true })
    if (cart.stage === 'open') lineOf(cart, call.param('item_id'))
  })
}
