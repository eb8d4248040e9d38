import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { medusaOperations } from '../../../src/dialects/medusa/medusa.ts'
import { type MedusaDoor, openMedusaDoor } from './door.ts'
import { ada, bearer, bob, type Headers, personOf, registerBob, signIn, textAt } from './people.ts'
import { type Allowed, type Own, strangersTable, type Target, type Try, type Unchanged } from './strangers-table.ts'

const phones = { ada: '+4511112222', bob: '+4533334444' }
const streets = { ada: 'Secret Street 1', bob: 'Hidden Road 2' }

/** A cart of its own for every try of every route, on a disk that others use as well. */
const patienceMs = 30_000

/** Somebody who tries; `signIn` gives them another session, for what ends theirs. */
interface Stranger {
  readonly name: string
  readonly isGuest: boolean
  readonly headers: Headers
  /** A cart of theirs, and what can be put into it. */
  readonly own: Own
  signIn(): Promise<Headers>
}

let door: MedusaDoor
/** The shop's, for looking only. */
let file: Database
const people = new Map<'ada' | 'bob', Target>()
const strangers = new Map<'ada' | 'bob', readonly Stranger[]>()

beforeAll(async () => {
  door = await openMedusaDoor()
  file = new Database(join(door.dataDir, 'cartwright.db'), { readonly: true })
  await registerBob(door)
  for (const [name, who] of [
    ['ada', ada],
    ['bob', bob],
  ] as const) {
    const headers = await signIn(door, who)
    await door.call('POST', '/customers/me', { phone: phones[name] }, headers)
    const person = await personOf(door, headers, streets[name])
    const order = await door.call('GET', `/orders/${person.orderId}`, undefined, headers)
    const displayId = Number(textAt(order, 'order', 'display_id'))
    people.set(name, { ...person, email: who.email, displayId, orderedCartId: textAt(order, 'order', 'cart_id') })
    const { password } = who
    strangers.set(name === 'ada' ? 'bob' : 'ada', [
      await strangerBy(`${name} by cookie`, password, () => signIn(door, who)),
      await strangerBy(`${name} by token`, password, () => bearer(door, who)),
      await strangerBy('a guest', password, async () => ({})),
    ])
  }
}, patienceMs)

afterAll(async () => {
  file.close()
  await door.close()
})

const routes = medusaOperations({} as Parameters<typeof medusaOperations>[0]).map(
  ({ method, path }) => `${method} ${path}`,
)

test('what strangers may is said of every route, and of no other', () => {
  expect(Object.keys(strangersTable).toSorted()).toEqual(routes.toSorted())
})

describe.each(['ada', 'bob'] as const)('with the ids of %s', (name) => {
  test.each(routes)(
    '%s',
    async (route) => {
      const tried = strangersTable[route]
      const [method = '', path = ''] = route.split(' ')
      const isOfCart = path.startsWith('/carts/') || path.startsWith('/shipping-options/')
      for (const stranger of strangers.get(name) ?? []) {
        const target = targetOf(name)
        const tries = tried?.(isOfCart ? await withNewCart(target) : target, stranger.own) ?? []
        expect(tries.length).toBeGreaterThan(0)
        for (const one of tries) await attempt(name, stranger, method, one)
      }
    },
    patienceMs,
  )
})

async function attempt(name: 'ada' | 'bob', stranger: Stranger, method: string, one: Try): Promise<void> {
  const allowed: Allowed = stranger.isGuest ? one.guest : one.customer
  const headers = method === 'DELETE' && one.path === '/auth' ? await stranger.signIn() : stranger.headers
  const asked = `${stranger.name}: ${method} ${one.path}`
  const before = rowsOf(name, allowed.unchanged)
  const answer = await answered(method, one, headers, allowed)
  expect([asked, answer.status]).toEqual([asked, allowed.status])
  expect([asked, ...differences(before, rowsOf(name, allowed.unchanged))]).toEqual([asked])
  for (const secret of secretsOf(name, allowed, one))
    expect([asked, answer.text]).not.toEqual([asked, expect.stringContaining(secret)])
  if (allowed.shows) expect(answer.json).toMatchObject(allowed.shows)
  if (one.owner === undefined) return
  const theirs = await answered(method, one, targetOf(name).headers, { status: one.owner })
  // What a stranger with a cart's id has sent to be completed already, or taken away, is not there a second time.
  if (!stranger.isGuest) expect([asked, 'by its owner', theirs.status]).toEqual([asked, 'by its owner', one.owner])
}

