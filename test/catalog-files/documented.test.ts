import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { importCatalog } from '../../src/commands/catalog.ts'
import { openTestStore } from '../support/store.ts'

test('the catalog file that the documentation shows can be imported as it stands', async () => {
  const page = await Bun.file(join(import.meta.dir, '../../docs/catalog-file.md')).text()
  const text = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const { store, clock, newId, close } = await openTestStore()
  const report = await importCatalog({ store, now: clock.now, newId }, { text, fileName: 'shown.json', format: null })
  expect(report.nouns['products']).toMatchObject({ created: 2 })
  expect(report.nouns['discounts']).toMatchObject({ created: 3 })
  await close()
})
