import first from './migrations/0000_first.sql' with { type: 'text' }
import signingIn from './migrations/0001_signing_in.sql' with { type: 'text' }
import announcements from './migrations/0002_announcements.sql' with { type: 'text' }
import inbox from './migrations/0003_inbox.sql' with { type: 'text' }
import rememberedTaxes from './migrations/0004_remembered_taxes.sql' with { type: 'text' }
import apiKeys from './migrations/0005_api_keys.sql' with { type: 'text' }
import linksMetafieldsSettings from './migrations/0006_links_metafields_settings.sql' with { type: 'text' }
import testDataAndMergedCarts from './migrations/0007_test_data_and_merged_carts.sql' with { type: 'text' }
import visitsAndDrafts from './migrations/0008_visits_and_drafts.sql' with { type: 'text' }
import activeCartsOfCustomers from './migrations/0009_active_carts_of_customers.sql' with { type: 'text' }
import jobsGivenUp from './migrations/0010_jobs_given_up.sql' with { type: 'text' }

/** One step of the database's shape; never edited once released. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Compiled into the binary and run in this order. */
export const migrations: readonly Migration[] = [
  { name: '0000_first', sql: first },
  { name: '0001_signing_in', sql: signingIn },
  { name: '0002_announcements', sql: announcements },
  { name: '0003_inbox', sql: inbox },
  { name: '0004_remembered_taxes', sql: rememberedTaxes },
  { name: '0005_api_keys', sql: apiKeys },
  { name: '0006_links_metafields_settings', sql: linksMetafieldsSettings },
  { name: '0007_test_data_and_merged_carts', sql: testDataAndMergedCarts },
  { name: '0008_visits_and_drafts', sql: visitsAndDrafts },
  { name: '0009_active_carts_of_customers', sql: activeCartsOfCustomers },
  { name: '0010_jobs_given_up', sql: jobsGivenUp },
]
