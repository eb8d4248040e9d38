import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Answered, type MedusaDoor, openMedusaDoor } from './door.ts'

let door: MedusaDoor
let eu: string
let manualTax: string

beforeAll(async () => {
  door = await openMedusaDoor()
  eu = await door.region('eu')
  manualTax = await door.region('se-manual-tax')
})

afterAll(() => door.close())

type Thing = Readonly<Record<string, unknown>>

async function ask(path: string): Promise<Answered> {
  return door.call('GET', path.replaceAll(' ', '%20'))
}

async function things(path: string, noun: string): Promise<readonly Thing[]> {
  const { status, json } = await ask(path)
  expect([path, status]).toEqual([path, 200])
  return (json?.[noun] ?? []) as readonly Thing[]
}

function partsOf(thing: Thing | undefined, name: string): readonly Thing[] {
  return (thing?.[name] ?? []) as readonly Thing[]
}

async function handles(query: string): Promise<unknown[]> {
  return (await things(`/products?${query}`, 'products')).map(({ handle }) => handle)
}

describe('a question that Medusa does not know, or knows otherwise, is refused in its words', () => {
  const unknown = 'property nope should not exist'
  const numeric = 'must be a number conforming to the specified constraints'
  const faults: readonly (readonly [string, string])[] = [
    ['/products?nope=1', unknown],
    ['/products?nope=1&other=2', `${unknown}, property other should not exist`],
    ['/products?status[]=draft', 'property status should not exist'],
    ['/products?title[]=x', 'title must be a string'],
    ['/products?handle=a&handle=b', 'handle must be a string'],
    ['/products?collection_id=x', 'collection_id must be an array'],
    ['/products?tags=x', 'tags must be an array'],
    ['/products?type_id=x', 'type_id must be an array'],
    ['/products?limit=abc', `limit ${numeric}`],
    ['/products?limit=1&limit=2', `limit ${numeric}`],
    ['/products?limit=-1', 'limit must not be less than 0'],
    ['/products?created_at=2020', 'nested property created_at must be either object or array'],
    ['/products?created_at[gte]=soon', 'gte must be a Date instance'],
    ['/products?created_at[nope]=1', unknown],
    ['/products?order=nope', 'Order field nope is not valid'],
    ['/products?fields=title,nope', 'Requested fields [nope] are not valid'],
    ['/products?expand=nope', 'Requested fields [nope] are not valid'],
    ['/products?[]=1', 'property 0 should not exist'],
    ['/products?updated_at[]=2020', 'nested property updated_at must be either object or array'],
    [
      '/products?created_at[gt]=soon&created_at[lt]=null&limit=x&offset=x&tags=x',
      `tags must be an array, lt must be a Date instance, gt must be a Date instance, offset ${numeric}, limit ${numeric}`,
    ],
    [`/products?q=${'x'.repeat(1_001)}`, 'q must be shorter than or equal to 1000 characters'],
    ['/products/prod_x?nope=1', unknown],
    ['/variants?nope=1', unknown],
    ['/variants?limit=1.5', 'limit must be an integer number'],
    ['/variants?expand=nope', 'Requested fields [nope] are not valid'],
    ['/variants?fields=nope&expand=other,other', 'Requested fields [other] are not valid'],
    ['/variants?ids[]=x', 'ids must be a string'],
    ['/variants?order=title', 'property order should not exist'],
    ['/variants?inventory_quantity=some', 'inventory_quantity must be one of: Number,NumericalComparisonOperator'],
    ['/variants/variant_x?nope=1', unknown],
    ['/regions?nope=1', unknown],
    ['/regions?expand=tax_rates', 'Requested fields [tax_rates] are not valid'],
    ['/regions/reg_x?expand=nope', 'Requested fields [nope] are not valid'],
    ['/collections?handle=x', 'handle must be an array'],
    ['/collections?fields=title', 'property fields should not exist'],
    ['/shipping-options?nope=1', unknown],
    ['/shipping-options?is_return=maybe', 'is_return must be a boolean string'],
    ['/product-tags?nope=1', unknown],
    ['/product-types?limit=abc', `limit ${numeric}`],
    ['/product-categories?nope=1', unknown],
    ['/orders', `display_id ${numeric}, email must be an email`],
    ['/orders?email=x&nope=1', `${unknown}, display_id ${numeric}, email must be an email`],
    [
      '/orders?display_id=1&email=a@b.cc&shipping_address[]=1',
      'nested property shipping_address must be either object or array',
    ],
    ['/orders?display_id=1&email=a@b.cc&nope=1', unknown],
    ['/orders?display_id=1&email=a@b.cc&shipping_address[x]=1', 'property x should not exist'],
    ['/orders/order_x?fields=updated_at', 'Requested fields [updated_at] are not valid'],
    ['/orders/cart/cart_x?nope=1', unknown],
    ['/carts/cart_x?nope=1', unknown],
    ['/carts/cart_x?fields[]=id', 'fields must be a string'],
  ]

  test.each(faults)('GET /store%s', async (path, message) => {
    const { status, json } = await ask(path)
    expect([status, json]).toEqual([400, { type: 'invalid_data', message }])
  })

  test('on changes of a cart, too, before anything is changed', async () => {
    const cart = `/carts/${await door.cart()}`
    for (const path of ['/carts', cart, `${cart}/line-items`, `${cart}/taxes`, `${cart}/payment-sessions`]) {
      const { status, json } = await door.call('POST', `${path}?nope=1`, {})
      expect([path, status, json?.['message']]).toEqual([path, 400, unknown])
    }
  })
})

