import type { Json } from './recordings.ts'
import type { Stage, Step } from './stage.ts'

/** What people in the recordings are called and where they live. */
export const address = {
  ...{ first_name: 'Ada', last_name: 'Lovelace', address_1: "12 St James's Sq", address_2: '', city: 'Copenhagen' },
  ...{ country_code: 'dk', postal_code: '1000', province: '', phone: '+4511111111', company: '' },
}
export const guest = { email: 'guest2@peer.test', shipping_address: address, billing_address: address }

/** What the preparations look at in answers. */
interface Answered {
  readonly cart?: {
    readonly id: string
    readonly items: readonly { id: string; variant_id: string; metadata: object }[]
  }
}

type Goods = Readonly<Record<string, number>>

/** 3.33 once, 19.99 twice, 6.50 three times: together they show every rounding rule. */
export const three: Goods = { 'PRODUCT-03-S': 1, 'PRODUCT-02-S': 2, 'PRODUCT-11-S': 3 }

/** 3.33, 7.77 and 5.05: nothing divides evenly over them. */
export const odd: Goods = { 'PRODUCT-03-S': 1, 'PRODUCT-09-S': 1, 'PRODUCT-15-S': 1 }

export interface CartWanted {
  /** By name; `eu` when not said. */
  readonly region?: string
  readonly goods?: Goods
  readonly update?: { readonly [name: string]: Json }
  /** The name of a shipping option. */
  readonly ship?: string
  readonly sessions?: boolean
}

/** Makes a cart and calls it by the recordings' word for it. */
export function cart(
  word: string,
  { region = 'eu', goods = {}, update, ship, sessions = false }: CartWanted = {},
): Step {
  return async ({ send, meanings }) => {
    const made: Answered = await send('POST /store/carts', { region_id: `<reg:${region}>` })
    meanings.bind(word, made.cart?.id ?? '')
    const at = `POST /store/carts/${word}`
    for (const [sku, quantity] of Object.entries(goods)) {
      await send(`${at}/line-items`, { variant_id: `<variant:${sku}>`, quantity })
    }
    if (update) await send(at, update)
    if (ship !== undefined) await send(`${at}/shipping-methods`, { option_id: `<so:${region}/${ship}>` })
    if (sessions) await send(`${at}/payment-sessions`)
  }
}

/** A cart that only waits to be completed. */
export function readyCart(word: string, wanted: CartWanted = {}): Step {
  return cart(word, { goods: { 'PRODUCT-01-S': 1 }, update: guest, ship: 'Standard', sessions: true, ...wanted })
}

/** As `readyCart`, but nothing is going to ship. */
export function readyToPickUp(word: string, goods: Goods = { 'PRODUCT-01-S': 1 }): Step {
  return cart(word, { goods, update: guest, sessions: true })
}

/** A cart in the region with two payment providers; the second one is selected and will answer in this way. */
export function secondProviderCart(word: string, outcome: string): readonly Step[] {
  const at = `POST /store/carts/${word}`
  return [
    readyCart(word, { region: 'duo', update: italian }),
    does(`${at}/payment-session`, { provider_id: '<second>' }),
    does(`${at}/payment-sessions/<second>`, { data: { outcome } }),
  ]
}

export const italian = { email: 'duo@peer.test', shipping_address: { ...address, country_code: 'it' } }

/** Something on the way that was not recorded. */
export function does(line: string, body?: Json): Step {
  return async ({ send }) => {
    await send(line, body)
  }
}

/** Calls the cart's line with that variant by the recordings' word for it. */
export function line(
  word: string,
  cartWord: string,
  sku: string,
  wanted: (metadata: object) => boolean = () => true,
): Step {
  return async ({ send, meanings }: Stage) => {
    const read: Answered = await send(`GET /store/carts/${cartWord}`)
    const variantId = meanings.of(`<variant:${sku}>`)
    const found = read.cart?.items.find((item) => item.variant_id === variantId && wanted(item.metadata))
    if (!found) throw new Error(`${cartWord} has no line with ${sku}`)
    meanings.bind(word, found.id)
  }
}

export function discounts(...codes: string[]): { discounts: { code: string }[] } {
  return { discounts: codes.map((code) => ({ code })) }
}

export function giftCards(...codes: string[]): { gift_cards: { code: string }[] } {
  return { gift_cards: codes.map((code) => ({ code })) }
}
