/** Talks to a running server as a storefront without a client would; throws when the answer is a refusal. */
export async function ask(base: string, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${base}/store${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

interface Shown {
  readonly cart: { readonly id: string }
  readonly shipping_options: readonly { readonly id: string }[]
  readonly products: readonly { readonly is_giftcard: boolean; readonly variants: readonly { readonly id: string }[] }[]
}

/** A cart of the demo shop with nothing left to do but to complete it; `data` tells the test bank what to do. */
export async function cartReadyToComplete(base: string, data: object): Promise<string> {
  const { products } = (await ask(base, 'GET', '/products')) as Shown
  const { cart } = (await ask(base, 'POST', '/carts', {})) as Shown
  const variant = products.find((product) => !product.is_giftcard)?.variants[0]
  await ask(base, 'POST', `/carts/${cart.id}/line-items`, { variant_id: variant?.id, quantity: 1 })
  const address = { first_name: 'A', last_name: 'B', address_1: 'C 1', city: 'D', country_code: 'de', postal_code: '1' }
  const who = { email: 'a@example.com', shipping_address: address, billing_address: address }
  await ask(base, 'POST', `/carts/${cart.id}`, who)
  const { shipping_options } = (await ask(base, 'GET', `/shipping-options/${cart.id}`)) as Shown
  await ask(base, 'POST', `/carts/${cart.id}/shipping-methods`, { option_id: shipping_options[0]?.id })
  await ask(base, 'POST', `/carts/${cart.id}/payment-sessions`, {})
  await ask(base, 'POST', `/carts/${cart.id}/payment-session`, { provider_id: 'test' })
  await ask(base, 'POST', `/carts/${cart.id}/payment-sessions/test`, { data })
  return cart.id
}