describe('products', () => {
  test('are found by what they are', async () => {
    expect(await handles('title=On sale')).toEqual(['on-sale'])
    expect(await handles('title=on sale')).toEqual([])
    expect(await handles('description=On sale, seeded.')).toEqual(['on-sale'])
    expect(await handles('is_giftcard=TRUE')).toEqual(['gift-card'])
    expect(await handles('is_giftcard=maybe&limit=1')).toHaveLength(1)
    expect(await handles('q=backorder-s')).toEqual(['backorder'])
    expect(await handles('type_id[]=ptyp_x')).toEqual([])
    expect(await handles('category_id[]=pcat_x')).toEqual([])
    expect(await handles('sales_channel_id[]=sc_x')).toEqual([])
    expect(await handles('created_at[lt]=2020-01-01')).toEqual([])
    expect(await handles('updated_at[gt]=2020-01-01&limit=2')).toHaveLength(2)
  })

  test('are found by times as dates, as seconds, and whatever stands behind the last of several', async () => {
    for (const since of ['1700000000', '', '1e3', '2026-01-01']) {
      expect([since, await handles(`created_at[gt]=${since}&limit=1`)]).toEqual([since, ['gift-card']])
    }
    expect(await handles('created_at[lt]=1700000000')).toEqual([])
    expect(await handles('created_at[gt][]=2020-01-01&limit=1')).toEqual(['gift-card'])
  })

  test('are searched for with the wildcards of SQL, whatever is said of titles and descriptions besides', async () => {
    expect(await handles('q=Product_22')).toEqual(['product-22'])
    expect(await handles('q=pr%25t 22')).toEqual(['product-22'])
    expect(await handles('q=Product\\_22')).toEqual([])
    expect(await handles('q=%25&limit=1')).toHaveLength(1)
    expect(await handles('q=On sale&title=other&description=')).toEqual(['on-sale'])
  })

  test('are the same when a name that every object has is said, or a price context that is empty', async () => {
    const empty = 'cart_id=&region_id=&currency_code=&sales_channel_id='
    for (const query of ['constructor=1', 'hasOwnProperty=1', '__proto__[x]=1', 'toString[]=1', empty]) {
      expect([query, await handles(`${query}&limit=1`)]).toEqual([query, ['gift-card']])
    }
    const [product] = await things('/products?handle=on-sale&currency_code=', 'products')
    expect(partsOf(product, 'variants')).toMatchObject([{ original_price: null, tax_rates: null }, {}])
  })

  test('are found by ids in every spelling', async () => {
    const [first, second] = await things('/products?limit=2', 'products')
    const [a, b] = [String(first?.['id']), String(second?.['id'])]
    const both = [first?.['handle'], second?.['handle']]
    for (const query of [
      `id=${a}&id=${b}`,
      `id[]=${a}&id[]=${b}`,
      `id[0]=${a}&id[1]=${b}`,
      `id[][]=${a}&id[][]=${b}`,
    ]) {
      expect(await handles(query)).toEqual(both)
    }
    expect(await handles(`id=${a}`)).toEqual([first?.['handle']])
    expect(await handles(`id=${a},${b}`)).toEqual([])
  })

  test('come in the order that is asked for, page by page', async () => {
    expect(await handles('order=title&limit=2')).toEqual(['backorder', 'gift-card'])
    expect(await handles('order=-title&limit=2')).toEqual(['usd-only', 'unmanaged'])
    expect(await handles('order=created_at&limit=2')).toEqual(['product-01', 'product-02'])
    expect(await handles('order=created_at&limit=2&offset=1')).toEqual(['product-02', 'product-03'])
    expect(await handles('order=variants.title&limit=1&q=gift')).toEqual(['gift-card'])
    expect(await handles('order=-variants.title&limit=2')).toEqual(['product-21', 'product-18'])
    expect((await ask('/products?limit=1.5&offset=0.6&fields=handle&expand=')).json).toMatchObject({
      products: [{ handle: 'on-sale' }, {}],
      limit: 1.5,
      offset: 0.6,
    })
    expect((await ask('/products?limit=0')).json).toMatchObject({ count: 30, limit: 0, offset: 0 })
    expect(await handles('limit=0')).toHaveLength(30)
    expect((await ask('/products?limit=9999')).json).toMatchObject({ limit: 500 })
  })

  test('show what is asked for', async () => {
    const [plain] = await things('/products?fields=title&expand=variants&limit=1', 'products')
    expect(Object.keys(plain ?? {}).toSorted()).toEqual(['created_at', 'id', 'title', 'variants'])
    const [variant] = partsOf(plain, 'variants')
    for (const name of ['prices', 'options', 'calculated_price']) expect(Object.keys(variant ?? {})).not.toContain(name)
    const [less] = await things('/products?fields=-title&expand=&limit=1', 'products')
    expect(Object.keys(less ?? {})).toContain('handle')
    for (const name of ['title', 'variants', 'images']) expect(Object.keys(less ?? {})).not.toContain(name)
    const priced = await things(`/products?expand=variants,variants.prices&handle=on-sale&region_id=${eu}`, 'products')
    expect(priced).toMatchObject([{ variants: [{ calculated_price: 2550, original_price: 3000 }, {}] }])
  })

  test('have the tax of their own, whole, whatever else is on the page', async () => {
    const listed = await things(`/products?region_id=${eu}&expand=variants,variants.prices`, 'products')
    const [book] = listed.filter(({ handle }) => handle === 'reduced-tax-book')
    const ownRate = { rate: 5.5, name: 'Reduced', code: 'reduced', region_id: eu, metadata: null }
    expect(book).toMatchObject({ variants: [{ calculated_tax: 87, tax_rates: [ownRate] }] })
    const [first] = listed.filter(({ handle }) => handle === 'product-01')
    expect(first?.['variants']).toContainEqual(
      expect.objectContaining({ tax_rates: [{ rate: 20, name: 'default', code: 'default' }] }),
    )
  })

  test('have the prices of a region without tax where taxes are worked out on request, and all where none fits', async () => {
    const [manual] = await things(`/products?handle=on-sale&region_id=${manualTax}`, 'products')
    expect(manual).toMatchObject({
      variants: [{ calculated_price: 2550, calculated_price_incl_tax: null, tax_rates: null }, {}],
    })
    const [dollars] = await things(`/products?handle=usd-only&region_id=${eu}`, 'products')
    const [variant] = partsOf(dollars, 'variants')
    expect(variant).toMatchObject({ prices: [{ currency_code: 'usd', amount: 900 }] })
    expect(Object.keys(variant ?? {})).not.toContain('calculated_price')
    expect((await ask('/products?cart_id=cart_x')).status).toBe(404)
  })

  test('are found by searching, too', async () => {
    const { json } = await door.call('POST', '/products/search', { q: 'on sale', limit: 5 })
    expect(json).toMatchObject({ hits: [{ handle: 'on-sale' }] })
    expect((await door.call('POST', '/products/search', { limit: 'x' })).status).toBe(400)
  })
})

