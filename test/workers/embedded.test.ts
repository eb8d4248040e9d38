import { expect, test } from 'bun:test'
import type { Store } from '../../src/store/store.ts'
import { createEmbeddedRunner } from '../../workers/embedded.ts'
import { runnerContract } from './contract.ts'
import { type Book, handlersThat, openTestShop, until } from './shop.ts'

runnerContract('the embedded runner', createEmbeddedRunner)

test('a thousand jobs are claimed in batches', async () => {
  let claims = 0
  const countingClaims = (store: Store): Store => ({
    ...store,
    jobs: {
      ...store.jobs,
      claimDue: (limit, now, kinds) => {
        claims += 1
        return store.jobs.claimDue(limit, now, kinds)
      },
    },
  })
  const at = openTestShop(countingClaims)
  const book: Book = { begun: [], done: [] }
  const runner = createEmbeddedRunner(at.shop, { handlers: handlersThat(book), random: () => 0 })
  await runner.start()
  await at.promise('complete-cart', 1_000)
  await until('all jobs', () => book.done.length === 1_000, 10_000)
  expect(new Set(book.done).size).toBe(1_000)
  expect(claims).toBeLessThan(150)
  await runner.stop()
  await at.close()
}, 15_000)

test('the scheduled job exists once, however often runners start', async () => {
  const at = openTestShop()
  const book: Book = { begun: [], done: [] }
  const wentToSleep = async () => ((await at.job('job_expire-carts'))?.runAt ?? 0) > at.shop.now() + 3_000_000
  for (let count = 0; count < 2; count += 1) {
    const runner = createEmbeddedRunner(at.shop, { handlers: handlersThat(book), random: () => 0 })
    await runner.start()
    await until('the scheduled job', wentToSleep)
    await runner.stop()
  }
  expect((await at.job('job_expire-carts'))?.state).toBe('available')
  await at.close()
})
