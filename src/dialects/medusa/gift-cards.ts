import { look } from '../../commands/reads.ts'
import { Refusal } from '../../refusal.ts'
import { regionJson } from './region-json.ts'
import { ok } from './reply.ts'
import { type Door, get, type Route } from './route.ts'

/** What a gift card still holds, for whoever knows its code. */
export function giftCardRoutes({ shop }: Door): readonly Route[] {
  return [
    get('/gift-cards/:code', 'Read a gift card', (call) => {
      const code = call.param('code')
      return look(shop, (books) => {
        const card = books.giftCardByCode(code)
        if (!card) throw new Refusal('gift-card-not-found', 'There is no such gift card', { code })
        const region = books.region(card.regionId)
        const { id, value, balance } = card
        return ok({ gift_card: { id, code: card.code, value, balance, region: region && regionJson(region) } })
      })
    }),
  ]
}
