import { giftCardNotFound } from '../../commands/cart-codes.ts'
import { look } from '../../commands/reads.ts'
import type { Shown } from '../../commands/receipts.ts'
import { regionJson } from './region-json.ts'
import { ok } from './reply.ts'
import { type Door, get, type Route } from './route.ts'

/** What a gift card still holds, for whoever knows its code. */
export function giftCardRoutes({ shop, codeGuesses }: Door): readonly Route[] {
  return [
    get('/gift-cards/:code', 'Read a gift card', (call) => {
      const code = call.param('code')
      const reading = (): Promise<Shown> =>
        look(shop, (books) => {
          const card = books.giftCardByCode(code)
          if (!card) throw giftCardNotFound(code, books)
          const region = books.region(card.regionId)
          const { id, value, balance } = card
          return ok({ gift_card: { id, code: card.code, value, balance, region: region && regionJson(region) } })
        })
      return codeGuesses.guess(call.callerAddress(), reading)
    }),
  ]
}
