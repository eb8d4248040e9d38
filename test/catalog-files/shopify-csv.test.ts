import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Product } from '../../src/catalog/product.ts'
import { exportCatalog, importCatalog } from '../../src/commands/catalog.ts'
import { unitPriceFor } from '../../src/pricing/unit-price.ts'
import { Refusal } from '../../src/refusal.ts'
import { openTestStore } from '../support/store.ts'

/** Today's header set. */
const current = `Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Option2 name,Option2 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Product image URL,Gift card,SEO title
"Wool scarf, long",wool-scarf,"<p>Two
lines</p>",Sheep & Sons,Scarf,"winter, wool",TRUE,Active,SC-R,4006381333931,Colour,Red,Length,Long,29.90,39.90,shopify,7,DENY,180,https://img.example/red.jpg,FALSE,Scarf | Shop
,,,,,,,,SC-B,,,Blue,,Long,29.9,,shopify,-2,CONTINUE,180,https://img.example/blue.jpg,,
Postcard,postcard,,,,,TRUE,Draft,,,Title,Default Title,,,1,,,,,,,,
`

/** The one before. */
const older = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Position,Gift Card,Collection
mug,Mug,A mug,Potter,Cups,clay,true,Size,Small,MUG-S,300,shopify,4,deny,8.00,,https://img.example/1.jpg,1,false,Kitchen
mug,,,,,,,,Large,MUG-L,500,shopify,0,continue,12.00,15.00,,,,
mug,,,,,,,,,,,,,,,,https://img.example/2.jpg,2,,
`

type Store = Awaited<ReturnType<typeof openTestStore>>

let at: Store
beforeEach(async () => {
  at = await openTestStore()
  const store = { name: 'Shop', currencies: ['eur'], default_currency_code: 'eur' }
  const regions = [{ name: 'eu', currency_code: 'eur', countries: ['de'] }]
  await imported(JSON.stringify({ store, regions }), 'shop.json')
})
afterEach(() => at.close())

function imported(text: string, fileName = 'products.csv', more: { currencyCode?: string } = {}) {
  return importCatalog({ ...at, now: at.clock.now }, { text, fileName, format: null, ...more })
}

async function productOf(handle: string): Promise<Product> {
  const product = await at.store.read((books) => books.productByHandle(handle))
  return product ?? Promise.reject(new Error(`no ${handle}`))
}

async function mistakesIn(text: string): Promise<readonly string[]> {
  const error = await imported(text).catch((thrown: unknown) => thrown)
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${error}`)
  expect(error.code).toBe('catalog-invalid')
  return error.message.split('\n')
}

const pricesOf = (variant: Product['variants'][number] | undefined) =>
  variant && unitPriceFor(variant, { currencyCode: 'eur', regionId: null, quantity: 1, now: at.clock.now() })

describe('a product CSV with today’s columns', () => {
  test('becomes products with variants, prices, stock and pictures', async () => {
    const report = await imported(current)
    expect(report).toMatchObject({
      format: 'shopify-csv',
      nouns: { products: { created: 2 }, variants: { created: 3 } },
    })
    expect(report.leftOut).toEqual(['Vendor (1)', 'SEO title (1)'])
    const scarf = await productOf('wool-scarf')
    expect(scarf).toMatchObject({
      title: 'Wool scarf, long',
      description: '<p>Two\nlines</p>',
      status: 'published',
      type: { value: 'Scarf' },
      tags: [{ value: 'winter' }, { value: 'wool' }],
      thumbnail: 'https://img.example/red.jpg',
      options: [{ title: 'Colour' }, { title: 'Length' }],
      variants: [
        {
          title: 'Red / Long',
          sku: 'SC-R',
          barcode: '4006381333931',
          weight: 180,
          manageInventory: true,
          allowBackorder: false,
        },
        { title: 'Blue / Long', sku: 'SC-B', manageInventory: true, allowBackorder: true },
      ],
    })
    expect(scarf.images.map(({ url }) => url)).toEqual(['https://img.example/red.jpg', 'https://img.example/blue.jpg'])
    const stock = await at.store.read((books) => scarf.variants.map(({ id }) => books.stock(id)?.onHand))
    expect(stock).toEqual([7, 0])
  })

  test('sells what was cheaper than its compare-at price on sale', async () => {
    await imported(current)
    const { variants } = await productOf('wool-scarf')
    expect(pricesOf(variants[0])).toMatchObject({ amount: 2990, originalAmount: 3990, priceType: 'sale' })
    expect(pricesOf(variants[1])).toMatchObject({ amount: 2990, originalAmount: 2990, priceType: 'default' })
  })

  test('without options and stock is one variant that is never short; a draft stays one', async () => {
    await imported(current)
    const postcard = await productOf('postcard')
    expect(postcard).toMatchObject({
      status: 'draft',
      options: [],
      variants: [{ title: 'Default', manageInventory: false }],
    })
    expect(pricesOf(postcard.variants[0])?.amount).toBe(100 as never)
  })
})

