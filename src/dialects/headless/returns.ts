import { Type } from 'typebox'
import { look } from '../../commands/reads.ts'
import { readQuery } from '../../http/query.ts'
import { shapeOf } from '../../http/schema.ts'
import { filled } from './bodies.ts'
import { DoorError, invalidFields } from './errors.ts'
import { ownOrder } from './orders.ts'
import { pageIn, pageOf } from './paging.ts'
import { ok } from './reply.ts'
import { type Call, type Door, type Route, route, withBody } from './route.ts'

/** Lines in one return. */
const linesMax = 500

const newReturn = shapeOf(
  Type.Object({
    lines: Type.Array(Type.Object({ order_line_id: filled, quantity: Type.Integer({ minimum: 1 }) }), {
      minItems: 1,
      maxItems: linesMax,
    }),
  }),
)

/** Returns: nothing is sent through this API yet, so nothing can come back, and there are none. */
export function returnRoutes({ shop }: Door): readonly Route[] {
  const missing = async (call: Call): Promise<never> => {
    const sentence = `Return with id '${call.param('id')}' not found`
    throw new DoorError({ status: 404, type: 'not_found', code: 'RESOURCE_NOT_FOUND' }, sentence)
  }
  return [
    withBody('POST', '/orders/:id/returns', 'Ask for a return', 'required', newReturn, async (call) => {
      const order = await look(shop, (books) => ownOrder(call, books))
      const stray = call.body.lines.findIndex(
        ({ order_line_id: id }) => !order.cart.lines.some((line) => line.id === id),
      )
      const field = `lines.${stray}.order_line_id`
      if (stray >= 0) throw invalidFields([{ field, message: `${field} is no line of the order` }])
      const sentence = 'Nothing of the order was delivered, so nothing of it can be returned.'
      throw new DoorError({ status: 409, type: 'conflict', code: 'INVALID_STATE_TRANSITION' }, sentence)
    }),
    route('GET', '/returns', 'List your returns', 'required', async (call) =>
      ok(pageOf([], { ...pageIn(readQuery(call.request)), after: null }, (entry) => entry)),
    ),
    route('GET', '/returns/:id', 'Read your return', 'required', missing),
    route('POST', '/returns/:id/cancel', 'Cancel your return', 'required', missing),
  ]
}
