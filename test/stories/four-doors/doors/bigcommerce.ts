import { Database } from 'bun:sqlite'
import { join, resolve } from 'node:path'
import { fromUuid } from '../../../../src/id.ts'
import { asking, type Door, type Json, type Shopfront } from '../door.ts'

const program = resolve(import.meta.dir, '../../../../src/main.ts')

/** With a management key, as an integration on a server does; the order is paid elsewhere. */
export const bigCommerceDoor: Door = {
  name: 'bigcommerce',
  async shop(at, { pieces, discountCode, shipping, buyer }) {
    const token = await managementToken(at)
    const ask = (method: string, path: string, body?: object): Promise<Json> =>
      asking(at.base, method, `/stores/demo/v3${path}`, body, { 'x-auth-token': token, accept: 'application/json' })
    const numbers = numbersOf(
      at,
      pieces.map(({ sku }) => sku),
    )
    const currency = { code: await currencyOf(at, buyer.countryCode) }
    const line_items = pieces.map(({ sku, quantity }) => ({ ...numbers.get(sku), quantity }))
    const { data: cart } = await ask('POST', '/carts', { line_items, currency })
    const checkout = `/checkouts/${cart.id}`
    const address = {
      email: buyer.email,
      first_name: buyer.firstName,
      last_name: buyer.lastName,
      address1: buyer.street,
      postal_code: buyer.postalCode,
      city: buyer.city,
      country_code: buyer.countryCode,
    }
    await ask('POST', `${checkout}/billing-address`, address)
    const items = cart.line_items.physical_items.map(({ id, quantity }: Json) => ({ item_id: id, quantity }))
    const include = '?include=consignments.available_shipping_options'
    const { data: shipped } = await ask('POST', `${checkout}/consignments${include}`, [{ address, line_items: items }])
    const [consignment] = shipped.consignments
    if (discountCode !== null) await ask('POST', `${checkout}/coupons`, { coupon_code: discountCode })
    const option = consignment.available_shipping_options.find((one: Json) => one['description'] === shipping)
    const { data } = await ask('PUT', `${checkout}/consignments/${consignment.id}`, { shipping_option_id: option.id })
    const coupons: readonly Json[] = data.coupons
    return {
      cartId: fromUuid('cart', cart.id) ?? '',
      totals: {
        subtotal: cents(data.subtotal_ex_tax),
        discount: cents(coupons.reduce((total, coupon) => total + coupon['discounted_amount'], 0)),
        shipping: cents(data.shipping_cost_total_ex_tax),
        tax: cents(data.tax_total),
        total: cents(data.grand_total),
      },
      pay: async () => {
        const { data: order } = await ask('POST', `${checkout}/orders`)
        if (typeof order.id !== 'number') throw new Error(`ordering gave ${JSON.stringify(order)}`)
      },
    }
  },
}

async function managementToken({ dataDir }: Shopfront): Promise<string> {
  const words = ['keys', 'create', '--kind', 'management', '--json', '--data-dir', dataDir]
  const made = Bun.spawn(['bun', program, ...words], { stdout: 'pipe', stderr: 'pipe' })
  const [text, problem] = await Promise.all([new Response(made.stdout).text(), new Response(made.stderr).text()])
  if ((await made.exited) !== 0) throw new Error(problem)
  return JSON.parse(text).key
}

/** What the catalog says that neither storefront nor admin list shows yet: the numbers of what is sold. */
function numbersOf({ dataDir }: Shopfront, skus: readonly string[]): ReadonlyMap<string, object> {
  const database = new Database(join(dataDir, 'cartwright.db'), { readonly: true })
  const look = database.query<{ product_id: number; variant_id: number }, [string]>(
    `select products.number as product_id, variants.number as variant_id
     from variants join products on products.id = variants.product_id where variants.sku = ?`,
  )
  const found = new Map(skus.map((sku) => [sku, look.get(sku) ?? {}]))
  database.close()
  return found
}

/** Carts are made in a currency; the country then says the region. */
async function currencyOf({ base }: Shopfront, countryCode: string): Promise<string> {
  const { regions } = await asking(base, 'GET', '/store/regions')
  const sells = ({ countries }: Json) =>
    countries.some((country: Json) => country['iso_2'] === countryCode.toLowerCase())
  return regions.find(sells).currency_code
}

function cents(amount: number): number {
  return Math.round(amount * 100)
}
