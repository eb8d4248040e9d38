import { describe, expect, test } from 'bun:test'
import type { Announcement, Delivery } from '../../../src/checkout/announcement.ts'
import type { TestStore } from '../../support/store.ts'
import { save } from '../things.ts'

/** What others are told of, and whether they were. */
export function announcementsContract(at: () => TestStore): void {
  describe('an announcement', () => announcements(at))
}

const placed: Announcement = {
  id: 'evt_1',
  type: 'order.placed',
  subject: 'order_1',
  data: { id: 'order_1' },
  secretUntil: null,
  at: 1_000,
}

const secret: Announcement = {
  ...placed,
  id: 'evt_2',
  type: 'customer.password_token',
  subject: 'cus_1',
  secretUntil: 9,
}

function deliveryOf({ id }: Announcement, endpointId: string): Delivery {
  const deliveryId = `${id.replace('evt', 'whd')}_${endpointId}`
  return { id: deliveryId, announcementId: id, endpointId, state: 'waiting', createdAt: 1_000, updatedAt: 1_000 }
}

function announcements(at: () => TestStore): void {
  const announce = (announcement: Announcement, ...deliveries: readonly Delivery[]) =>
    save(at().store, { kind: 'announce', announcement, deliveries })
  const find = (id: string) => at().store.read((books) => books.announcement(id))
  const end = (delivery: Delivery, state: Delivery['state']) =>
    save(at().store, { kind: 'save-delivery', delivery: { ...delivery, state, updatedAt: 2_000 }, attempt: null })

  test('is kept with a delivery for each who is to be told', async () => {
    const [one, other] = [deliveryOf(placed, 'one'), deliveryOf(placed, 'other')]
    await announce(placed, one, other)
    expect(await find('evt_1')).toEqual(placed)
    expect(await at().store.read((books) => books.deliveriesOf('evt_1'))).toEqual([one, other])
    expect(await at().store.read((books) => books.delivery(other.id))).toEqual(other)
    expect(await find('evt_0')).toBeNull()
  })

  test('of an order that was placed is there once, and a second one undoes what is saved with it', async () => {
    await announce(placed)
    const again = { ...placed, id: 'evt_9' }
    const twice = save(
      at().store,
      { kind: 'announce', announcement: secret, deliveries: [] },
      {
        kind: 'announce',
        announcement: again,
        deliveries: [],
      },
    )
    await expect(twice).rejects.toMatchObject({ kind: 'announced-twice', id: 'order_1' })
    expect(await find('evt_2')).toBeNull()
    await announce({ ...placed, id: 'evt_3', subject: 'order_2' })
    await announce({ ...secret, id: 'evt_4' })
    await announce({ ...secret, id: 'evt_5' })
  })

  test('remembers every try to tell it, in order', async () => {
    const delivery = deliveryOf(placed, 'one')
    await announce(placed, delivery)
    const tries = [
      { attempt: 1, status: null, error: 'no connection', durationMs: 5, at: 1_001 },
      { attempt: 2, status: 500, error: 'status 500', durationMs: 6, at: 1_002 },
      { attempt: 3, status: 200, error: null, durationMs: 7, at: 1_003 },
    ]
    for (const attempt of tries) await save(at().store, { kind: 'save-delivery', delivery, attempt })
    await end(delivery, 'delivered')
    expect(await at().store.read((books) => books.deliveryAttempts(delivery.id))).toEqual(tries)
    expect(await at().store.read((books) => books.delivery(delivery.id))).toMatchObject({
      state: 'delivered',
      updatedAt: 2_000,
    })
    expect((await find('evt_1'))?.data).toEqual(placed.data)
  })

  test('that is secret is forgotten when nobody waits for it any more', async () => {
    const [one, other] = [deliveryOf(secret, 'one'), deliveryOf(secret, 'other')]
    await announce(secret, one, other)
    await end(one, 'delivered')
    expect((await find('evt_2'))?.data).toEqual(secret.data)
    await end(other, 'refused')
    expect(await find('evt_2')).toEqual({ ...secret, data: null })
  })

  test('that is secret is forgotten when its time is over', async () => {
    await announce(secret, deliveryOf(secret, 'one'))
    await announce(placed, deliveryOf(placed, 'one'))
    await save(at().store, { kind: 'forget-secrets', now: 8 })
    expect((await find('evt_2'))?.data).toEqual(secret.data)
    await save(at().store, { kind: 'forget-secrets', now: 9 })
    expect((await find('evt_2'))?.data).toBeNull()
    expect((await find('evt_1'))?.data).toEqual(placed.data)
  })

  test('goes when it is old, with everything that belongs to it', async () => {
    const delivery = deliveryOf(placed, 'one')
    await announce(placed, delivery)
    await announce({ ...placed, id: 'evt_6', subject: 'order_6', at: 900 })
    const old = (before: number, limit: number) => at().store.read((books) => books.oldAnnouncements(before, limit))
    expect(await old(1_000, 5)).toEqual(['evt_6'])
    expect(await old(1_001, 5)).toEqual(['evt_6', 'evt_1'])
    expect(await old(1_001, 1)).toEqual(['evt_6'])
    await save(at().store, { kind: 'delete-announcements', ids: ['evt_6', 'evt_1'] })
    expect(await old(1_001, 5)).toEqual([])
    expect(await at().store.read((books) => books.delivery(delivery.id))).toBeNull()
  })
}
