import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
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

describe('somebody else’s cart', () => {
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
