import { type Static, Type } from 'typebox'
import type { Cart } from '../../cart/cart.ts'
import { lineOf, quantityMax } from '../../cart/line-items.ts'
import type { Metadata } from '../../catalog/product.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { addLine, removeLine, setLine } from '../../commands/line-items.ts'
import { look } from '../../commands/reads.ts'
import { shapeOf } from '../../http/schema.ts'
import { fromUuid } from '../../id.ts'
import { Refusal } from '../../refusal.ts'
import type { Reply } from './reply.ts'
import { asked, type Call, type Door, type Route, route, routeWith } from './route.ts'
import { showSession } from './session-json.ts'
import { session } from './sessions.ts'

const name = Type.String({ minLength: 1, maxLength: 200 })

const newItem = shapeOf(
  Type.Object({
    productVariantId: name,
    quantity: Type.Integer({ minimum: 1, maximum: quantityMax }),
    customAttributes: Type.Optional(Type.Unsafe<Metadata>(Type.Object({}))),
  }),
)

const quantity = Type.Integer({ minimum: 0, maximum: quantityMax })

const itemChange = shapeOf(Type.Object({ quantity }))

const namedItemChange = Type.Object({
  id: Type.Optional(name),
  itemId: Type.Optional(name),
  productVariantId: Type.Optional(name),
  quantity,
})

/** Adding, changing and removing items. */
export function itemRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const setTo = async (call: Call, lineId: string, pieces: number): Promise<Reply> => {
    const { cart } = call.session()
    // What is not there is refused; taking out what has gone meanwhile is as good as done.
    lineOf(cart, lineId)
    const asks = asked(call, showSession)
    const changing =
      pieces === 0
        ? removeLine(shop, cart.id, lineId, asks)
        : setLine(shop, cart.id, lineId, { quantity: pieces, metadata: null }, asks)
    return session(door, call, await changing)
  }
  return [
    routeWith('POST', '/sessions/items', 'Add an item', 'session', newItem, async (call) => {
      const { productVariantId, quantity: pieces, customAttributes = {} } = call.body
      const variantId = await look(shop, (books) => variantIdOf(productVariantId, books))
      const wanted = { variantId, quantity: pieces, metadata: customAttributes }
      return session(door, call, await addLine(shop, call.session().cart.id, wanted, asked(call, showSession)))
    }),
    routeWith(
      'PUT',
      '/sessions/items',
      'Change an item that the body names',
      'session',
      shapeOf(namedItemChange),
      async (call) => {
        const { cart } = call.session()
        const lineId = await look(shop, (books) => lineIdIn(cart, call.body, books))
        return setTo(call, lineId, call.body.quantity)
      },
    ),
    routeWith('PUT', '/sessions/items/:id', 'Change an item', 'session', itemChange, (call) =>
      setTo(call, lineIdOf(call.param('id')), call.body.quantity),
    ),
    route('DELETE', '/sessions/items/:id', 'Remove an item', 'session', (call) =>
      setTo(call, lineIdOf(call.param('id')), 0),
    ),
  ]
}

/** A variant by its id, or by its sku, which is what Brink's merchants use as one. */
function variantIdOf(given: string, books: CatalogView): string {
  return books.variant(given) ? given : (books.variantBySku(given)?.id ?? given)
}

/** An item's UUID, or our own spelling of its id. */
function lineIdOf(given: string): string {
  return fromUuid('item', given) ?? given
}

function lineIdIn(cart: Cart, named: Static<typeof namedItemChange>, books: CatalogView): string {
  const id = named.id ?? named.itemId
  if (id !== undefined) return lineIdOf(id)
  if (named.productVariantId === undefined)
    throw new Refusal('body-invalid', 'id, itemId or productVariantId is required')
  const variantId = variantIdOf(named.productVariantId, books)
  return lineOf(cart, cart.lines.find((line) => line.variantId === variantId)?.id ?? named.productVariantId).id
}
