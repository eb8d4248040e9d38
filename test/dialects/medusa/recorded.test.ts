import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { resolve } from 'node:path'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'
import { catalogNames } from './replay/catalog-names.ts'
import { flowsFor, waitingForAccounts } from './replay/flows.ts'
import { readDeviations, readRecordings } from './replay/recordings.ts'
import { play, type Staging } from './replay/stage.ts'

const catalogFile = resolve(import.meta.dir, '../../support/catalog/peer-store.json')
const recordings = readRecordings()
const flows = flowsFor(recordings)

describe('what a real Medusa 1.20.11 answered', () => {
  const folder = temporaryFolder()
  let server: Running
  let staging: Staging

  beforeAll(async () => {
    const imported = await command(fromCheckout, folder.path, ['import', catalogFile])
    expect(imported.status).toBe(0)
    const env = { RATE_LIMIT: 'off', STORE_CORS: 'http://localhost:8000', LOG_LEVEL: 'error' }
    server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
    const { base } = server
    const catalog = await catalogNames(base)
    staging = { base, recordings, deviations: readDeviations(), catalog, compared: new Set() }
  }, 60_000)

  afterAll(async () => {
    await server?.stop()
    folder.remove()
  })

  test.each(flows.map((flow) => [flow.scenario, flow] as const))(
    '%s',
    async (_, flow) => {
      expect(await play(staging, flow)).toEqual([])
    },
    30_000,
  )

  test('nothing was left out but what waits for accounts', () => {
    const missing = [...recordings.values()].filter(({ scenario, exchange }) => {
      return !staging.compared.has(exchange) && !waitingForAccounts.has(scenario) && !waitingForAccounts.has(exchange)
    })
    expect(missing.map(({ exchange }) => exchange)).toEqual([])
  })
})
