import { type Client, connect, type Reply } from './client.ts'

/** What a load process is told, as JSON in its one argument. */
export interface Task {
  readonly base: string
  readonly target: 'bare' | 'cartwright'
  readonly what: 'add-line' | 'read-cart' | 'purchase'
  readonly connections: number
  readonly seconds: number
  /** Not counted. */
  readonly warmSeconds: number
  readonly carts: number
}

/** What it prints, as JSON. */
export interface Measured {
  /** Within the counted time. */
  readonly done: number
  /** Those of the warming up included. */
  readonly all: number
  readonly p50Ms: number
  readonly p99Ms: number
}

interface Shown {
  readonly id?: string
  readonly cart?: { readonly id: string }
  readonly products?: readonly { readonly variants: readonly { readonly id: string }[] }[]
  readonly shipping_options?: readonly { readonly id: string }[]
  readonly type?: string
}

/** Carts hold a handful of different things, as people's do. */
const variantsUsed = 5

const task = JSON.parse(process.argv[2] ?? '{}') as Task
const prefix = task.target === 'bare' ? '' : '/store'
const linesPath = task.target === 'bare' ? 'lines' : 'line-items'

const clients = await Promise.all(Array.from({ length: task.connections }, () => connect(task.base)))
const variants = task.target === 'bare' ? ['a', 'b', 'c', 'd', 'e'] : await variantIds(clients)
const carts = task.what === 'purchase' ? [] : await filledCarts(clients)
const step = { 'add-line': addLine, 'read-cart': readCart, purchase }[task.what]

const from = performance.now() + task.warmSeconds * 1000
const until = from + task.seconds * 1000
const timesMs: number[] = []
let all = 0
// Whoever listens may look at the server's clock now.
console.log('begins')
await Promise.all(clients.map(keepAsking))
timesMs.sort((one, other) => one - other)
const measured: Measured = {
  done: timesMs.length,
  all,
  p50Ms: timesMs[Math.floor(timesMs.length * 0.5)] ?? 0,
  p99Ms: timesMs[Math.floor(timesMs.length * 0.99)] ?? 0,
}
console.log(JSON.stringify(measured))
for (const client of clients) client.close()

async function keepAsking(client: Client): Promise<void> {
  for (let now = performance.now(); now < until; ) {
    const begun = now
    await step(client)
    now = performance.now()
    all += 1
    if (begun >= from && now <= until) timesMs.push(now - begun)
  }
}

async function addLine(client: Client): Promise<void> {
  await fine(client.ask('POST', `${prefix}/carts/${one(carts)}/${linesPath}`, lineBody()))
}

async function readCart(client: Client): Promise<void> {
  await fine(client.ask('GET', `${prefix}/carts/${one(carts)}`))
}

/** From an empty cart to an order, as a storefront does it: eight requests. */
async function purchase(client: Client): Promise<void> {
  const id = await newCart(client)
  const post = (path: string, body: object = {}) =>
    fine(client.ask('POST', `/store/carts/${id}${path}`, JSON.stringify(body)))
  await fine(client.ask('POST', `/store/carts/${id}/line-items`, lineBody()))
  await fine(client.ask('POST', `/store/carts/${id}/line-items`, lineBody()))
  const address = { first_name: 'A', last_name: 'B', address_1: 'C 1', city: 'D', country_code: 'de', postal_code: '1' }
  await post('', { email: 'a@example.com', shipping_address: address, billing_address: address })
  const { shipping_options: options } = await shown(client.ask('GET', `/store/shipping-options/${id}`))
  await post('/shipping-methods', { option_id: options?.[0]?.id })
  await post('/payment-sessions')
  const { type } = await shown(client.ask('POST', `/store/carts/${id}/complete`))
  if (type !== 'order') throw new Error(`complete answered ${type}`)
}

async function filledCarts(all: readonly Client[]): Promise<readonly string[]> {
  const each = Math.ceil(task.carts / all.length)
  const made = all.map(async (client) => {
    const ids: string[] = []
    for (let count = 0; count < each; count += 1) {
      const id = await newCart(client)
      for (let lines = 0; lines < 3; lines += 1) {
        await fine(client.ask('POST', `${prefix}/carts/${id}/${linesPath}`, lineBody()))
      }
      ids.push(id)
    }
    return ids
  })
  return (await Promise.all(made)).flat()
}

async function newCart(client: Client): Promise<string> {
  const { cart, id } = await shown(client.ask('POST', `${prefix}/carts`, '{}'))
  return cart?.id ?? id ?? ''
}

async function variantIds([client]: readonly Client[]): Promise<readonly string[]> {
  if (client === undefined) return []
  const { products = [] } = await shown(client.ask('GET', `/store/products?limit=${variantsUsed}`))
  return products.flatMap((product) => product.variants.slice(0, 1).map((variant) => variant.id))
}

function lineBody(): string {
  return `{"variant_id":"${one(variants)}","quantity":1}`
}

/** The answer, left as text: reading it is the storefront's work, and would slow down whoever makes load. */
async function fine(reply: Promise<Reply>): Promise<string> {
  const { status, body } = await reply
  if (status !== 200) throw new Error(`${status} ${body}`)
  return body
}

async function shown(reply: Promise<Reply>): Promise<Shown> {
  return JSON.parse(await fine(reply)) as Shown
}

function one(list: readonly string[]): string {
  return list[Math.floor(Math.random() * list.length)] ?? ''
}