/** Taxes are worked out by a job, which somebody has to do. */
async function answered(method: string, { path, body }: Try, headers: Headers, { status }: Pick<Allowed, 'status'>) {
  const asking = door.call(method, path, body, headers)
  let isOver = !path.endsWith('/taxes') || status !== 200
  void asking.finally(() => {
    isOver = true
  })
  for (; !isOver; await Bun.sleep(5)) await door.settle()
  return asking
}

/** What must not stand in the answer: of a cart or an order that is there for who has its id, still nothing of the account. */
function secretsOf(name: 'ada' | 'bob', { status, unchanged }: Allowed, { path, body }: Try): readonly string[] {
  const ofAccount = [phones[name], streets[name]]
  const isById = status < 300 && (unchanged === 'account' || path.startsWith('/orders'))
  const { email } = targetOf(name)
  // What a stranger has said in the request is no secret to them.
  const isSaid = JSON.stringify(body ?? null).includes(email)
  return isById || isSaid ? ofAccount : [...ofAccount, email]
}

function targetOf(name: 'ada' | 'bob'): Target {
  const target = people.get(name)
  if (!target) throw new Error(`${name} is not there`)
  return target
}

/** With a cart of theirs that nobody has touched. */
async function withNewCart(target: Target): Promise<Target> {
  const { headers } = target
  const items = [{ variant_id: await door.variant('PRODUCT-01-S'), quantity: 1 }]
  const made = await door.call('POST', '/carts', { region_id: await door.region('eu'), items }, headers)
  const cartId = textAt(made, 'cart', 'id')
  await door.call('POST', `/carts/${cartId}`, { discounts: [{ code: 'TENPERCENT' }] }, headers)
  await door.call('POST', `/carts/${cartId}/payment-sessions`, undefined, headers)
  return { ...target, cartId, lineId: textAt(made, 'cart', 'items', 0, 'id') }
}

async function strangerBy(name: string, password: string, signingIn: () => Promise<Headers>): Promise<Stranger> {
  const headers = await signingIn()
  const regionId = await door.region('eu')
  const cart = await door.call('POST', '/carts', { region_id: regionId }, headers)
  const options = await door.call('GET', `/shipping-options?region_id=${regionId}`)
  const own: Own = {
    cartId: textAt(cart, 'cart', 'id'),
    password,
    variantId: await door.variant('PRODUCT-02-S'),
    optionId: textAt(options, 'shipping_options', 0, 'id'),
  }
  return { name, isGuest: name === 'a guest', headers, own, signIn: signingIn }
}

const ofAccounts = ['customers', 'orders', 'sessions', 'token_generations']
const ofCatalog = ['products', 'variants', 'regions', 'shipping_options', 'migrations']

/** What must stay: whether anything was written at all, or the rows in which an id of that person stands. */
function rowsOf(name: 'ada' | 'bob', unchanged: Unchanged): ReadonlySet<string> {
  // SQLite counts what other connections commit (`PRAGMA data_version`).
  if (unchanged === 'nothing') return new Set([JSON.stringify(file.query('pragma data_version').get())])
  const { customerId, addressId, orderId } = targetOf(name)
  const tables = file.query<{ name: string }, []>("select name from sqlite_master where type = 'table'").all()
  const looked = tables.filter((table) =>
    unchanged === 'account' ? ofAccounts.includes(table.name) : !ofCatalog.includes(table.name),
  )
  const rows = looked.flatMap((table) => {
    const all = file.query<Record<string, unknown>, []>(`select * from "${table.name}"`).all()
    return all.map((row) => `${table.name} ${JSON.stringify(row)}`)
  })
  return new Set(rows.filter((row) => [customerId, addressId, orderId].some((id) => row.includes(id))))
}

function differences(before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] {
  return [...before.symmetricDifference(after)]
}
