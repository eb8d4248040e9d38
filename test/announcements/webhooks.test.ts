import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import type { Reach } from '../../src/announcements/addresses.ts'
import type { TellOutcome } from '../../src/announcements/announcer.ts'
import { readEndpoints, readSecrets } from '../../src/announcements/endpoints.ts'
import type { Resolve } from '../../src/announcements/post.ts'
import { createWebhooks } from '../../src/announcements/webhooks.ts'
import type { Announcement } from '../../src/checkout/announcement.ts'
import { noon } from '../support/carts.ts'
import { freePort } from '../support/ports.ts'
import { nextSecret, openReceiver, type Received, type Receiver, secret, verified } from './receiver.ts'

const announcement: Announcement = {
  id: 'evt_1',
  type: 'order.placed',
  subject: 'order_1',
  data: { id: 'order_1', display_id: 7, note: 'Ærø' },
  secretUntil: null,
  at: noon,
}

let receiver: Receiver
beforeEach(() => {
  receiver = openReceiver()
})
afterEach(() => receiver.stop())

interface Wish {
  readonly url?: string
  readonly secrets?: string
  readonly reach?: Reach
  readonly resolve?: Resolve
  readonly now?: number
  readonly deadlineMs?: number
}

const nowhere: Resolve = async (host) => {
  throw new Error(`${host} is not asked for`)
}

function tell(wish: Wish = {}): Promise<TellOutcome> {
  const { url = receiver.url, secrets = secret, reach = 'private', resolve = nowhere } = wish
  const { now = noon, deadlineMs = 2_000 } = wish
  const endpoints = readEndpoints(url, [])
  const webhooks = createWebhooks({ endpoints, secrets: readSecrets(secrets, []), reach }, resolve)
  return webhooks.tell({ endpointId: webhooks.endpointIds[0] ?? '', announcement, now, deadlineMs })
}

function only(): Received {
  const [one] = receiver.received
  if (!one || receiver.received.length !== 1) throw new Error(`${receiver.received.length} were received`)
  return one
}

describe('a message', () => {
  test('is what Standard Webhooks say, down to the signature', async () => {
    expect(await tell({ now: noon + 90_500 })).toEqual({ kind: 'delivered', status: 200 })
    const { data } = announcement
    const told = { type: 'order.placed', timestamp: '2026-01-15T12:00:00.000Z', data }
    expect(verified(only(), secret, noon + 90_500)).toEqual(told)
    expect(only().headers).toMatchObject({
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(noon / 1000 + 90),
      'content-type': 'application/json',
    })
    expect(() => verified(only(), nextSecret, noon + 90_500)).toThrow()
    expect(() => verified({ ...only(), body: only().body.replace('7', '8') }, secret, noon + 90_500)).toThrow()
  })

  test('satisfies receivers with the old and with the new secret while they change over', async () => {
    await tell({ secrets: `${nextSecret} ${secret}` })
    expect(verified(only(), secret, noon)).toEqual(verified(only(), nextSecret, noon))
  })

  test('is never sent unsigned', () => {
    const endpoints = readEndpoints(receiver.url, [])
    expect(() => createWebhooks({ endpoints, secrets: [], reach: 'private' }, nowhere)).toThrow('unsigned')
  })
})

