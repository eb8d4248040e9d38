import { Type } from 'typebox'
import { addItems, removeItem, setItem } from '../../commands/managed-lines.ts'
import { shapeOf } from '../../http/schema.ts'
import { onlyVersion, version } from './bodies.ts'
import { showingCart } from './carts.ts'
import { itemLists, itemsIn, lineItem, priceOf } from './item-bodies.ts'
import { idMeant } from './json.ts'
import type { Door, Route } from './route.ts'
import { withBody } from './route.ts'

const newItems = shapeOf(Type.Object({ ...itemLists, version }))
const itemChange = shapeOf(Type.Object({ line_item: lineItem, version }))
const removal = shapeOf(onlyVersion)

/** Adding, changing and removing items. */
export function itemRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const items = '/carts/:cart_id/items'
  return [
    withBody('POST', items, 'Add items to a cart', newItems, (call) =>
      addItems(shop, call.cartId, itemsIn(call.body), call.body.version ?? null, showingCart(door, call, 201)),
    ),
    withBody('PUT', `${items}/:item_id`, 'Change an item', itemChange, (call) => {
      const { line_item: item, version: meant } = call.body
      const wanted = {
        productNumber: item.product_id,
        variantNumber: item.variant_id ?? null,
        quantity: item.quantity,
        price: priceOf(item.list_price, 'line_item.list_price'),
        version: meant ?? null,
      }
      return setItem(shop, call.cartId, itemId(call.param('item_id')), wanted, showingCart(door, call, 200))
    }),
    withBody('DELETE', `${items}/:item_id`, 'Remove an item', removal, (call) => {
      const lineId = itemId(call.param('item_id'))
      return removeItem(shop, call.cartId, lineId, call.body.version ?? null, showingCart(door, call, 200))
    }),
  ]
}

function itemId(said: string): string {
  return idMeant('item', said)
}
