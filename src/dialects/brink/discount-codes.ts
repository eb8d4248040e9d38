import { Type } from 'typebox'
import { addDiscountCode } from '../../commands/cart-codes.ts'
import { removeDiscount } from '../../commands/carts.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { asked, type Door, type Route, route, routeWith } from './route.ts'
import { showSession } from './session-json.ts'
import { session } from './sessions.ts'

const code = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }))

const someCode = shapeOf(Type.Object({ code, discountCode: code }))

/** The older documents say `discount-code`, the newer `discount-codes`. */
const paths = ['/sessions/discount-code', '/sessions/discount-codes'] as const

/** Codes that make a cart cheaper. */
export function discountCodeRoutes(door: Door): readonly Route[] {
  const { shop, codeGuesses } = door
  return paths.flatMap((path) => [
    routeWith('POST', path, 'Add a discount code', 'session', someCode, async (call) => {
      const given = call.body.code ?? call.body.discountCode
      if (given === undefined) throw new Refusal('body-invalid', 'code is required')
      const adding = () => addDiscountCode(shop, call.session().cart.id, given, asked(call, showSession))
      return session(door, call, await codeGuesses.guess(call.callerAddress(), adding))
    }),
    route('DELETE', `${path}/:code`, 'Remove a discount code', 'session', async (call) => {
      const { cart } = call.session()
      const given = call.param('code')
      const isThere = cart.discounts.some((discount) => discount.code.toUpperCase() === given.toUpperCase())
      if (!isThere) throw new Refusal('discount-not-found', `The discount code ${given} is not on the cart.`)
      return session(door, call, await removeDiscount(shop, cart.id, given, asked(call, showSession)))
    }),
  ])
}
