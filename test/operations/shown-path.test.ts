import { describe, expect, test } from 'bun:test'
import { medusaOperations } from '../../src/dialects/medusa/medusa.ts'
import { pathsShownBy } from '../../src/operations/shown-path.ts'

const operations = medusaOperations({} as Parameters<typeof medusaOperations>[0])
const routes = operations.map(({ path }) => ({ path: `/store${path}` }))
const shown = pathsShownBy([
  ...routes,
  { path: '/store/*' },
  { path: '/' },
  { path: '/stores/:store_hash/v3/carts/:id' },
])

const cartId = 'cart_01KCV9T3XQ7Z6P4M2N8R5TABCD'

test('every part of every route is shown by its name, and what stands there is not', () => {
  const named = routes.filter(({ path }) => path.includes(':'))
  expect(named.length).toBeGreaterThan(20)
  for (const { path } of named) {
    for (const secret of ['ada@peer.test', 'ada%40peer.test', 'SUMMER-2026', 'summer', 'eyJhbGciOi.J9.x', '4111']) {
      // A gateway's name is no secret and looks like none.
      const asked = path.replace(/:provider_id/g, 'manual').replace(/:\w+/g, secret)
      expect(shown(asked)).toBe(path.replace(/:provider_id/g, 'manual'))
    }
  }
})

describe('a path', () => {
  test.each([
    ['/', '/'],
    ['/store/carts', '/store/carts'],
    ['/store/products/prod_01KCV9T3XQ7Z6P4M2N8R5TABCD', '/store/products/prod_01KCV9T3XQ7Z6P4M2N8R5TABCD'],
    [`/store/carts/${cartId}`, '/store/carts/cart_01KCV9T3XQ*ABCD'],
    [`/store/carts/${cartId}/discounts/TENPERCENT`, '/store/carts/cart_01KCV9T3XQ*ABCD/discounts/:code'],
    [`/store/carts/${cartId}/payment-sessions/test`, '/store/carts/cart_01KCV9T3XQ*ABCD/payment-sessions/test'],
    [
      `/store/carts/${cartId}/payment-sessions/ada@x.de`,
      '/store/carts/cart_01KCV9T3XQ*ABCD/payment-sessions/:provider_id',
    ],
    ['/store/carts/cart_made_up', '/store/carts/:id'],
    ['/stores/x7/v3/carts/019b36d0-f7b7-7e9a-b123-0123456789ab', '/stores/:store_hash/v3/carts/019b36d0-f7b7-*89ab'],
    // As express takes them, too.
    ['//Store/Auth/ada@peer.test/', '/store/auth/:email'],
    // What is not there is shown as far as nothing private can stand there.
    ['/nothing', '/nothing'],
    ['/store/cart', '/store/cart'],
    [`/store/cart/${cartId}`, '/store/cart/*'],
    [`/store/carts/${cartId}/nothing/here`, '/store/carts/*'],
    ['/store/gift-cards/summer/x', '/store/gift-cards/*'],
    ['/store/ada@peer.test', '/store/*'],
    [`/${cartId}`, '/*'],
  ])('%s is shown as %s', (path, line) => {
    expect(shown(path)).toBe(line)
  })

  test('of thousands of parts is no trouble', () => {
    expect(shown(`/store${'/x'.repeat(100_000)}`)).toBe('/store/x/*')
  })
})
