import { Type } from 'typebox'
import { addGiftCard, removeGiftCard } from '../../commands/cart-codes.ts'
import { shapeOf } from '../../http/schema.ts'
import { asked, type Door, type Route, route, routeWith } from './route.ts'
import { showSession } from './session-json.ts'
import { session } from './sessions.ts'

const someCode = shapeOf(Type.Object({ code: Type.String({ minLength: 1, maxLength: 200 }) }))

/** Gift cards that pay: Brink leaves them to providers, here they are the shop's own. */
export function giftCardRoutes(door: Door): readonly Route[] {
  const { shop, codeGuesses } = door
  return [
    routeWith('POST', '/sessions/gift-cards', 'Pay with a gift card', 'session', someCode, async (call) => {
      const adding = () => addGiftCard(shop, call.session().cart.id, call.body.code, asked(call, showSession))
      return session(door, call, await codeGuesses.guess(call.callerAddress(), adding))
    }),
    route('DELETE', '/sessions/gift-cards/:code', 'Take a gift card off', 'session', async (call) => {
      const { cart } = call.session()
      const given = call.param('code')
      // The answers show a card's id beside its code, and both name it.
      const code = cart.giftCards.find(({ id }) => id === given)?.code ?? given
      return session(door, call, await removeGiftCard(shop, cart.id, code, asked(call, showSession)))
    }),
  ]
}
