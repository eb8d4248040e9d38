import { isDeepStrictEqual } from 'node:util'
import type { Channel, StoreProfile } from '../../catalog/region.ts'
import type { CatalogFile, ChannelRecord } from '../catalog-file.ts'
import { within } from '../mistakes.ts'
import { slug } from '../slug.ts'
import { count, type Desk, stampOf } from './desk.ts'
import { Numbers } from './numbers.ts'
import type { Shelf } from './shelf.ts'

const defaultStoreName = 'Medusa Store'
const defaultChannelName = 'Default Sales Channel'

/**
 * What the file says of the shop as a whole. Currencies are added, never taken away: something may be priced in them.
 * Without any, a new shop has those of its regions; the default currency is the first.
 */
export function profileFrom(desk: Desk, file: CatalogFile, isNewShop: boolean): StoreProfile {
  const before = isNewShop ? null : desk.view.profile()
  const said = file.store?.currencies ?? (file.regions ?? []).map((region) => region.currency_code)
  const named = isNewShop || file.store?.currencies !== undefined ? said : []
  const currencies = [...new Set([...named, ...(before?.currencies ?? [])])]
  const chosen = file.store?.default_currency_code ?? before?.defaultCurrencyCode ?? currencies[0] ?? 'usd'
  if (!currencies.includes(chosen) && currencies.length > 0) {
    desk.mistakes.add('store.default_currency_code', `must be one of store.currencies, which "${chosen}" is not`)
  }
  const profile = {
    name: file.store?.name ?? before?.name ?? defaultStoreName,
    currencies,
    defaultCurrencyCode: chosen,
  }
  if (file.store !== undefined || isNewShop) {
    const isSame = isDeepStrictEqual(profile, desk.view.profile())
    count(desk, 'store', isSame ? 'unchanged' : isNewShop ? 'created' : 'updated')
  }
  return profile
}

/** Channels by name. A new shop has one in any case, since every cart belongs to one. */
export function translateChannels(desk: Desk, records: readonly ChannelRecord[], shelf: Shelf<Channel>): void {
  const isChannelMissing = records.length === 0 && shelf.all().length === 0
  const wanted = isChannelMissing ? [{ name: defaultChannelName }] : records
  const numbers = new Numbers(shelf.all(), wanted.map(numberOf))
  const groups = new Map(shelf.all().map((channel) => [channel.storeGroupId, channel.id]))
  for (const [at, record] of wanted.entries()) {
    const position = `channels[${at}]`
    const existing = shelf.recognise(desk.mistakes, record.name, undefined, position)
    const id = existing?.id ?? desk.newId('sc')
    const storeGroupId = record.store_group_id ?? existing?.storeGroupId ?? groupNameOf(record.name)
    const owner = groups.get(storeGroupId)
    if (owner !== undefined && owner !== id) {
      desk.mistakes.add(within(position, 'store_group_id'), `"${storeGroupId}" is another channel's already`)
    }
    groups.set(storeGroupId, id)
    if (record.number !== undefined && record.channel_id !== undefined && record.number !== record.channel_id) {
      desk.mistakes.add(within(position, 'number'), 'must be the same as channel_id')
    }
    shelf.settle(desk, 'channels', existing, {
      id,
      name: record.name,
      description: record.description ?? null,
      number: numbers.assign(desk.mistakes, id, numberOf(record), existing, within(position, 'channel_id')),
      storeGroupId,
      ...stampOf(desk, existing),
    })
  }
}

function numberOf(record: ChannelRecord): number | undefined {
  return record.channel_id ?? record.number
}

/** Brink's store group when the file names none: the channel's name as Brink spells such names. */
export function groupNameOf(name: string): string {
  return slug(name).replaceAll('-', '_').toUpperCase() || 'DEFAULT'
}
