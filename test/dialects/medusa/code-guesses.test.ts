import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { type Answered, type MedusaDoor, openMedusaDoor } from './door.ts'

const perCaller = 60
const ceiling = 600

let door: MedusaDoor
let cart: string

beforeEach(async () => {
  door = await openMedusaDoor({ limitsAttempts: true, trustsProxy: true })
  cart = `/carts/${await door.cart('PRODUCT-01-S')}`
})

afterEach(() => door.close())

function from(address: string): Readonly<Record<string, string>> {
  return { 'x-forwarded-for': address }
}

const discount = (code: string, address = '192.0.2.1') =>
  door.call('POST', cart, { discounts: [{ code }] }, from(address))
const giftCard = (code: string, address = '192.0.2.1') =>
  door.call('POST', cart, { gift_cards: [{ code }] }, from(address))
const reading = (code: string, address = '192.0.2.1') =>
  door.call('GET', `/gift-cards/${code}`, undefined, from(address))

async function statuses(count: number, guess: (at: number) => Promise<Answered>): Promise<readonly number[]> {
  const answers: number[] = []
  for (let at = 0; at < count; at += 1) answers.push((await guess(at)).status)
  return answers
}

const wrong = (count: number): readonly number[] => Array(count).fill(404)

describe('guessing codes', () => {
  test.each([
    ['discounts', (at: number) => discount(`GUESS${at}`)],
    ['gift cards', (at: number) => giftCard(`GUESS-${at}`)],
    ['gift cards by reading them', (at: number) => reading(`GUESS-${at}`)],
    ['each in turn', (at: number) => [discount, giftCard, reading][at % 3]?.(`GUESS${at}`) ?? reading('GUESS')],
  ])('of %s ends after sixty, with the time to wait, and right codes with it', async (_, guess) => {
    expect(await statuses(perCaller, guess)).toEqual(wrong(perCaller))
    for (const limited of [await guess(perCaller), await discount('TENPERCENT'), await reading('GCEU1000')]) {
      expect([limited.status, limited.json]).toEqual([
        429,
        { type: 'not_allowed', message: expect.stringContaining('Too many tries') },
      ])
      const seconds = Number(limited.headers.get('retry-after'))
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(60)
    }
    expect((await discount('TENPERCENT', '192.0.2.2')).status).toBe(200)
  })

  test('all at the same moment brings no more tries', async () => {
    const answers = await Promise.all(Array.from({ length: 90 }, (_, at) => reading(`GUESS-${at}`)))
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(perCaller)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
  })

  test('from many addresses ends for everybody, and one caller alone cannot bring that about', async () => {
    await statuses(ceiling + 100, (at) => reading(`GUESS-${at}`))
    expect((await discount('TENPERCENT', '192.0.2.2')).status).toBe(200)
    const guesses = await statuses(ceiling - perCaller, (at) => reading(`GUESS-${at}`, `198.51.100.${at % 200}`))
    expect(guesses).toEqual(wrong(ceiling - perCaller))
    expect((await discount('TENPERCENT', '192.0.2.2')).status).toBe(429)
  }, 30_000)

  test('takes nothing else away: the cart can be read, changed and bought', async () => {
    await statuses(perCaller + 1, (at) => discount(`GUESS${at}`))
    const changes = [{ email: 'grete@example.com' }, { discounts: [] }, { gift_cards: null }]
    for (const change of changes) expect((await door.call('POST', cart, change, from('192.0.2.1'))).status).toBe(200)
    expect((await door.call('GET', cart, undefined, from('192.0.2.1'))).status).toBe(200)
  })
})

describe('no guesses are', () => {
  test.each([
    ['right codes', () => discount('TENPERCENT'), 200],
    ['right cards', () => giftCard('GCEU1000'), 200],
    ['right cards that are read', () => reading('GCEU1000'), 200],
    ['codes that are over', () => discount('EXPIRED'), 400],
    ['a right code twice', () => door.call('POST', cart, { discounts: [{ code: 'ONCE' }, { code: 'ONCE' }] }), 404],
    ['a card’s code in the field for discounts', () => discount('GCEU1000'), 404],
    ['a discount’s code in the field for cards', () => giftCard('tenpercent'), 404],
    ['bodies that are none', () => door.call('POST', cart, { discounts: [{ code: 7 }] }, from('192.0.2.1')), 400],
  ])('%s, however often', async (_, ask, status) => {
    expect(await statuses(perCaller + 1, ask)).toEqual(Array(perCaller + 1).fill(status))
  })
})

test('switched off, nobody is kept from guessing', async () => {
  const open = await openMedusaDoor({ limitsAttempts: false })
  const guess = (at: number) => open.call('GET', `/gift-cards/GUESS-${at}`)
  expect(await statuses(perCaller + 1, guess)).toEqual(wrong(perCaller + 1))
  await open.close()
})
