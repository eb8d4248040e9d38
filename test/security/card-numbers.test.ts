import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Honest, honestRequests, type JsonSchema, objectsIn, type Place, withAt } from './medusa-requests.ts'
import { openTarget, type Target } from './target.ts'

/** Numbers that card schemes publish for tests, in the ways in which people write them. */
const asText = [
  '4242424242424242',
  '4242 4242 4242 4242',
  '4242-4242-4242-4242',
  'card 4242424242424242, 12/30, 123',
  '3782 822463 10005',
  '6011000990139424',
] as const
const asNumber = [4242424242424242, 6011000990139424]
const traces = /4242[ -]?4242[ -]?4242|3782[ -]?822463[ -]?10005|6011000990139424/

/** What is written down about somebody, whatever it is called at which place. */
const particulars = [
  'first_name',
  'last_name',
  'company',
  'address_1',
  'address_2',
  'city',
  'province',
  'postal_code',
  'phone',
]

let target: Target
beforeAll(async () => {
  target = await openTarget()
}, 60_000)
afterAll(() => target.close())

/** Objects that are the caller's own, to fill as they like. */
const isFree = ({ type, properties, additionalProperties }: JsonSchema): boolean =>
  type === 'object' && additionalProperties !== false && Object.keys(properties ?? {}).length === 0

const branches = (schema: JsonSchema): readonly JsonSchema[] => schema.anyOf?.flatMap(branches) ?? [schema]

/** Each place of a body that takes text or things of the caller's own. */
function places({ schema, body }: Honest): readonly { readonly place: Place; readonly isFree: boolean }[] {
  return objectsIn(schema ?? {}, body).flatMap(({ place, schema: object }) =>
    Object.entries(object.properties ?? {})
      .filter(([, each]) => branches(each).some((one) => one.type === 'string' || isFree(one)))
      .map(([name, each]) => ({ place: [...place, name], isFree: branches(each).some(isFree) })),
  )
}

async function post(honest: Honest, place: Place, value: unknown) {
  const { status, json } = await target.call('POST', honest.path, withAt(honest.body, place, value), target.ada)
  return [honest.route, place.join('.'), status, json?.['code']]
}

function nested(value: unknown): readonly unknown[] {
  return [{ number: value }, { a: { b: [{ c: value }] } }, { [String(value)]: true }]
}

test('a card number is refused wherever text or notes are taken, however it is written', async () => {
  let tried = 0
  for (const honest of honestRequests(target).filter(({ schema }) => schema !== null)) {
    for (const { place, isFree: isOwn } of places(honest)) {
      // What is tried as a password is compared and forgotten.
      const isKept = (isOwn && place.at(-1) !== 'password') || particulars.includes(String(place.at(-1)))
      const values = isOwn ? [...asText, ...asNumber].flatMap(nested) : asText
      for (const value of values) {
        const isPhone = place.at(-1) === 'phone'
        // Fifteen digits and less may be a telephone number: those are refused nowhere.
        if (isPhone && String(value).replaceAll(/\D/g, '').length === 15) continue
        const answer = await post(honest, place, value)
        tried += 1
        if (isKept) expect(answer).toEqual([honest.route, place.join('.'), 400, 'possible_card_data'])
        else expect(answer[2]).toBeLessThan(500)
      }
    }
  }
  expect(tried).toBeGreaterThan(300)
}, 120_000)

test('an e-mail address is no place for one', async () => {
  for (const honest of honestRequests(target)) {
    if (!('email' in honest.body) || honest.route.startsWith('/auth') || honest.route.includes('password-')) continue
    expect(await post(honest, ['email'], '4242424242424242@example.com')).toEqual([
      honest.route,
      'email',
      400,
      'possible_card_data',
    ])
  }
})

test('in paths, queries and headers it leaves no trace either', async () => {
  const [card] = asText
  const headers = { 'x-request-id': card, 'user-agent': `shop ${card}` }
  const statuses = await Promise.all([
    target.call('GET', `/store/carts/${card}`, undefined, headers),
    target.call('GET', `/store/gift-cards/${card}`, undefined, headers),
    target.call('GET', `/nowhere/${card}?card=${card}`, undefined, headers),
    target.call('GET', `/checkouts/${card}`, undefined, headers),
    target.call('POST', `/webhooks/${card}`, { card }, headers),
    target.call('POST', '/store/carts', { context: { note: card } }, headers),
  ])
  for (const { status, headers: said } of statuses) {
    expect([400, 404]).toContain(status)
    expect(said.get('x-request-id')).not.toContain(card)
  }
})

test('afterwards there is none in any table and in nothing that was logged', async () => {
  expect(traces.test(target.rows())).toBe(false)
  await target.stop()
  expect(target.output()).toContain('/store/carts')
  expect(traces.test(target.output())).toBe(false)
  const files = ['cartwright.db', 'cartwright.db-wal', 'test-gateway.db', 'test-gateway.db-wal']
  for (const name of files) {
    const file = Bun.file(`${target.dataDir}/${name}`)
    if (await file.exists()) expect([name, traces.test(await file.text())]).toEqual([name, false])
  }
})
