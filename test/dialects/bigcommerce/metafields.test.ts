import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type BigCommerceDoor, type Json, openBigCommerceDoor } from './door.ts'

const note = { permission_set: 'app_only', namespace: 'Sales Department', key: 'Staff Name', value: 'Sam' }

let door: BigCommerceDoor
let other: { 'x-auth-token': string }
beforeAll(async () => {
  door = await openBigCommerceDoor()
  other = { 'x-auth-token': await door.key('management') }
})
afterAll(async () => {
  await door.close()
})

const cartId = async (): Promise<string> => (await door.cart({ 'PRODUCT-01-S': 1 })).id
const post = (id: string, body: object, headers = {}) => door.call('POST', `/carts/${id}/metafields`, body, headers)

describe('one by one', () => {
  test('made, read, changed and deleted', async () => {
    const id = await cartId()
    const made = await post(id, { ...note, description: 'Who helped' })
    expect(made.status).toBe(200)
    expect(made.json).toEqual({
      data: {
        id: expect.any(Number),
        ...note,
        description: 'Who helped',
        resource_type: 'cart',
        resource_id: id,
        date_created: '2026-01-01T08:00:00.000Z',
        date_modified: '2026-01-01T08:00:00.000Z',
        owner_client_id: expect.stringMatching(/^key_/),
      },
      meta: {},
    })
    const path = `/carts/${id}/metafields/${made.json.data.id}`
    expect((await door.call('GET', path)).json).toEqual(made.json)
    const changed = await door.call('PUT', path, { value: 'Kim' })
    expect([changed.status, changed.json.data.value, changed.json.data.key]).toEqual([200, 'Kim', 'Staff Name'])
    const gone = await door.call('DELETE', path)
    expect([gone.status, gone.text]).toEqual([204, ''])
    for (const method of ['GET', 'DELETE']) expect((await door.call(method, path)).json.status).toBe(404)
    expect((await door.call('PUT', path, { value: 'x' })).json.status).toBe(404)
  })

  test.each([
    ['permission_set', { ...note, permission_set: 'everybody' }],
    ['namespace', { ...note, namespace: '' }],
    ['key', { ...note, key: 'x'.repeat(65) }],
    ['value', { ...note, value: '' }],
    ['value', { ...note, value: 'x'.repeat(65_536) }],
    ['value', { ...note, value: 1 }],
    ['description', { ...note, description: 'x'.repeat(256) }],
    ['key', { ...note, key: undefined }],
  ])('a wrong %s is 422', async (field, body) => {
    const { json } = await post(await cartId(), body)
    expect([json.status, Object.keys(json.errors)]).toEqual([422, [field]])
  })

  test('the longest value is kept whole', async () => {
    const value = 'x'.repeat(65_535)
    expect((await post(await cartId(), { ...note, value })).json.data.value).toBe(value)
  })

  test('the same namespace and key twice is 409, for one owner on one cart', async () => {
    const id = await cartId()
    await post(id, note)
    expect((await post(id, note)).json.status).toBe(409)
    expect((await post(id, note, other)).status).toBe(200)
    expect((await post(await cartId(), note)).status).toBe(200)
    const second = await post(id, { ...note, key: 'Other' })
    const renamed = await door.call('PUT', `/carts/${id}/metafields/${second.json.data.id}`, { key: 'Staff Name' })
    expect(renamed.json.status).toBe(409)
  })

  test('an unknown cart, and a metafield of another cart, are 404', async () => {
    const id = await cartId()
    const { json } = await post(id, note)
    for (const unknown of ['00000000-0000-4000-8000-000000000000', 'nothing']) {
      expect((await post(unknown, note)).json.status).toBe(404)
      expect((await door.call('GET', `/carts/${unknown}/metafields`)).json.status).toBe(404)
    }
    for (const wrong of [`/carts/${await cartId()}/metafields/${json.data.id}`, `/carts/${id}/metafields/x`]) {
      expect((await door.call('GET', wrong)).json.status).toBe(404)
    }
  })

  test('one owner has 10 of a cart', async () => {
    const id = await cartId()
    for (let at = 0; at < 10; at += 1) expect((await post(id, { ...note, key: `k${at}` })).status).toBe(200)
    expect((await post(id, { ...note, key: 'k10' })).json.status).toBe(422)
    expect((await post(id, { ...note, key: 'k10' }, other)).status).toBe(200)
  })

  test('all owners together have 250', async () => {
    const id = await cartId()
    for (let owner = 0; owner < 25; owner += 1) {
      const headers = { 'x-auth-token': await door.key('management') }
      const ten = Array.from({ length: 10 }, (_, at) => ({ ...note, key: `k${at}`, resource_id: id }))
      expect((await door.call('POST', '/carts/metafields', ten, headers)).status).toBe(200)
    }
    expect((await post(id, note)).json).toMatchObject({ status: 422 })
  }, 30_000)

  test('go with their cart', async () => {
    const id = await cartId()
    const { json } = await post(id, { ...note, permission_set: 'read' })
    await door.call('DELETE', `/carts/${id}`)
    const { json: all } = await door.call('GET', '/carts/metafields?limit=250')
    expect(all.data.some((one: Json) => one.id === json.data.id)).toBe(false)
  })
})

