import { afterAll, beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type BigCommerceDoor, grete, type Json, openBigCommerceDoor } from './door.ts'

let door: BigCommerceDoor
let ids: Readonly<Record<string, string>>
beforeAll(async () => {
  door = await openBigCommerceDoor()
  const cart = await door.cart({ 'PRODUCT-02-S': 2 })
  const [line] = cart.line_items.physical_items
  const made = await door.call('POST', `/checkouts/${cart.id}/consignments`, [
    { address: grete, line_items: [{ item_id: line.id, quantity: 2 }] },
  ])
  ids = { cart: cart.id, item: line.id, consignment: made.json.data.consignments[0].id }
})
afterAll(async () => {
  await door.close()
})

const routes = [
  'POST /carts',
  'PUT /carts/{cart}',
  'POST /carts/{cart}/items',
  'PUT /carts/{cart}/items/{item}',
  'DELETE /carts/{cart}/items/x',
  'POST /carts/{cart}/redirect_urls',
  'PUT /carts/settings/channels/1',
  'POST /carts/{cart}/metafields',
  'PUT /carts/{cart}/metafields/1',
  'POST /carts/metafields',
  'PUT /carts/metafields',
  'DELETE /carts/metafields',
  'PUT /checkouts/{cart}',
  'POST /checkouts/{cart}/discounts',
  'POST /checkouts/{cart}/billing-address',
  'POST /checkouts/{cart}/consignments',
  'PUT /checkouts/{cart}/consignments/{consignment}',
  'POST /checkouts/{cart}/coupons',
  'POST /checkouts/{cart}/fees',
  'PUT /checkouts/{cart}/fees',
  'DELETE /checkouts/{cart}/fees',
  'POST /checkouts/{cart}/orders',
  'POST /checkouts/{cart}/token',
  'PUT /checkouts/settings',
] as const

const names = [
  ...['line_items', 'line_item', 'custom_items', 'gift_certificates', 'customer_id', 'channel_id', 'currency', 'code'],
  ...['locale', 'version', 'product_id', 'variant_id', 'quantity', 'list_price', 'option_selections', 'option_id'],
  ...['option_value', 'gift_wrapping', 'wrap_details', 'message', 'name', 'amount', 'theme', 'sender', 'recipient'],
  ...['email', 'country_code', 'address', 'item_id', 'shipping_option_id', 'custom_shipping', 'price', 'description'],
  ...['cart', 'discounts', 'discounted_amount', 'id', 'ids', 'fees', 'cost', 'type', 'display_name', 'source'],
  ...['permission_set', 'namespace', 'key', 'value', 'resource_id', 'query_params', 'maxUses', 'ttl', 'coupon_code'],
  ...['__proto__', 'constructor', 'toString', ''],
]

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1,
    2,
    3,
    1e21,
    1.005,
    1e-9,
    2 ** 53,
    '',
    'x',
    'EUR',
    'DK',
    'a@b.example',
    '\u0000',
    '💳',
  ),
  fc.string({ maxLength: 20 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

const { body } = fc.letrec((tie) => ({
  body: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    leaf,
    fc.array(tie('body'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('body'), { maxKeys: 5 }),
  ),
}))

test('whatever is sent, the answer is one of BigCommerce and no failure of ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, async (route, sent) => {
      const [method = '', path = ''] = route.split(' ')
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '')
      const { status, json, text } = await door.call(method, filled, sent as Json)
      expect(status, `${route} ${JSON.stringify(sent)}: ${text}`).toBeLessThan(500)
      if (status >= 400 && status !== 404) expect(json.status ?? json.meta?.total).toBeNumber()
    }),
    { numRuns: 1_200, seed: 20_260_124 },
  )
}, 60_000)

test('bodies that are nearly right are no failure of ours either', async () => {
  const spoil = (value: unknown, by: unknown, at: number): unknown => {
    if (typeof value !== 'object' || value === null) return by
    const entries = Object.entries(value)
    const place = at % Math.max(1, entries.length)
    const spoiled = entries.map(([key, part], index) => [
      key,
      index === place ? spoil(part, by, Math.floor(at / 7)) : part,
    ])
    return Array.isArray(value) ? spoiled.map(([, part]) => part) : Object.fromEntries(spoiled)
  }
  const good = {
    line_items: [
      {
        product_id: 2,
        variant_id: 3,
        quantity: 1,
        list_price: 2,
        option_selections: [{ option_id: 1, option_value: 1 }],
      },
    ],
    custom_items: [{ name: 'x', quantity: 1, list_price: 1, sku: 'y', image_url: 'z' }],
    gift_certificates: [
      {
        name: 'n',
        theme: 'Boy',
        amount: 5,
        quantity: 1,
        sender: { name: 'a', email: 'a@b.example' },
        recipient: { name: 'a', email: 'a@b.example' },
      },
    ],
    currency: { code: 'EUR' },
    locale: 'en',
    channel_id: 1,
  }
  await fc.assert(
    fc.asyncProperty(leaf, fc.nat(), async (by, at) => {
      const { status, text } = await door.call('POST', '/carts', spoil(good, by, at))
      expect(status, text).toBeLessThan(500)
    }),
    { numRuns: 600, seed: 7 },
  )
}, 60_000)
