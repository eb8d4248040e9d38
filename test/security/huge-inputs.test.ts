import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import { bodyMaxBytes } from '../../src/http/body.ts'
import { type Honest, honestRequests, objectsIn, withAt } from './medusa-requests.ts'
import { openTarget, type Target } from './target.ts'

let target: Target
beforeAll(async () => {
  target = await openTarget()
}, 60_000)
afterAll(() => target.close())

/** What is passed over: a country where the region stays as it is, a customer where somebody is signed in, nobody's orders. */
const overlooked: readonly string[] = ['country_code', 'customer_id', 'order_ids']

const posts = (): readonly Honest[] => honestRequests(target)

describe('a body', () => {
  test('of more than the limit is refused at every door, said beforehand or not', async () => {
    const large = JSON.stringify({ x: 'y'.repeat(bodyMaxBytes) })
    for (const { path, route } of [...posts(), { path: '/checkouts/x/cancel', route: 'cancel' }]) {
      const said = await target.send('POST', path, large, target.ada)
      const unsaid = await target.send('POST', path, new Blob([large]).stream(), target.ada)
      expect([route, said.status, unsaid.status]).toEqual([route, 413, 413])
    }
  }, 60_000)

  test('of any depth is refused before it is built', async () => {
    for (const { path, route } of posts()) {
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const deep = open.repeat(15_000) + (open === '[' ? '' : '1') + close.repeat(15_000)
        expect([route, (await target.send('POST', path, deep, target.ada)).status]).toEqual([route, 400])
      }
    }
  }, 60_000)

  test('with endless text, endless keys or endless lists in any of its fields is refused and keeps nothing', async () => {
    const marker = 'endless-31337133'
    const values = [
      marker.repeat(5_000),
      Array.from({ length: 9_000 }, (_, at) => at),
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, marker])).valueOf(),
    ]
    for (const honest of posts()) {
      for (const { place, schema } of objectsIn(honest.schema ?? {}, honest.body)) {
        for (const name of Object.keys(schema.properties ?? {})) {
          if (['quantity', 'q', 'limit', 'offset'].includes(name)) continue
          for (const value of values) {
            const { status, text } = await target.call(
              'POST',
              honest.path,
              withAt(honest.body, [...place, name], value),
              target.ada,
            )
            const isRefused = status >= 400 && status < 500
            const isFine = isRefused || (status === 200 && overlooked.includes(name))
            expect([honest.route, name, status, isFine]).toEqual([honest.route, name, status, true])
            if (isRefused) expect(text.length).toBeLessThan(bodyMaxBytes * 2)
          }
        }
      }
    }
    expect(target.rows().includes(marker)).toBe(false)
  }, 120_000)

  test.each([1e21, 1e308, 2 ** 53, 2 ** 31, -(2 ** 53), 0.5, Number.MAX_VALUE])(
    'with a quantity of %p is refused',
    async (quantity) => {
      const lines = `/store/carts/${target.ids.cart}/line-items`
      const body = { variant_id: target.ids.variant, quantity }
      expect((await target.call('POST', lines, body, target.ada)).status).toBe(400)
      expect((await target.call('POST', `${lines}/${target.ids.line}`, { quantity }, target.ada)).status).toBe(400)
      const many = { region_id: target.ids.region, items: [body] }
      expect((await target.call('POST', '/store/carts', many)).status).toBe(400)
    },
  )
})

describe('an address', () => {
  test('may ask for no more than there is room for', async () => {
    const answers = await Promise.all(
      [
        `/store/products?${'id[]=x&'.repeat(1_500)}`,
        `/store/products?expand=${'variants.'.repeat(1_000)}`,
        `/store/carts/${'x'.repeat(10_000)}`,
        `/store/${'a/'.repeat(4_000)}`,
        `/checkouts/${'%41'.repeat(3_000)}`,
      ].map((path) => target.call('GET', path)),
    )
    for (const { status } of answers) expect([400, 404, 414, 431]).toContain(status)
    for (const asked of ['limit=1e9', 'limit=999999999999999999999', 'offset=1e300', 'offset=9223372036854776000']) {
      const { status, json } = await target.call('GET', `/store/products?${asked}`)
      expect([asked, status]).toEqual([asked, 200])
      expect(Number(json?.['limit'])).toBeLessThanOrEqual(500)
    }
  })
})

/** What comes over a connection of its own until it ends or nothing more comes. */
async function raw(text: string, waitMs = 5_000): Promise<string> {
  const { hostname, port } = new URL(target.base)
  const { promise, resolve } = Promise.withResolvers<string>()
  let said = ''
  const socket: Socket = connect(Number(port), hostname, () => socket.write(text))
  const enough = setTimeout(() => socket.destroy(), waitMs)
  socket.on('data', (piece) => {
    said += piece.toString('latin1')
    socket.end()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    clearTimeout(enough)
    resolve(said)
  })
  return promise
}

describe('headers', () => {
  test('are too large, too many, twice or broken: refused, or cut off', async () => {
    const start = 'POST /store/carts HTTP/1.1\r\nhost: localhost\r\n'
    const attempts = [
      `${start}x: ${'y'.repeat(100_000)}\r\n\r\n`,
      `${start}${Array.from({ length: 3_000 }, (_, at) => `x-${at}: y\r\n`).join('')}\r\n`,
      `${start}content-length: 5\r\ncontent-length: 6\r\n\r\n{}   `,
      `${start}content-length: -1\r\n\r\n{}`,
      `${start}content-length: 99999999999999999999\r\n\r\n{}`,
      `${start}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
      `${start}transfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}`,
      `${start}x-bad\u0001name: y\r\n\r\n`,
      'GARBAGE\r\n\r\n',
      `GET ${'/'.repeat(100_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    ]
    for (const [at, attempt] of attempts.entries()) {
      const said = await raw(attempt, 2_000)
      const status = /^HTTP\/1\.1 (\d)\d\d/.exec(said)?.[1] ?? 'cut off'
      expect([at, status]).toEqual([at, expect.stringMatching(/^(4|cut off)$/)])
    }
    expect((await target.call('GET', '/health')).status).toBe(200)
  }, 60_000)
})

test('a hundred callers who never finish their sentence keep nobody else from being answered', async () => {
  const { hostname, port } = new URL(target.base)
  const slow = Array.from({ length: 100 }, (_, at) => {
    const socket = connect(Number(port), hostname)
    const half = at % 2 ? '' : 'content-length: 5000\r\n\r\n{"context"'
    socket.on('error', () => {})
    socket.write(`POST /store/carts HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${half}`)
    return socket
  })
  await Bun.sleep(200)
  try {
    const answers = await Promise.all(Array.from({ length: 20 }, () => target.call('POST', '/store/carts', {})))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  } finally {
    for (const socket of slow) socket.destroy()
  }
}, 30_000)

test('after all that the shop is well, and has said little about it', async () => {
  expect((await target.call('GET', '/readyz')).json).toMatchObject({ status: 'ok' })
  const longest = Math.max(
    ...target
      .output()
      .split('\n')
      .map((line) => line.length),
  )
  expect(longest).toBeLessThan(20_000)
  const failed = target
    .output()
    .split('\n')
    .filter((line) => line.includes('request-failed'))
  expect(failed).toEqual([])
})
