import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { existsSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { updateCart } from '../../src/commands/cart-updates.ts'
import { completeCart } from '../../src/commands/checkouts.ts'
import { command, fromCheckout, temporaryFolder } from '../support/cartwright.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { startRedis } from '../support/redis.ts'
import { asGuest, openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

let place: StockedShop
beforeEach(async () => {
  place = await openStockedShop()
})
afterEach(() => place.close())

interface Report {
  readonly findings: readonly { readonly kind: string; readonly subject: string; readonly message: string }[]
  readonly corrections: readonly { readonly subject: string; readonly message: string }[]
  readonly notes: readonly string[]
}

async function doctor(...words: string[]): Promise<Report & { readonly status: number }> {
  const { status, output } = await command(fromCheckout, place.dataDir, ['doctor', '--json', ...words])
  return { status, ...(JSON.parse(output) as Report) }
}

/** As nobody should: past every constraint. */
function damage(statement: string, ...values: (string | number)[]): void {
  const file = new Database(join(place.dataDir, 'cartwright.db'))
  try {
    file.run('pragma busy_timeout = 5000')
    file.run('pragma ignore_check_constraints = on')
    const { changes } = file.prepare(statement).run(...values)
    if (changes === 0) throw new Error(`nothing was damaged by: ${statement}`)
  } finally {
    file.close()
  }
}

async function begin(wish: { discount?: string; giftCard?: string; data?: object } = {}): Promise<string> {
  const data = (wish.data ?? null) as null
  const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 2, data })
  if (wish.discount) await updateCart(place.shop, cart.id, { discounts: [wish.discount] }, asGuest)
  if (wish.giftCard) await updateCart(place.shop, cart.id, { giftCards: [wish.giftCard] }, asGuest)
  const asked = { keyed: null, signedInAs: null, waitMs: 0, show: () => ({ status: 200, body: '' }) }
  const begun = await completeCart(place.shop, cart.id, asked)
  return begun.kind === 'pending' ? begun.checkout.id : ''
}

async function bought(wish: Parameters<typeof begin>[0] = {}): Promise<string> {
  const checkoutId = await begin(wish)
  await place.settle()
  return checkoutId
}

test('a shop that is well gets a clean bill, and its file is not changed', async () => {
  await bought({ discount: 'ONCE', giftCard: 'GCEU1000' })
  const { status, output } = await command(fromCheckout, place.dataDir, ['doctor'])
  expect({ status, output }).toEqual({ status: 0, output: 'all is well\n' })
  expect(await doctor('--fix')).toEqual({ status: 0, findings: [], corrections: [], notes: [] })
})

describe('counters that do not say what their rows say', () => {
  test('are found, and brought back; the second time all is well', async () => {
    await bought({ discount: 'ONCE', giftCard: 'GCEU1000' })
    const ofSku = "where variant_id = (select id from variants where sku = 'PRODUCT-01-S')"
    damage(`update stock set reserved = 3, sold = sold + 1, on_hand = on_hand - 1, backordered = 7 ${ofSku}`)
    damage("update discounts set used = 5, held = 1 where code = 'ONCE'")
    damage("update gift_cards set balance = balance + 1 where code = 'GCEU1000'")
    const found = await doctor()
    expect(found.status).toBe(1)
    expect(found.findings.map(({ kind }) => kind)).toEqual([
      'stock_miscounted',
      'discount_miscounted',
      'gift_card_miscounted',
    ])
    expect(found.corrections).toEqual([])
    const mended = await doctor('--fix')
    expect([mended.status, mended.findings]).toEqual([0, []])
    expect(mended.corrections.map(({ message }) => message)).toEqual([
      'stock of PRODUCT-01-S: reserved was 3, is now 0; sold was 3, is now 2; backordered was 7, is now 0',
      'discount ONCE: held was 1, is now 0; used was 5, is now 1',
      expect.stringMatching(/^gift card gift_\w+: balance was \d+, is now \d+$/),
    ])
    expect(brokenInvariants(place.dataDir)).toEqual([])
    expect((await doctor('--fix')).corrections).toEqual([])
  })

  test('that break the table’s own rules are brought back within them', async () => {
    await bought({ giftCard: 'GCEU1000' })
    damage("update gift_cards set balance = -1 where code = 'GCEU1000'")
    expect((await doctor()).findings.map(({ kind }) => kind)).toContain('gift_card_miscounted')
    expect(await doctor('--fix')).toMatchObject({ status: 0, findings: [] })
    expect(brokenInvariants(place.dataDir)).toEqual([])
  })

  test('with attempts under way keep what those hold', async () => {
    await begin({ discount: 'ONCE' })
    damage(`update discounts set held = 0 where code = 'ONCE'`)
    damage('update stock set reserved = 0')
    const { corrections } = await doctor('--fix')
    expect(corrections.map(({ message }) => message)).toEqual([
      'stock of PRODUCT-01-S: reserved was 0, is now 2',
      'discount ONCE: held was 0, is now 1',
    ])
    await place.settle()
    expect(brokenInvariants(place.dataDir)).toEqual([])
  })

  test('that their rows make impossible stay, and are told of again', async () => {
    await begin()
    damage('update stock_holds set quantity = 1000000000')
    const mended = await doctor('--fix')
    expect([mended.status, mended.corrections]).toEqual([1, []])
    expect(mended.findings.map(({ kind }) => kind)).toContain('stock_miscounted')
  })
})