describe('variants', () => {
  const skus = async (query: string) => (await things(`/variants?${query}`, 'variants')).map(({ sku }) => sku)

  test('are found by ids, titles and what is left of them', async () => {
    const [one, other] = [await door.variant('PRODUCT-01-S'), await door.variant('ON-SALE-S')]
    expect((await skus(`ids=${one},${other}`)).toSorted()).toEqual(['ON-SALE-S', 'PRODUCT-01-S'])
    expect(await skus(`id[]=${one}`)).toEqual(['PRODUCT-01-S'])
    expect(await skus('title=25')).toEqual([null])
    expect((await skus('title=XL&limit=2')).toSorted()).toEqual(['PRODUCT-18-XL', 'PRODUCT-21-XL'])
    expect(await skus(`ids=${one},${other},${one}`)).toEqual(['ON-SALE-S', 'PRODUCT-01-S'])
    expect(await skus(`ids=${one}&fields=prices`)).toEqual([undefined])
    expect(await skus('inventory_quantity=3')).toEqual(['LOW-STOCK-S'])
    expect(await skus('inventory_quantity[]=3')).toEqual(['LOW-STOCK-S'])
    expect(await skus('inventory_quantity[gt]=0&inventory_quantity[lte]=3')).toEqual(['LOW-STOCK-S', 'LOW-STOCK-M'])
    expect(await skus('limit=2&offset=1')).toHaveLength(2)
    expect(await skus('offset=1000')).toEqual([])
  })

  test('show what is asked for, and always their prices', async () => {
    const [variant] = await things('/variants?fields=sku&expand=options&limit=1', 'variants')
    const names = Object.keys(variant ?? {})
    for (const name of ['id', 'created_at', 'sku', 'options', 'prices']) expect(names).toContain(name)
    for (const name of ['title', 'product']) expect(names).not.toContain(name)
  })
})

