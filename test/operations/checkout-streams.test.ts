import { afterEach, describe, expect, jest, test } from 'bun:test'
import { completeCart } from '../../src/commands/checkouts.ts'
import { openCheckoutStreams, streamsMax, streamsPerCheckoutMax } from '../../src/operations/checkout-streams.ts'
import { openFeed } from '../../src/operations/feed.ts'
import { openStockedShop, readyCart, type StockedShop } from '../support/shop.ts'

describe('a feed', () => {
  afterEach(() => {
    jest.useRealTimers()
  })

  test('says something every fifteen seconds, and ends after ten minutes for its reader to come back', async () => {
    jest.useFakeTimers()
    const feed = openFeed((line) => line.orOver(new Promise(() => {})))
    const text = new Response(feed.body).text()
    jest.advanceTimersByTime(60_000)
    jest.advanceTimersByTime(9 * 60_000)
    await feed.ended
    const blocks = (await text).split('\n\n')
    expect(blocks[0]).toBe('retry: 1000')
    expect(blocks.filter((block) => block === ':').length).toBeGreaterThanOrEqual(39)
  })

  test('says nothing more to who has left', async () => {
    const feed = openFeed(async (line) => {
      await line.orOver(new Promise(() => {}))
      line.tell({ id: '1', event: 'state', data: '{}' })
    })
    const reader = feed.body.getReader()
    await reader.read()
    await reader.cancel()
    await feed.ended
    expect(await reader.read()).toEqual({ done: true, value: undefined })
  })
})

describe('all streams together', () => {
  let place: StockedShop
  afterEach(async () => {
    await place.close()
  })

  async function begun(): Promise<string> {
    const cart = await readyCart(place.shop, { sku: 'PRODUCT-01-S', quantity: 1, data: null })
    const asked = { keyed: null, signedInAs: null, waitMs: 0, show: () => ({ status: 200, body: '' }) }
    const completed = await completeCart(place.shop, cart.id, asked)
    return completed.kind === 'pending' ? completed.checkout.id : ''
  }

  test('are so many and no more; closing ends them all and begins no other', async () => {
    place = await openStockedShop()
    const streams = openCheckoutStreams(place.shop)
    const open = (id: string) => streams.open(new Request(`http://localhost/checkouts/${id}/events`), id)
    const answers: Response[] = []
    while (answers.length < streamsMax) {
      const id = await begun()
      const count = Math.min(streamsPerCheckoutMax, streamsMax - answers.length)
      answers.push(...(await Promise.all(Array.from({ length: count }, () => open(id)))))
    }
    const one = await begun()
    await expect(open(one)).rejects.toMatchObject({ code: 'not-ready' })
    await answers[0]?.body?.cancel()
    const last = await open(one)
    streams.close()
    expect(await last.text()).toStartWith('retry: ')
    await expect(open(one)).rejects.toMatchObject({ code: 'not-ready' })
  }, 30_000)
})
