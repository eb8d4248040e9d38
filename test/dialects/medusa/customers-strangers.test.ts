import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { medusaOperations } from '../../../src/dialects/medusa/medusa.ts'
import { type Answered, type MedusaDoor, openMedusaDoor } from './door.ts'
import { bearer, bob, hers, type Person, personOf, registerBob, signIn } from './people.ts'

let door: MedusaDoor
let adas: Person
let bobs: Person

beforeAll(async () => {
  door = await openMedusaDoor()
  adas = await personOf(door, await bearer(door), 'Secret Street 1')
  await registerBob(door)
  bobs = await personOf(door, await signIn(door, bob), 'Bob Road 1')
})

afterAll(() => door.close())

/** Everything that can be asked of a cart, by the owner's ids. */
function cartRequests({ cartId, lineId }: Person): readonly (readonly [string, string, object?])[] {
  const cart = `/carts/${cartId}`
  return [
    ['GET', cart],
    ['POST', cart, { email: 'thief@example.com' }],
    ['POST', `${cart}/line-items`, { variant_id: 'variant_x', quantity: 1 }],
    ['POST', `${cart}/line-items/${lineId}`, { quantity: 3 }],
    ['DELETE', `${cart}/line-items/${lineId}`],
    ['DELETE', `${cart}/discounts/TENPERCENT`],
    ['POST', `${cart}/shipping-methods`, { option_id: 'so_x' }],
    ['POST', `${cart}/taxes`],
    ['POST', `${cart}/payment-sessions`],
    ['POST', `${cart}/payment-session`, { provider_id: 'manual' }],
    ['POST', `${cart}/payment-sessions/manual`, { data: {} }],
    ['DELETE', `${cart}/payment-sessions/manual`],
    ['POST', `${cart}/payment-sessions/manual/refresh`],
    ['POST', `${cart}/complete`],
    ['POST', `${cart}/complete-cart`],
    ['GET', `/shipping-options/${cartId}`],
  ]
}

async function cartAsItIs({ cartId }: Person): Promise<string> {
  return JSON.stringify(await door.shop.store.read((books) => books.cart(cartId)))
}

test('every route of a cart is tried below', () => {
  const unused = { shop: door.shop } as Parameters<typeof medusaOperations>[0]
  const routes = medusaOperations(unused).map(({ method, path }) => `${method} ${path}`)
  const tried = cartRequests({ ...bobs, cartId: ':id', lineId: ':line_id' }).map(([method, path]) =>
    `${method} ${path}`.replace('TENPERCENT', ':code').replace('sessions/manual', 'sessions/:provider_id'),
  )
  const ofCarts = routes.filter((route) => / \/(carts\/|shipping-options\/)/.test(route))
  expect(tried.map((route) => route.replace('options/:id', 'options/:cart_id')).toSorted()).toEqual(ofCarts.toSorted())
})

describe('somebody else’s cart', () => {
  test('is not there for who is signed in, whatever they ask of it', async () => {
    for (const [owner, other] of [
      [adas, bobs],
      [bobs, adas],
    ] as const) {
      const before = await cartAsItIs(owner)
      for (const [method, path, body] of cartRequests(owner)) {
        const answer = await door.call(method, path, body, other.headers)
        expect([method, path, answer.status, answer.json?.['message']]).toEqual([
          method,
          path,
          404,
          `Cart with ${owner.cartId} was not found`,
        ])
      }
      expect(await cartAsItIs(owner)).toBe(before)
    }
  })

  test('that a guest began becomes the customer’s who reads it, and then nobody else’s', async () => {
    const id = await door.cart('PRODUCT-01-S')
    const taken = await door.call('GET', `/carts/${id}`, undefined, bobs.headers)
    expect(taken.json).toMatchObject({ cart: { customer_id: bobs.customerId, email: bob.email } })
    expect((await door.call('GET', `/carts/${id}`, undefined, adas.headers)).status).toBe(404)
    expect((await door.call('POST', `/carts/${id}`, { customer_id: adas.customerId }, adas.headers)).status).toBe(404)
  })

  test('says nothing of its owner to a guest who only knows the owner’s id', async () => {
    const id = await door.cart('PRODUCT-01-S')
    const tied = await door.call('POST', `/carts/${id}`, { customer_id: adas.customerId })
    expect(tied.json).toMatchObject({ cart: { customer_id: adas.customerId, email: null } })
    const variant_id = await door.variant('PRODUCT-02-S')
    const answers: Answered[] = [
      tied,
      await door.call('GET', `/carts/${id}`),
      await door.call('GET', `/carts/${id}?expand=customer,billing_address`),
      await door.call('POST', `/carts/${id}/line-items`, { variant_id, quantity: 1 }),
      await door.call('POST', `/carts/${id}`, { email: 'guest@example.com', customer_id: adas.customerId }),
      await door.call('POST', `/carts/${id}/payment-sessions`),
    ]
    for (const { status, text } of answers) {
      expect(status).toBe(200)
      for (const word of hers) expect(text).not.toContain(word)
    }
  })

  test('that a guest tied to a customer is theirs alone among those who are signed in', async () => {
    const id = await door.cart('PRODUCT-01-S')
    await door.call('POST', `/carts/${id}`, { customer_id: adas.customerId })
    expect((await door.call('GET', `/carts/${id}`, undefined, bobs.headers)).status).toBe(404)
    const own = await door.call('GET', `/carts/${id}`, undefined, adas.headers)
    expect(own.json).toMatchObject({ cart: { customer_id: adas.customerId } })
  })

  test('cannot be given away by who is signed in', async () => {
    const answer = await door.call('POST', `/carts/${bobs.cartId}`, { customer_id: adas.customerId }, bobs.headers)
    expect(answer.json).toMatchObject({ cart: { customer_id: bobs.customerId, email: bob.email } })
  })
})