test('regions are ordered, paged and shown as asked', async () => {
  const names = async (query: string) => (await things(`/regions?${query}`, 'regions')).map(({ name }) => name)
  expect(await names('order=name')).toEqual(['duo', 'eu', 'na', 'se-manual-tax'])
  expect(await names('limit=1&offset=1')).toEqual(['se-manual-tax'])
  expect(await names('created_at[lt]=2000-01-01')).toEqual([])
  const [region] = await things('/regions?fields=name&expand=countries&limit=1', 'regions')
  expect(Object.keys(region ?? {}).toSorted()).toEqual(['countries', 'created_at', 'id', 'name'])
})

test('shipping options of a region that works taxes out on request have none', async () => {
  const options = await things(`/shipping-options?region_id=${manualTax}`, 'shipping_options')
  expect(options).toContainEqual(
    expect.objectContaining({ amount: 1500, price_incl_tax: 1500, tax_amount: 0, tax_rates: [] }),
  )
  expect(await things(`/shipping-options?region_id=${manualTax}&is_return=1`, 'shipping_options')).toHaveLength(2)
})

test('a cart shows what is asked for, and its totals always', async () => {
  const cart = `/carts/${await door.cart('PRODUCT-01-S')}`
  const { json } = await ask(`${cart}?fields=email,total&expand=region.currency,customer`)
  const shown = json?.['cart'] as Thing
  expect(shown).toMatchObject({ email: null, total: 1200, customer: null, region: { currency: { code: 'eur' } } })
  for (const name of ['context', 'region_id', 'payment_sessions']) expect(Object.keys(shown)).not.toContain(name)
  expect((await ask(`${cart}?expand=items.nothing`)).status).toBe(400)
})

describe('what this shop has nothing of', () => {
  test.each([
    ['/return-reasons', { return_reasons: [] }],
    ['/product-tags', { product_tags: [], count: 0, offset: 0, limit: 20 }],
    ['/product-types?limit=5', { product_types: [], count: 0, offset: 0, limit: 5 }],
    ['/product-categories', { product_categories: [], count: 0, offset: 0, limit: 100 }],
  ])('GET /store%s is an empty list', async (path, expected) => {
    expect((await ask(path)).json).toEqual(expected)
  })

  test.each([
    ['GET', '/return-reasons/rr_x', 'Return Reason with id: rr_x was not found.'],
    ['GET', '/order-edits/oe_x', 'Order edit with id oe_x was not found'],
    ['POST', '/order-edits/oe_x/complete', 'Order edit with id oe_x was not found'],
    ['GET', '/payment-collections/paycol_x', 'Payment collection with id paycol_x was not found'],
    ['POST', '/payment-collections/paycol_x/sessions', 'Payment collection with id paycol_x was not found'],
  ])('%s /store%s is not there', async (method, path, message) => {
    const { status, json } = await door.call(method, path, method === 'POST' ? {} : undefined)
    expect([status, json]).toEqual([404, { type: 'not_found', message }])
  })
})
