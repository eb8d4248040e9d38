import type { ShippingProfile } from '../../catalog/product.ts'
import type { Region } from '../../catalog/region.ts'
import type { ShippingOption, ShippingRequirement } from '../../catalog/shipping-option.ts'
import { minor } from '../../money/money.ts'
import type { CatalogFile, ShippingOptionRecord } from '../catalog-file.ts'
import { type Position, within } from '../mistakes.ts'
import { type Desk, stampOf } from './desk.ts'
import type { Shelf } from './shelf.ts'

/** Medusa's two profiles, which every shop has. */
const builtIn: readonly Pick<ShippingProfile, 'key' | 'name' | 'type'>[] = [
  { key: 'default', name: 'Default Shipping Profile', type: 'default' },
  { key: 'gift_card', name: 'Gift Card Profile', type: 'gift_card' },
]

/** The profile of a product that names none. */
export function profileKeyOf(record: { readonly profile?: string; readonly is_giftcard?: boolean }): string {
  return record.profile ?? (record.is_giftcard === true ? 'gift_card' : 'default')
}

/** The two profiles of every shop, and those that products name. */
export function translateProfiles(desk: Desk, file: CatalogFile, shelf: Shelf<ShippingProfile>): void {
  const keys = (file.products ?? []).map(profileKeyOf)
  const custom = [...new Set(keys)].filter((key) => !builtIn.some((profile) => profile.key === key))
  const wanted = [...builtIn, ...custom.map((key) => ({ key, name: key, type: 'custom' as const }))]
  for (const profile of wanted) {
    const existing = shelf.find(profile.key)
    if (existing !== null) continue
    shelf.settle(desk, 'shipping_profiles', null, { id: desk.newId('sp'), ...profile, ...stampOf(desk, null) })
  }
}

/** What tells shipping options apart. */
export function shippingKeyOf(option: Pick<ShippingOption, 'regionId' | 'name' | 'profileId'>): string {
  return JSON.stringify([option.regionId, option.name, option.profileId])
}

/** Shipping options by region, name and profile. A flat rate must have an amount, as in Medusa. */
export function translateShippingOptions(
  desk: Desk,
  records: readonly ShippingOptionRecord[],
  shelf: Shelf<ShippingOption>,
  regions: Shelf<Region>,
  profiles: Shelf<ShippingProfile>,
): void {
  for (const [at, record] of records.entries()) {
    const position = `shipping_options[${at}]`
    const region = regionNamed(desk, record.region, regions, within(position, 'region'))
    const profile = profiles.find(record.profile ?? 'default')
    if (profile === null) {
      const known = '"default", "gift_card" or a profile that a product has'
      desk.mistakes.add(within(position, 'profile'), `must be ${known}, which "${record.profile}" is not`)
    }
    if (region === null || profile === null) continue
    const key = shippingKeyOf({ regionId: region.id, name: record.name, profileId: profile.id })
    const existing = shelf.recognise(desk.mistakes, key, record.id, position)
    if (record.amount === undefined && record.price_type !== 'calculated') {
      desk.mistakes.add(within(position, 'amount'), 'is missing: a flat rate has an amount')
    }
    shelf.settle(desk, 'shipping_options', existing, {
      id: existing?.id ?? record.id ?? desk.newId('so'),
      name: record.name,
      regionId: region.id,
      profileId: profile.id,
      providerId: record.provider_id ?? 'manual',
      priceType: record.price_type ?? 'flat_rate',
      amount: minor(record.amount ?? 0),
      requirements: requirementsOf(desk, record, existing, position),
      data: record.data ?? {},
      metadata: record.metadata ?? null,
      ...stampOf(desk, existing),
    })
  }
}

/** A region by name; without a name the shop's first region. An unknown one is a mistake. */
export function regionNamed(
  desk: Desk,
  name: string | undefined,
  regions: Shelf<Region>,
  position: Position,
): Region | null {
  if (name === undefined) {
    const first = regions.all()[0] ?? null
    if (first === null) desk.mistakes.add(position, 'is missing, and there is no region')
    return first
  }
  const region = regions.find(name)
  if (region === null) desk.mistakes.add(position, `there is no region "${name}"`)
  return region
}

function requirementsOf(
  desk: Desk,
  record: ShippingOptionRecord,
  existing: ShippingOption | null,
  position: Position,
): readonly ShippingRequirement[] {
  const requirements = record.requirements ?? []
  const least = requirements.find((requirement) => requirement.type === 'min_subtotal')
  const most = requirements.find((requirement) => requirement.type === 'max_subtotal')
  if (requirements.length === 2 && (least === undefined || most === undefined)) {
    desk.mistakes.add(within(position, 'requirements'), 'must not have the same type twice')
  }
  if (least !== undefined && most !== undefined && least.amount > most.amount) {
    desk.mistakes.add(within(position, 'requirements'), 'must not ask for more than they allow')
  }
  return requirements.map(({ type, amount }) => ({
    id: existing?.requirements.find((known) => known.type === type)?.id ?? desk.newId('sor'),
    type,
    amount: minor(amount),
  }))
}