describe('whose they are', () => {
  test.each([
    ['app_only', 404, 404],
    ['read', 200, 403],
    ['write', 200, 200],
    ['read_and_sf_access', 200, 403],
    ['write_and_sf_access', 200, 200],
  ])('%s: reading is %i and writing %i to others', async (permission_set, reading, writing) => {
    const id = await cartId()
    const { json } = await post(id, { ...note, permission_set })
    const path = `/carts/${id}/metafields/${json.data.id}`
    expect((await door.call('GET', path, undefined, other)).status).toBe(reading)
    expect((await door.call('PUT', path, { value: 'theirs' }, other)).status).toBe(writing)
    expect((await door.call('GET', `/carts/${id}/metafields`, undefined, other)).json.data).toHaveLength(
      reading === 200 ? 1 : 0,
    )
    expect((await door.call('DELETE', path, undefined, other)).status).toBe(writing === 200 ? 204 : writing)
  })
})

describe('lists', () => {
  test('by pages, keys and namespaces, in either direction', async () => {
    const id = await cartId()
    for (const key of ['a', 'b', 'c']) await post(id, { ...note, key, namespace: key === 'c' ? 'other' : 'own' })
    const path = `/carts/${id}/metafields`
    const keys = async (query: string): Promise<string> =>
      (await door.call('GET', `${path}${query}`)).json.data.map(({ key }: Json) => key).join('')
    expect(await keys('')).toBe('abc')
    expect(await keys('?direction=desc')).toBe('cba')
    expect(await keys('?key=b')).toBe('b')
    expect(await keys('?key:in=a,c')).toBe('ac')
    expect(await keys('?namespace=own')).toBe('ab')
    expect(await keys('?namespace:in=own,other&limit=2&page=2')).toBe('c')
    expect(await keys('?date_created:min=2026-01-01T08:00:00&date_created:max=2026-01-02')).toBe('abc')
    expect(await keys('?date_modified:min=2026-01-02')).toBe('')
    const { json } = await door.call('GET', `${path}?limit=2`)
    expect(json.meta.pagination).toEqual({
      total: 3,
      count: 2,
      per_page: 2,
      current_page: 1,
      total_pages: 2,
      links: { current: '?limit=2&page=1', next: '?limit=2&page=2' },
    })
    const after = json.meta.cursor_pagination.end_cursor
    expect(await keys(`?after=${after}`)).toBe('c')
    expect(await keys(`?before=${after}`)).toBe('a')
    const [first] = (await door.call('GET', `${path}?include_fields=key`)).json.data
    expect(Object.keys(first)).toEqual(['id', 'key'])
  })

  test.each([
    'limit=0',
    'limit=251',
    'page=x',
    'direction=up',
    'after=x',
    'after=aWQ6MQ&before=aWQ6MQ',
    'date_created:min=soon',
  ])('?%s is 422', async (query) => {
    expect((await door.call('GET', `/carts/metafields?${query}`)).json.status).toBe(422)
  })
})

describe('many at once', () => {
  test('made, changed and deleted', async () => {
    const [one, two] = [await cartId(), await cartId()]
    const made = await door.call('POST', '/carts/metafields', [
      { ...note, resource_id: one },
      { ...note, resource_id: two },
    ])
    expect([made.status, made.json.meta]).toEqual([200, { total: 2, success: 2, failed: 0 }])
    expect(made.json.errors).toEqual([])
    const ids = made.json.data.map(({ id }: Json) => id)
    const changes = ids.map((id: number, at: number) => ({ id: at ? String(id) : id, value: `v${at}` }))
    const changed = await door.call('PUT', '/carts/metafields', changes)
    expect([changed.status, changed.json.data.map(({ value }: Json) => value)]).toEqual([200, ['v0', 'v1']])
    const gone = await door.call('DELETE', '/carts/metafields', ids)
    expect(gone.json).toEqual({ data: ids, errors: [], meta: { total: 2, success: 2, failed: 0 } })
  })

  test('what cannot be done is told apart from what was', async () => {
    const id = await cartId()
    const { status, json } = await door.call('POST', '/carts/metafields', [
      { ...note, resource_id: id },
      { ...note, resource_id: id },
      { ...note, resource_id: '00000000-0000-4000-8000-000000000000' },
    ])
    expect([status, json.meta]).toEqual([422, { total: 3, success: 1, failed: 2 }])
    expect(json.errors).toMatchObject([
      { status: 409, errors: { 1: expect.any(String) } },
      { status: 404, errors: { 2: expect.any(String) } },
    ])
    expect((await door.call('GET', `/carts/${id}/metafields`)).json.data).toHaveLength(1)
    const removed = await door.call('DELETE', '/carts/metafields', [json.data[0].id, json.data[0].id, 987_654])
    expect([removed.status, removed.json.data, removed.json.meta.failed]).toEqual([422, [json.data[0].id], 2])
  })

  test('bodies that are no lists of them are 422', async () => {
    for (const body of [{}, [], [note], [{ value: 'x' }], 'x', Array(101).fill({ ...note, resource_id: 'x' })]) {
      expect((await door.call('POST', '/carts/metafields', body)).json.status).toBe(422)
    }
    expect((await door.call('PUT', '/carts/metafields', [{ value: 'x' }])).json.status).toBe(422)
    expect((await door.call('DELETE', '/carts/metafields', ['x'])).json.status).toBe(422)
  })
})