describe('what was left behind', () => {
  test('holds of an attempt that ended are given back; of one that is an order, sold', async () => {
    const failed = await bought({ data: { outcome: 'decline' } })
    const sold = await bought({ discount: 'ONCE' })
    damage(`update stock_holds set state = 'held'`)
    damage(
      `update stock set reserved = 4, sold = 0, on_hand = initial where variant_id in (select variant_id from stock_holds)`,
    )
    damage(`update discount_uses set state = 'held'`)
    const found = await doctor()
    expect(
      found.findings
        .filter(({ kind }) => kind === 'hold_left_behind')
        .map(({ subject }) => subject)
        .toSorted(),
    ).toEqual([failed, sold].toSorted())
    const mended = await doctor('--fix')
    expect([mended.status, mended.findings]).toEqual([0, []])
    const messages = mended.corrections.map(({ message }) => message)
    expect(messages).toContain(`what ${failed} (failed) still held is free again`)
    expect(messages).toContain(`what ${sold} (completed) still held is sold`)
    expect(brokenInvariants(place.dataDir)).toEqual([])
  })

  test('a cart that is frozen without an attempt is open again', async () => {
    const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
    damage(`update carts set stage = 'frozen', doc = json_set(doc, '$.stage', 'frozen') where id = ?`, cart.id)
    expect((await doctor()).findings).toEqual([
      { kind: 'cart_left_frozen', subject: cart.id, message: `${cart.id} is frozen, but nothing completes it` },
    ])
    const { status, corrections } = await doctor('--fix')
    expect([status, corrections]).toEqual([0, [{ subject: cart.id, message: `${cart.id} is open again` }]])
    expect((await updateCart(place.shop, cart.id, { email: 'other@example.com' }, asGuest)).status).toBe(200)
  })

  test('attempts that stand still, jobs that were given up and orders without an attempt are for people', async () => {
    const stuck = await begin()
    const [job] = await place.shop.store.jobs.claimDue(1, place.shop.now(), ['calculate-taxes'])
    if (job) await place.shop.store.jobs.giveBack(job, 'the tax table burned', null, place.shop.now())
    const lost = await bought()
    damage(`update checkouts set state = 'failed', order_id = null where id = ?`, lost)
    const { status, findings } = await doctor('--fix')
    expect(status).toBe(1)
    expect(findings.map(({ kind }) => kind).toSorted()).toEqual(['checkout_stuck', 'job_dead', 'order_unmatched'])
    expect(findings.find(({ kind }) => kind === 'checkout_stuck')).toMatchObject({
      subject: stuck,
      message: `${stuck} is accepted since 2026-01-01T08:00:00Z`,
    })
    expect(findings.find(({ kind }) => kind === 'job_dead')?.message).toContain('the tax table burned')
  })
})

describe('the file itself', () => {
  test('that points at rows which are not there is told of', async () => {
    await bought()
    damage(`delete from carts`)
    const { status, findings } = await doctor()
    expect(status).toBe(1)
    expect(new Set(findings.map(({ kind }) => kind))).toContain('reference_broken')
  })

  test('that is damaged is told of', async () => {
    await bought()
    damage('delete from jobs')
    await place.shop.store.close()
    const path = join(place.dataDir, 'cartwright.db')
    const file = new Database(path)
    file.run('pragma wal_checkpoint(truncate)')
    const { rootpage } = file
      .query<{ rootpage: number }, []>(`select rootpage from sqlite_master where name = 'jobs_done'`)
      .get() ?? { rootpage: 0 }
    file.close()
    writeSync(openSync(path, 'r+'), Buffer.alloc(64, 0x5a), 0, 64, (rootpage - 1) * 4096)
    const { status, findings } = await doctor()
    expect(status).toBe(1)
    expect(findings.map(({ kind }) => kind)).toContain('file_damaged')
  })

  test('that is not there is not made', async () => {
    const folder = temporaryFolder()
    const { status, output } = await command(fromCheckout, folder.path, ['doctor'])
    expect(status).toBe(1)
    expect(output).toContain('There is no database')
    expect(existsSync(join(folder.path, 'cartwright.db'))).toBe(false)
    folder.remove()
  })
})

test('a Redis that may forget jobs, or is not there, is told of', async () => {
  const redis = await startRedis()
  try {
    expect(await doctor('--redis-url', redis.url)).toMatchObject({
      status: 0,
      notes: [expect.stringContaining('appendonly')],
    })
    await redis.send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    const evicting = await doctor('--redis-url', redis.url)
    expect([evicting.status, evicting.findings.map(({ kind }) => kind)]).toEqual([1, ['redis_may_evict']])
    redis.pause()
    const silent = await doctor('--redis-url', redis.url)
    expect([silent.status, silent.findings.map(({ kind }) => kind)]).toEqual([1, ['redis_away']])
    redis.resume()
  } finally {
    await redis.stop()
  }
}, 30_000)
