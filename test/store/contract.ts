import { afterEach, beforeEach, describe } from 'bun:test'
import type { TestStore } from '../support/store.ts'
import { announcementsContract } from './contract/announcements.ts'
import { catalogContract } from './contract/catalog.ts'
import { changesContract } from './contract/changes.ts'
import { checkoutsContract } from './contract/checkouts.ts'
import { holdsContract } from './contract/holds.ts'
import { jobsContract } from './contract/jobs.ts'
import { managementContract } from './contract/management.ts'
import { receiptsContract } from './contract/receipts.ts'
import { visitsContract } from './contract/visits.ts'

/** What any Store must do, whatever it keeps things in. */
export function storeContract(name: string, open: () => Promise<TestStore>): void {
  describe(name, () => {
    let opened: TestStore
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())

    const at = () => opened
    changesContract(at)
    checkoutsContract(at)
    holdsContract(at)
    jobsContract(at)
    managementContract(at)
    receiptsContract(at)
    visitsContract(at)
    announcementsContract(at)
    catalogContract(at)
  })
}
