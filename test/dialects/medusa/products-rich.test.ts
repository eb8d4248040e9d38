import { afterAll, beforeAll, expect, test } from 'bun:test'
import { importCatalog } from '../../../src/commands/catalog.ts'
import { type MedusaDoor, openMedusaDoor } from './door.ts'

let door: MedusaDoor

const prices = (amount: number) => [{ sku: 'LAMP-1', currency_code: 'eur', amount }]
const always = { type: 'sale', status: 'active' }

const catalog = {
  products: [
    {
      title: 'Lamp',
      handle: 'lamp',
      images: ['http://pictures.test/small.png', 'http://pictures.test/large.png'],
      tags: [{ value: 'Green' }, { value: 'under_score' }],
      type: { value: 'Light' },
      variants: [{ title: 'One', sku: 'LAMP-1', prices: [{ currency_code: 'eur', amount: 1000 }] }],
    },
  ],
  price_lists: [
    { name: 'Over', ...always, ends_at: '2025-12-31T00:00:00.000Z', prices: prices(500) },
    { name: 'To come', ...always, starts_at: '2099-01-01T00:00:00.000Z', prices: prices(600) },
    { name: 'Being written', type: 'sale', status: 'draft', prices: prices(700) },
    { name: 'Now', ...always, starts_at: '2020-01-01T00:00:00.000Z', prices: prices(800) },
  ],
}

beforeAll(async () => {
  door = await openMedusaDoor()
  await importCatalog(door.shop, { text: JSON.stringify(catalog), fileName: 'lamps', format: 'cartwright' })
})

afterAll(() => door.close())

test('a product shows prices of the lists that hold now, whether or not it is known for whom', async () => {
  for (const query of ['', '&currency_code=eur']) {
    const { json } = await door.call('GET', `/products?handle=lamp${query}`)
    const [product] = (json?.['products'] ?? []) as readonly { variants: readonly { prices: readonly Price[] }[] }[]
    const amounts = product?.variants[0]?.prices.map(({ amount, price_list }) => [amount, price_list?.name ?? null])
    expect([query, amounts?.toSorted()]).toEqual([
      query,
      [
        [1000, null],
        [800, 'Now'],
      ],
    ])
  }
})

test('a product without a small picture shows its first', async () => {
  const { json } = await door.call('GET', '/products?handle=lamp')
  expect(json).toMatchObject({ products: [{ thumbnail: 'http://pictures.test/small.png' }] })
})

test.each([
  ['tags', 'q=een', ['Green']],
  ['tags', 'q=E_', ['Green', 'under_score']],
  ['tags', 'q=r\\_s', ['under_score']],
  ['tags', 'q=%25', ['Green', 'under_score']],
  ['tags', 'value=Green', ['Green']],
  ['tags', 'value[]=Green&value[]=other', ['Green']],
  ['tags', 'value[contains]=E', ['Green', 'under_score']],
  ['tags', 'value[starts_with]=u', ['under_score']],
  ['tags', 'value[ends_with]=n', ['Green']],
  ['tags', 'value[gt]=a', ['under_score']],
  ['tags', 'value[gt]=a&value[contains]=z', []],
  ['types', 'value[lte]=Light', ['Light']],
  ['types', 'q=dark', []],
])('product %s are found by %s', async (noun, query, expected) => {
  const { json } = await door.call('GET', `/product-${noun}?${query}`)
  const found = (json?.[`product_${noun}`] ?? []) as readonly { value: string }[]
  expect(found.map(({ value }) => value).toSorted()).toEqual(expected)
})

test('parts of a text that there are no words for are refused', async () => {
  for (const query of ['value[x]=1', 'value[contains][]=1', `value[contains]=${'x'.repeat(201)}`]) {
    expect((await door.call('GET', `/product-tags?${query}`)).status).toBe(400)
  }
})

interface Price {
  readonly amount: number
  readonly price_list: { readonly name: string } | null
}
