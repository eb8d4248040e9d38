import { Type } from 'typebox'
import type { Region } from '../../catalog/region.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { CatalogView } from '../../checkout/books.ts'
import { look, shippingPrice } from '../../commands/reads.ts'
import { chooseShipping, shippingOptionsFor } from '../../commands/shipping.ts'
import { shapeOf } from '../../http/schema.ts'
import { closed, freeObject } from './bodies.ts'
import { showCart } from './carts.ts'
import type { Json } from './json.ts'
import { profileJson } from './product-json.ts'
import { type Asked, flagText, text } from './query-params.ts'
import { ok } from './reply.ts'
import { ask, asked, type Door, get, post, type Route, withQuery } from './route.ts'
import { shippingOptionJson } from './shipping-json.ts'
import { viewParams } from './views.ts'

const params = { product_ids: text, region_id: text, is_return: flagText }

const choice = shapeOf(Type.Object({ option_id: Type.String(), data: Type.Optional(freeObject) }, closed))

/** The ways to ship, and choosing one. */
export function shippingRoutes({ shop }: Door): readonly Route[] {
  return [
    ask('/shipping-options', 'List shipping options', params, (_, wanted) =>
      look(shop, (books) => ok({ shipping_options: optionsAsked(books, wanted) })),
    ),
    get('/shipping-options/:cart_id', 'List shipping options for a cart', async (call) => {
      const options = await shippingOptionsFor(shop, call.param('cart_id'), call.signedInAs)
      return look(shop, (books) => ok({ shipping_options: options.map((option) => optionOfCart(option, books)) }))
    }),
    ...withQuery(viewParams, [
      post('/carts/:id/shipping-methods', 'Choose a shipping method', choice, (call) => {
        const wanted = { optionId: call.body.option_id, data: call.body.data ?? {} }
        return chooseShipping(shop, call.param('id'), wanted, asked(call, showCart))
      }),
    ]),
  ]
}

/** Nothing here is for returns. Products named: only what can ship one of them. */
function optionsAsked(books: CatalogView, wanted: Asked<typeof params>): readonly Json[] {
  if (wanted.is_return === true) return []
  const regionId = wanted.region_id || null
  const productIds = wanted.product_ids ? wanted.product_ids.split(',') : null
  const profiles = productIds && new Set(productIds.map((id) => books.product(id)?.profileId))
  return books
    .regions()
    .filter(({ id }) => regionId === null || id === regionId)
    .flatMap((region) => books.shippingOptionsOf(region.id).map((option) => ({ option, region })))
    .filter(({ option }) => !profiles || profiles.has(option.profileId))
    .map(({ option, region }) => ({ ...shippingOptionJson(option), ...priceJson(option, region) }))
}

function optionOfCart(option: ShippingOption, books: CatalogView): Json {
  const region = books.region(option.regionId)
  const profile = books.shippingProfile(option.profileId)
  return {
    ...shippingOptionJson(option),
    profile: profile && profileJson(profile),
    ...(region && priceJson(option, region)),
  }
}

function priceJson(option: ShippingOption, region: Region): Json {
  const { withTax, tax, taxes } = shippingPrice(option, region)
  return {
    requirements: option.requirements.map(({ id, type, amount }) => {
      return { id, shipping_option_id: option.id, type, amount, deleted_at: null }
    }),
    price_incl_tax: withTax,
    tax_rates: taxes.map(({ rate, name, code }) => ({ rate, name, code })),
    tax_amount: tax,
  }
}
