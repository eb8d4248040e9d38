import { expect, test } from 'bun:test'
import { createCodeGuesses } from '../../src/http/code-guesses.ts'
import { Refusal } from '../../src/refusal.ts'

test('a door that answers instead of refusing says itself what was wrong', async () => {
  const guesses = createCodeGuesses(true)
  const ask = (isApplicable: boolean) =>
    guesses.guess(
      '192.0.2.1',
      async () => isApplicable,
      (applied) => !applied,
    )
  for (let count = 0; count < 100; count += 1) expect(await ask(true)).toBe(true)
  for (let count = 0; count < 60; count += 1) expect(await ask(false)).toBe(false)
  await expect(ask(true)).rejects.toMatchObject({ code: 'rate-limited' })
})

test('what goes wrong otherwise counts for nothing and is thrown as it is', async () => {
  const guesses = createCodeGuesses(true)
  const trouble = new Refusal('cart-not-found', 'There is no such cart.')
  for (let count = 0; count < 100; count += 1) {
    await expect(guesses.guess('192.0.2.1', () => Promise.reject(trouble))).rejects.toBe(trouble)
  }
})
