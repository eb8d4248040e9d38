import type { Channel } from '../../catalog/region.ts'
import { rememberedBy, row } from './json.ts'

/** What Medusa calls a sales channel. */
export const channelJson = rememberedBy((channel: Channel) => ({
  ...row(channel),
  name: channel.name,
  description: channel.description,
  is_disabled: false,
  metadata: null,
}))