describe('the answer', () => {
  test.each([200, 201, 202, 204, 299])('%d means delivered', async (status) => {
    receiver.answerWith(() => new Response(null, { status }))
    expect(await tell()).toEqual({ kind: 'delivered', status })
  })

  test.each([400, 404, 429, 500, 503])('%d means another time', async (status) => {
    receiver.answerWith(() => new Response('stack trace', { status }))
    expect(await tell()).toEqual({ kind: 'failed', status, error: `status ${status}` })
  })

  test('410 means never again', async () => {
    receiver.answerWith(() => new Response(null, { status: 410 }))
    expect(await tell()).toEqual({ kind: 'refused', status: 410 })
  })

  test.each([301, 302, 303, 307, 308])('%d leads nowhere', async (status) => {
    const location = receiver.url.replace('/hook', '/elsewhere')
    receiver.answerWith(() => new Response(null, { status, headers: { location } }))
    const error = `status ${status}, and redirects are not followed`
    expect(await tell()).toEqual({ kind: 'failed', status, error })
    expect(only().path).toBe('/hook')
  })

  test('is not read: one without an end holds nobody up', async () => {
    const letter = new TextEncoder().encode('x'.repeat(1024))
    const endless = () => new Response(new ReadableStream({ pull: (stream) => stream.enqueue(letter) }))
    receiver.answerWith(endless)
    const begun = performance.now()
    expect(await tell()).toEqual({ kind: 'delivered', status: 200 })
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  test('is waited for until the deadline', async () => {
    receiver.answerWith(async () => {
      await Bun.sleep(2_000)
      return new Response()
    })
    const begun = performance.now()
    expect(await tell({ deadlineMs: 150 })).toEqual({ kind: 'failed', status: null, error: 'no answer in time' })
    expect(performance.now() - begun).toBeLessThan(1_000)
  })

  test('of nobody is a failure that does not name the address', async () => {
    const outcome = await tell({ url: `http://127.0.0.1:${freePort()}/hunter2` })
    expect(outcome).toEqual({ kind: 'failed', status: null, error: 'no connection (ECONNREFUSED)' })
  })
})

describe('a target', () => {
  const outOfReach: TellOutcome = {
    kind: 'failed',
    status: null,
    error: 'the host is, or resolves to, an address that webhooks are not sent to',
  }
  const leadsTo =
    (...addresses: readonly string[]): Resolve =>
    async () =>
      addresses

  test('that the operator wrote as an address of this machine is told', async () => {
    expect(await tell({ reach: 'public' })).toMatchObject({ kind: 'delivered' })
    expect(receiver.received).toHaveLength(1)
  })

  test.each([
    ['127.0.0.1'],
    ['::1'],
    ['10.0.0.1'],
    ['169.254.169.254'],
    ['::ffff:10.0.0.1'],
    ['93.184.216.34', '192.168.0.1'],
    [],
  ])('whose name leads to %p is refused', async (...addresses) => {
    const url = receiver.url.replace('127.0.0.1', 'shop.example')
    expect(await tell({ url, reach: 'public', resolve: leadsTo(...addresses) })).toEqual(outOfReach)
    expect(receiver.received).toEqual([])
  })

  test('whose name leads to cloud metadata is refused even where private networks are allowed', async () => {
    const url = receiver.url.replace('127.0.0.1', 'shop.example')
    expect(await tell({ url, resolve: leadsTo('127.0.0.1', '169.254.169.254') })).toEqual(outOfReach)
  })

  test('is reached at the address that was checked, and asked for by its name', async () => {
    const asked: string[] = []
    const resolve: Resolve = async (host) => {
      asked.push(host)
      return asked.length === 1 ? ['127.0.0.1'] : ['169.254.169.254']
    }
    const url = receiver.url.replace('127.0.0.1', 'shop.example')
    expect(await tell({ url, resolve })).toEqual({ kind: 'delivered', status: 200 })
    expect(asked).toEqual(['shop.example'])
    expect(only().headers['host']).toBe(`shop.example:${receiver.port}`)
  })

  test('whose name is not found, or not in time, is tried another time', async () => {
    const url = 'http://shop.example/'
    expect(await tell({ url })).toEqual({ kind: 'failed', status: null, error: 'no connection' })
    const slow: Resolve = () => new Promise(() => {})
    expect(await tell({ url, resolve: slow, deadlineMs: 50 })).toMatchObject({ error: 'no answer in time' })
  })

  test('that is no longer in the settings is said to be unknown', async () => {
    const webhooks = createWebhooks({ endpoints: [], secrets: [], reach: 'public' }, nowhere)
    expect(webhooks.endpointIds).toEqual([])
    const telling = { endpointId: 'gone', announcement, now: noon, deadlineMs: 50 }
    expect(await webhooks.tell(telling)).toEqual({ kind: 'unknown-endpoint' })
  })
})
