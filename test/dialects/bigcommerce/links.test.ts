import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { fromUuid, toUuid } from '../../../src/id.ts'
import { readyCart } from '../../support/shop.ts'
import { type BigCommerceDoor, grete, type Json, openBigCommerceDoor } from './door.ts'

const day = 86_400_000

let door: BigCommerceDoor
beforeAll(async () => {
  door = await openBigCommerceDoor()
})
afterAll(async () => {
  await door.close()
})

/** As a browser asks for an address of this server. */
const open = (url: string) => door.send('GET', url.replace('http://localhost', ''), null, {})
const submit = (path: string, fields: Record<string, string>) =>
  door.send('POST', path, new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  })

async function urls(query = '', body: object = {}): Promise<Json> {
  const cart = await door.cart({ 'PRODUCT-02-S': 1 })
  const { json, status } = await door.call('POST', `/carts/${cart.id}/redirect_urls${query}`, body)
  expect(status).toBe(201)
  return { cart, ...json.data }
}

describe('redirect URLs', () => {
  test('are three spellings of one link, which opens once', async () => {
    const { cart, cart_url, checkout_url, embedded_checkout_url } = await urls()
    expect(cart_url).toStartWith(`http://localhost/cart.php?action=load&id=${cart.id}&token=`)
    expect(checkout_url).toContain('action=loadInCheckout')
    expect(embedded_checkout_url).toContain('embedded=1')
    const path = checkout_url.replace('http://localhost', '')
    expect((await door.send('HEAD', path, null, {})).status).toBe(200)
    const visit = await open(checkout_url)
    expect([visit.status, visit.text]).toEqual([302, ''])
    expect(visit.headers.get('location')).toMatch(/^\/checkout-pages\/[\w-]{40,}$/)
    for (const url of [cart_url, checkout_url, embedded_checkout_url]) expect((await open(url)).status).toBe(404)
  })

  test('come with a cart that is made, changed or read, where they are asked for', async () => {
    const item = { name: 'Rope', quantity: 1, list_price: 1 }
    const made = await door.call('POST', '/carts?include=redirect_urls', { custom_items: [item] })
    const { id, redirect_urls } = made.json.data
    expect((await open(redirect_urls.cart_url)).status).toBe(302)
    const read = await door.call('GET', `/carts/${id}?include=redirect_urls`)
    expect(read.json.data.redirect_urls.cart_url).not.toBe(redirect_urls.cart_url)
    expect((await open(read.json.data.redirect_urls.cart_url)).status).toBe(302)
    const added = await door.call('POST', `/carts/${id}/items?include=redirect_urls`, { custom_items: [item] })
    expect((await open(added.json.data.redirect_urls.checkout_url)).status).toBe(302)
    expect((await door.call('GET', `/carts/${id}`)).json.data.redirect_urls).toBeUndefined()
  })

  test('are for carts that were made here', async () => {
    const made = await readyCart(door.shop, { sku: 'PRODUCT-02-S', quantity: 1, data: null })
    const path = `/carts/${toUuid(made.id)}`
    expect((await door.call('POST', `${path}/redirect_urls`, {})).json.status).toBe(422)
    const { status, json } = await door.call('GET', `${path}?include=redirect_urls`)
    expect([status, json.data.redirect_urls]).toEqual([200, undefined])
    expect((await door.call('POST', '/carts/nothing/redirect_urls', {})).json.status).toBe(404)
  })

  test('hold for 30 days', async () => {
    const own = await openBigCommerceDoor()
    try {
      const { id } = await own.cart({ 'PRODUCT-02-S': 1 })
      const link = async (): Promise<string> =>
        (await own.call('POST', `/carts/${id}/redirect_urls`, {})).json.data.cart_url.replace('http://localhost', '')
      const [early, late] = [await link(), await link()]
      own.clock.advance(30 * day - 1)
      expect((await own.send('GET', early, null, {})).status).toBe(302)
      own.clock.advance(1)
      expect((await own.send('GET', late, null, {})).status).toBe(404)
    } finally {
      await own.close()
    }
  })

  test('lead to no other cart, and nowhere when made up', async () => {
    const { cart_url, cart } = await urls()
    const other = await door.cart({ 'PRODUCT-01-S': 1 })
    expect((await open(cart_url.replace(cart.id, other.id))).status).toBe(404)
    for (const path of ['/cart.php', '/cart.php?token=x&id=y', '/checkout/x', '/checkout-pages/x']) {
      const { status, headers } = await open(path)
      expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    }
    expect((await open(cart_url)).status).toBe(302)
  })

  test('of a hundred and more, the oldest open nothing', async () => {
    const { cart, cart_url } = await urls()
    for (let at = 0; at < 100; at += 1) await door.call('POST', `/carts/${cart.id}/redirect_urls`, {})
    expect((await open(cart_url)).status).toBe(404)
  }, 20_000)

  test('are named as shoppers see this server, where a proxy says so', async () => {
    const behind = await openBigCommerceDoor({ trustsProxy: true })
    try {
      const { id } = await behind.cart({ 'PRODUCT-02-S': 1 })
      const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'pay.example.com' }
      const { json } = await behind.call('POST', `/carts/${id}/redirect_urls`, {}, headers)
      expect(json.data.cart_url).toStartWith('https://pay.example.com/cart.php?')
    } finally {
      await behind.close()
    }
  })

  test('lead to the shop’s own checkout where there is one, with what it is to be told', async () => {
    const own = await openBigCommerceDoor({ checkoutUrl: 'https://shop.example/checkout/{cart_id}?uuid={cart_uuid}' })
    try {
      const { id } = await own.cart({ 'PRODUCT-02-S': 1 })
      for (const query_params of [
        { utm: 'a b', n: 1 },
        [
          { key: 'utm', value: 'a b' },
          { key: 'n', value: '1' },
        ],
      ]) {
        const { json } = await own.call('POST', `/carts/${id}/redirect_urls`, { query_params })
        const { headers } = await own.send('GET', json.data.cart_url.replace('http://localhost', ''), null, {})
        expect(headers.get('location')).toBe(
          `https://shop.example/checkout/${fromUuid('cart', id)}?uuid=${id}&utm=a+b&n=1`,
        )
      }
    } finally {
      await own.close()
    }
  })

  test('refuse parameters that are none', async () => {
    const { cart } = await urls()
    const post = (query_params: unknown) => door.call('POST', `/carts/${cart.id}/redirect_urls`, { query_params })
    for (const wrong of ['x', { a: {} }, [{ key: 'a' }], { '': 'x' }, { a: 'x'.repeat(1001) }]) {
      expect((await post(wrong)).json.status).toBe(422)
    }
  })
})

