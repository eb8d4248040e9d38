import { describe, expect, test } from 'bun:test'
import { callerKey, createRateLimit, noLimit } from '../../src/http/rate-limit.ts'
import { Refusal } from '../../src/refusal.ts'

const limit = { tries: 3, perSeconds: 60 }

describe('a limit', () => {
  test('lets so many tries pass and says when the next one may be', async () => {
    const rate = createRateLimit(limit)
    for (let count = 0; count < limit.tries; count += 1) await rate.take('a')
    const refusal = await refusalOf(rate.take('a'))
    expect(refusal?.code).toBe('rate-limited')
    expect(refusal?.details['seconds']).toBeGreaterThan(50)
    expect(refusal?.details['seconds']).toBeLessThanOrEqual(60)
  })

  test('counts everybody by themselves', async () => {
    const rate = createRateLimit(limit)
    for (let count = 0; count < 9; count += 1) await refusalOf(rate.take('a'))
    expect(await refusalOf(rate.take('b'))).toBeNull()
  })

  test('tries at the same moment count as much as tries one after the other', async () => {
    const rate = createRateLimit(limit)
    const refusals = await Promise.all(Array.from({ length: 10 }, () => refusalOf(rate.take('a'))))
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(limit.tries)
  })

  test('a try that is given back counts for nothing', async () => {
    const rate = createRateLimit(limit)
    for (let count = 0; count < 20; count += 1) {
      await rate.take('a')
      await rate.giveBack('a')
    }
    expect(await refusalOf(rate.take('a'))).toBeNull()
  })

  test('ends when its time is over', async () => {
    const rate = createRateLimit({ tries: 1, perSeconds: 0.05 })
    await rate.take('a')
    expect((await refusalOf(rate.take('a')))?.details['seconds']).toBe(1)
    await Bun.sleep(80)
    expect(await refusalOf(rate.take('a'))).toBeNull()
  })

  test('half a million invented keys take up no more memory than some thousands', async () => {
    const rate = createRateLimit({ tries: 1_000_000, perSeconds: 60 })
    for (let count = 0; count < 50_000; count += 1) await rate.take(`key ${count}`)
    Bun.gc(true)
    const before = process.memoryUsage().heapUsed
    for (let count = 50_000; count < 500_000; count += 1) await rate.take(`key ${count}`)
    Bun.gc(true)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * 1024 * 1024)
  })

  test('switched off, it refuses nothing', async () => {
    for (let count = 0; count < 1000; count += 1) await noLimit.take('a')
  })
})

describe('who a caller is', () => {
  const cases: readonly (readonly [string | null, string])[] = [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:0db8:0000:0000:ffff::', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    [null, 'unknown'],
  ]
  test.each(cases)('%p is %p', (address, key) => {
    expect(callerKey(address)).toBe(key)
  })
})

async function refusalOf(trying: Promise<void>): Promise<Refusal | null> {
  try {
    await trying
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
