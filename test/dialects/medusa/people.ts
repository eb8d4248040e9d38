import type { Announcement } from '../../../src/checkout/announcement.ts'
import { jobKinds } from '../../../src/checkout/job.ts'
import { runJob } from '../../support/shop.ts'
import { type Answered, type DoorOptions, type MedusaDoor, openMedusaDoor } from './door.ts'

/** In the test catalog. */
export const ada = { email: 'ada@peer.test', password: 'adapassword' }
export const bob = { first_name: 'Bob', last_name: 'Buyer', email: 'bob@peer.test', password: 'bobpassword' }

export const home = {
  first_name: 'Ada',
  last_name: 'Account',
  address_1: 'Street 1',
  city: 'Copenhagen',
  country_code: 'dk',
  postal_code: '1000',
}

export type Headers = Readonly<Record<string, string>>

/** A door with somebody behind it who mails what is announced. */
export interface DoorWithMail extends MedusaDoor {
  /** What was announced, once the work that is due is done. */
  mail(): Promise<readonly Announcement[]>
}

export async function openDoorWithMail(options: DoorOptions = {}): Promise<DoorWithMail> {
  const told: Announcement[] = []
  const announcer: DoorOptions['announcer'] = {
    endpointIds: ['mailer'],
    tell: async ({ announcement }) => {
      told.push(announcement)
      return { kind: 'delivered', status: 200 }
    },
  }
  const door = await openMedusaDoor({ ...options, announcer })
  return {
    ...door,
    mail: async () => {
      const due = await door.shop.store.jobs.claimDue(100, door.shop.now(), jobKinds)
      for (const job of due) await runJob(door.shop, job)
      return told
    },
  }
}

/** Signs in by cookie; what a browser would send from then on. */
export async function signIn(door: MedusaDoor, who: { email: string; password: string } = ada): Promise<Headers> {
  const { email, password } = who
  return cookieOf(await door.call('POST', '/auth', { email, password }))
}

/** Makes Bob's account, and what his browser sends from then on. */
export async function registerBob(door: MedusaDoor): Promise<Headers> {
  return cookieOf(await door.call('POST', '/customers', bob))
}

/** Signs in by access token. */
export async function bearer(door: MedusaDoor, who: { email: string; password: string } = ada): Promise<Headers> {
  const { email, password } = who
  const { json } = await door.call('POST', '/auth/token', { email, password })
  return { authorization: `Bearer ${json?.['access_token']}` }
}

export function cookieOf({ headers }: Answered): Headers {
  const [line = ''] = headers.getSetCookie()
  return { cookie: line.split(';')[0] ?? '' }
}

/** A field far inside an answer, as text. */
export function textAt({ json }: Answered, ...path: readonly (string | number)[]): string {
  let found: unknown = json
  for (const name of path) found = (found as Readonly<Record<string | number, unknown>> | undefined)?.[name]
  return String(found)
}

/** Has a cart completed for who sends those headers; the order's id. */
export async function buy(door: MedusaDoor, headers: Headers, sku = 'PRODUCT-01-S'): Promise<string> {
  const created = await door.call('POST', '/carts', { region_id: await door.region('eu') }, headers)
  const cart = `/carts/${textAt(created, 'cart', 'id')}`
  await door.call('POST', `${cart}/line-items`, { variant_id: await door.variant(sku), quantity: 1 }, headers)
  await door.call('POST', cart, { shipping_address: home }, headers)
  await door.call('POST', `${cart}/payment-sessions`, undefined, headers)
  await door.call('POST', `${cart}/complete`, undefined, { ...headers, prefer: 'respond-async' })
  await door.settle()
  return textAt(await door.call('POST', `${cart}/complete`, undefined, headers), 'data', 'id')
}

/** Words that stand in nothing but Ada's own things. */
export const hers = [ada.email, 'Ada Account', 'Secret Street']

/** What belongs to one person: who may ask for it, and the ids that somebody else might use. */
export interface Person {
  readonly headers: Headers
  readonly customerId: string
  readonly cartId: string
  readonly lineId: string
  readonly addressId: string
  readonly orderId: string
}

/** Somebody with an address, a cart of their own and an order. */
export async function personOf(door: MedusaDoor, headers: Headers, street: string): Promise<Person> {
  const me = await door.call('POST', '/customers/me/addresses', { address: { ...home, address_1: street } }, headers)
  const items = [{ variant_id: await door.variant('PRODUCT-01-S'), quantity: 1 }]
  const cart = await door.call('POST', '/carts', { region_id: await door.region('eu'), items }, headers)
  return {
    headers,
    customerId: textAt(me, 'customer', 'id'),
    addressId: textAt(me, 'customer', 'shipping_addresses', 0, 'id'),
    cartId: textAt(cart, 'cart', 'id'),
    lineId: textAt(cart, 'cart', 'items', 0, 'id'),
    orderId: await buy(door, headers),
  }
}