test('a product CSV with the columns of before: rows of pictures, collections, sales without today’s words', async () => {
  const { leftOut } = await imported(older)
  expect(leftOut).toEqual(['Vendor (1)', 'Image Position (2)'])
  const mug = await productOf('mug')
  expect(mug.variants.map(({ title, sku }) => [title, sku])).toEqual([
    ['Small', 'MUG-S'],
    ['Large', 'MUG-L'],
  ])
  expect(mug.images).toHaveLength(2)
  expect(mug.collectionId).not.toBeNull()
  expect(pricesOf(mug.variants[1])).toMatchObject({ amount: 1200, originalAmount: 1500, priceType: 'sale' })
})

test('imported again changes nothing, with line ends and a byte order mark of Windows as well', async () => {
  await imported(current)
  const again = await imported(`\uFEFF${current.replaceAll('\n', '\r\n').replace('Two\r\nlines', 'Two\nlines')}`)
  expect(again.isChanged).toBe(false)
  const exported = JSON.stringify(await exportCatalog(at.store))
  expect((await imported(exported, 'export.json')).isChanged).toBe(false)
})

test('prices are in the store’s currency unless another is said', async () => {
  const yen = { store: { name: 'Shop', currencies: ['eur', 'jpy'], default_currency_code: 'eur' } }
  await imported(JSON.stringify(yen), 'store.json')
  await imported('Handle,Title,Variant Price\nfan,Fan,1200\n', 'fans.csv', { currencyCode: 'jpy' })
  const [variant] = (await productOf('fan')).variants
  expect(variant?.prices).toMatchObject([{ currencyCode: 'jpy', amount: 1200 }])
})

describe('a mistake is named by row and column, and nothing is imported', () => {
  const head = 'URL handle,Title,SKU,Price,Compare-at price,Inventory tracker,Inventory quantity,Status\n'

  test.each([
    ['a,A,A1,12.345,,,,', 'row 2, Price: must be an amount of eur such as 19.99, not "12.345"'],
    ['a,A,A1,-1,,,,', 'row 2, Price: must be an amount of eur such as 19.99, not "-1"'],
    ['a,A,A1,"1,50",,,,', 'row 2, Price: must be an amount of eur such as 19.99, not "1,50"'],
    ['a,A,A1,1,x,,,', 'row 2, Compare-at price: must be an amount of eur such as 19.99, not "x"'],
    ['a,A,A1,1,,shopify,many,', 'row 2, Inventory quantity: must be a whole number, not "many"'],
    ['a,A,A1,1,,,,sold', 'row 2, Status: must be active, draft or archived'],
    ['a,A,A1,1,,,,\nb,,B1,1,,,,', 'row 3, Title: must be text of 1 to 255 characters, not ""'],
  ])('%s', async (rows, told) => {
    const [headline, ...lines] = await mistakesIn(`${head}${rows}\n`)
    expect([headline, lines]).toEqual(['products.csv has a mistake; nothing was imported', [told]])
    expect(await at.store.read((books) => books.productByHandle('a'))).toBeNull()
  })

  test('what is no CSV, or no product’s', async () => {
    expect(await mistakesIn(`${head}a,"A,A1\n`)).toEqual([expect.stringMatching(/^products.csv is not CSV at line \d/)])
    const refused = importCatalog(
      { ...at, now: at.clock.now },
      { text: 'a,b\n1,2\n', fileName: 'x.csv', format: 'shopify-csv' },
    )
    await expect(refused).rejects.toThrow('x.csv has no columns for handle and title; nothing was imported')
  })
})

test('five thousand products are imported whole', async () => {
  const rows = Array.from({ length: 5_000 }, (_, number) => `p-${number},Product ${number},S-${number},9.99`)
  const { nouns } = await imported(`Handle,Title,Variant SKU,Variant Price\n${rows.join('\n')}\n`)
  expect(nouns).toMatchObject({ products: { created: 5_000 }, variants: { created: 5_000 } })
}, 30_000)