describe('checkout tokens', () => {
  test('open the checkout as often and as long as they say', async () => {
    const own = await openBigCommerceDoor()
    try {
      const { id } = await own.cart({ 'PRODUCT-02-S': 1 })
      const made = await own.call('POST', `/checkouts/${id}/token`, { maxUses: 2, ttl: 60 })
      expect(made.status).toBe(200)
      const visit = () => own.send('GET', `/checkout/${id}?t=${made.json.data.checkoutToken}`, null, {})
      expect([(await visit()).status, (await visit()).status, (await visit()).status]).toEqual([302, 302, 404])
      const short = await own.call('POST', `/checkouts/${id}/token`, { maxUses: 2, ttl: 60 })
      own.clock.advance(60_000)
      expect((await own.send('GET', `/checkout/${id}?t=${short.json.data.checkoutToken}`, null, {})).status).toBe(404)
    } finally {
      await own.close()
    }
  })

  test.each([{ maxUses: 0 }, { ttl: 0 }, { ttl: 2_592_001 }, { maxUses: 'x' }])('refuse %j', async (body) => {
    const { id } = await door.cart({ 'PRODUCT-02-S': 1 })
    expect((await door.call('POST', `/checkouts/${id}/token`, body)).json.status).toBe(422)
  })

  test('are of checkouts that there are', async () => {
    expect((await door.call('POST', '/checkouts/nothing/token', {})).json.status).toBe(404)
  })
})

describe('the page', () => {
  test('asks for an address, a way to ship, and makes the order', async () => {
    const { cart, checkout_url } = await urls()
    const page = (await open(checkout_url)).headers.get('location') ?? ''
    const first = await open(page)
    expect(first.text).toContain('1 × Product 02')
    expect(first.text).toContain('23.99 EUR')
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(first.headers.get('cache-control')).toBe('no-store')
    const { country_code: _, ...address } = grete
    const sent = await submit(page, { step: 'address', ...address, country_code: 'dk' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, page])
    const shipping = await open(page)
    expect(shipping.text).toContain('Express, 15.00 EUR')
    const option = /name="option" value="([^"]+)"/.exec(shipping.text)?.[1] ?? ''
    expect((await submit(page, { step: 'shipping', option })).status).toBe(303)
    expect((await open(page)).text).toContain('Place the order')
    const ordered = submit(page, { step: 'order' })
    await ordered
    await door.settle()
    expect((await open(page)).text).toMatch(/number <strong>\d+<\/strong>/)
    expect((await door.call('GET', `/checkouts/${cart.id}`)).json.data.order_id).toBeNumber()
  })

  test('says what is wrong, and shows nothing as code', async () => {
    const item = { name: '<script>alert(1)</script>', quantity: 1, list_price: 1 }
    const { json } = await door.call('POST', '/carts?include=redirect_urls', { custom_items: [item] })
    const page = (await open(json.data.redirect_urls.cart_url)).headers.get('location') ?? ''
    expect((await open(page)).text).not.toContain('<script>')
    const wrong = await submit(page, { step: 'address', email: 'nobody', country_code: 'DK' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('must be an email address')
    expect((await submit(page, { step: 'order' })).status).toBe(400)
    expect((await submit(page, { step: 'shipping', option: 'x' })).status).toBe(400)
    expect((await submit('/checkout-pages/x', { step: 'order' })).status).toBe(404)
    expect((await submit(page, { step: 'address', email: 'x'.repeat(200_000) })).status).toBe(413)
  })
})
