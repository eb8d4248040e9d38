import { Type } from 'typebox'
import { look } from '../../commands/reads.ts'
import { putShopSetting } from '../../commands/shop-settings.ts'
import { shapeOf } from '../../http/schema.ts'
import { optional } from './bodies.ts'
import { channelIn } from './cart-settings.ts'
import { type Json, wrapped } from './json.ts'
import { ok } from './reply.ts'
import { type Door, plain, type Route, withBody } from './route.ts'

const urlMax = 2_048

const url = optional(Type.String({ maxLength: urlMax }))

const settings = shapeOf(
  Type.Object({
    custom_checkout_script_url: url,
    order_confirmation_use_custom_checkout_script: optional(Type.Boolean()),
    custom_order_confirmation_script_url: url,
    custom_checkout_supports_uco_settings: optional(Type.Boolean()),
    custom_checkout_sri_hash: url,
    custom_order_confirmation_sri_hash: url,
  }),
)

const unset = {
  custom_checkout_script_url: '',
  order_confirmation_use_custom_checkout_script: false,
  custom_order_confirmation_script_url: '',
  custom_checkout_supports_uco_settings: false,
  custom_checkout_sri_hash: '',
  custom_order_confirmation_sri_hash: '',
}

/** What storefronts want to know of a checkout of their own; kept for them, and of no meaning to the built-in page. */
export function checkoutSettingsRoutes({ shop }: Door): readonly Route[] {
  const channel = '/checkouts/settings/channels/:channel_id'
  const shown = (doc: Json | null) => ok(wrapped({ ...unset, ...doc }))
  const scopeOf = (number: number): string => `checkouts/${number}`
  const whole = 'checkouts'
  return [
    plain('GET', '/checkouts/settings', 'Get checkout settings', () =>
      look(shop, (books) => shown(books.shopSetting(whole))),
    ),
    withBody('PUT', '/checkouts/settings', 'Change checkout settings', settings, ({ body, keyed }) =>
      putShopSetting(shop, whole, said(body), { keyed, show: shown }),
    ),
    plain('GET', channel, "Get a channel's checkout settings", async (call) => {
      const scope = scopeOf(await channelIn(shop, call))
      return look(shop, (books) => shown(books.shopSetting(scope)))
    }),
    withBody('PUT', channel, "Change a channel's checkout settings", settings, async (call) => {
      const scope = scopeOf(await channelIn(shop, call))
      return putShopSetting(shop, scope, said(call.body), { keyed: call.keyed, show: shown })
    }),
  ]
}

/** Only what there is a setting for, and only what was said. */
function said(body: Json): Json {
  return Object.fromEntries(
    Object.keys(unset).flatMap((name) => (body[name] === undefined || body[name] === null ? [] : [[name, body[name]]])),
  )
}
