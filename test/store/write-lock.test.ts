import { afterEach, beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import { openTestStore, type TestStore } from '../support/store.ts'
import { changed, newCart, save } from './things.ts'

const program = join(import.meta.dir, 'lock-in-process.ts')

let at: TestStore
beforeEach(async () => {
  at = await openTestStore()
})
afterEach(() => at.close())

/** Another process that locks the file `heldMs` at a time, for `totalMs` in all; resolves once it has the lock. */
async function locker(totalMs: number, heldMs: number, pauseMs: number) {
  const words = [process.execPath, program, at.file, `${totalMs}`, `${heldMs}`, `${pauseMs}`]
  const child = Bun.spawn(words, { stdout: 'pipe', stderr: 'inherit' })
  await child.stdout.getReader().read()
  return child
}

test('while another process keeps the write lock for seconds, the program goes on answering', async () => {
  const cart = newCart(at.newId)
  await save(at.store, { kind: 'save-cart', cart })
  const other = await locker(0, 3_000, 0)
  let isSaved = false
  const saving = save(at.store, { kind: 'save-cart', cart: changed(cart) }).then(() => {
    isSaved = true
  })
  const begun = performance.now()
  let blockedMs = 0
  for (let last = begun; !isSaved; last = performance.now()) {
    await Bun.sleep(1)
    await at.store.read((books) => books.cart(cart.id))
    const passed = performance.now() - last
    if (passed > 25) blockedMs += passed
  }
  const waited = performance.now() - begun
  await Promise.all([saving, other.exited])
  expect(waited).toBeGreaterThan(2_000)
  expect(waited).toBeLessThan(6_000)
  // A busy machine delays a look now and then; a process that blocks for the lock delays nearly all of them.
  expect(blockedMs / waited).toBeLessThan(0.4)
}, 20_000)

test('a process that commits over and over leaves others their turn', async () => {
  const other = await locker(3_000, 4, 1)
  let count = 0
  let isOver = false
  const end = other.exited.then(() => {
    isOver = true
  })
  while (!isOver) {
    await save(at.store, { kind: 'save-cart', cart: newCart(at.newId) })
    count += 1
  }
  await end
  expect(count).toBeGreaterThan(5)
}, 20_000)
