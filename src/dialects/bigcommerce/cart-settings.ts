import { Type } from 'typebox'
import { cartSettingsScope, purchasingIn } from '../../checkout/purchasing.ts'
import { channelNumbered } from '../../commands/managed-carts.ts'
import { look } from '../../commands/reads.ts'
import { putShopSetting } from '../../commands/shop-settings.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { wrapped } from './json.ts'
import { ok } from './reply.ts'
import { type Call, type Door, plain, type Route, withBody } from './route.ts'

const wholeShop = shapeOf(Type.Object({ allow_purchasing: Type.Boolean() }))
const oneChannel = shapeOf(Type.Object({ allow_purchasing: Type.Union([Type.Boolean(), Type.Null()]) }))

/** Whether anything may be bought, in the whole shop and channel by channel; null leaves a channel to the shop. */
export function cartSettingsRoutes({ shop }: Door): readonly Route[] {
  const channel = '/carts/settings/channels/:channel_id'
  const shown = (allowed: unknown) => ok(wrapped({ allow_purchasing: allowed }))
  return [
    plain('GET', '/carts/settings', 'Get cart settings', async () =>
      shown((await look(shop, (books) => purchasingIn(books, null))) ?? true),
    ),
    withBody('PUT', '/carts/settings', 'Change cart settings', wholeShop, ({ body, keyed }) => {
      const said = { allow_purchasing: body.allow_purchasing }
      return putShopSetting(shop, cartSettingsScope(null), said, {
        keyed,
        show: (doc) => shown(doc['allow_purchasing']),
      })
    }),
    plain('GET', channel, "Get a channel's cart settings", async (call) => {
      const number = await channelIn(shop, call)
      return shown(await look(shop, (books) => purchasingIn(books, number)))
    }),
    withBody('PUT', channel, "Change a channel's cart settings", oneChannel, async (call) => {
      const scope = cartSettingsScope(await channelIn(shop, call))
      const said = { allow_purchasing: call.body.allow_purchasing }
      const show = (doc: Readonly<Record<string, unknown>>) => shown(doc['allow_purchasing'])
      return putShopSetting(shop, scope, said, { keyed: call.keyed, show })
    }),
  ]
}

/** The number in the path, if it is a channel's. */
export async function channelIn(shop: Door['shop'], call: Pick<Call, 'param'>): Promise<number> {
  const said = call.param('channel_id')
  const number = /^[1-9]\d{0,9}$/.test(said) ? Number(said) : 0
  const channel = await look(shop, (books) => channelNumbered(books, number))
  if (!channel) throw new Refusal('channel-not-found', `There is no channel ${said}.`, { field: 'channel_id' })
  return channel.number
}
