import { Type } from 'typebox'
import { addDiscountCode } from '../../commands/cart-codes.ts'
import { removeDiscount } from '../../commands/carts.ts'
import { shapeOf } from '../../http/schema.ts'
import { filled } from './bodies.ts'
import { showCart } from './cart-json.ts'
import { asked, type Door, keyedTo, type Route, route, withBody } from './route.ts'

const newDiscount = shapeOf(Type.Object({ code: filled }))

/** Codes on a cart: one that takes something off goods and one that makes shipping free; a new one takes its like's place. */
export function discountRoutes({ shop, codeGuesses }: Door): readonly Route[] {
  const discounts = '/carts/:id/discounts'
  return [
    withBody('POST', discounts, 'Apply a discount code', 'optional', newDiscount, (call) => {
      const keyed = keyedTo(call, [call.param('id')])
      const adding = () => addDiscountCode(shop, call.param('id'), call.body.code, asked(call, showCart, keyed))
      return codeGuesses.guess(call.callerAddress, adding)
    }),
    route('DELETE', `${discounts}/:code`, 'Take a discount code off', 'optional', (call) =>
      removeDiscount(shop, call.param('id'), call.param('code'), asked(call, showCart)),
    ),
  ]
}
