import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { embedded, type Place, withRedis, withWorkersApart } from '../../stories/places.ts'
import { catalogNames } from './replay/catalog-names.ts'
import { flowsFor } from './replay/flows.ts'
import { readDeviations, readRecordings } from './replay/recordings.ts'
import { play, type Staging } from './replay/stage.ts'

const recordings = readRecordings()
const flows = flowsFor(recordings)

describe.each([embedded, withRedis, withWorkersApart])('what a real Medusa 1.20.11 answered, $name', ({ open }) => {
  let place: Place
  let staging: Staging

  beforeAll(async () => {
    place = await open({ RATE_LIMIT: 'off', STORE_CORS: 'http://localhost:8000', LOG_LEVEL: 'error' })
    const { base } = place.server
    const catalog = await catalogNames(base)
    staging = { base, recordings, deviations: readDeviations(), catalog, compared: new Set() }
  }, 60_000)

  afterAll(() => place?.close())

  test.each(flows.map((flow) => [flow.scenario, flow] as const))(
    '%s',
    async (_, flow) => {
      expect(await play(staging, flow)).toEqual([])
    },
    30_000,
  )

  test('nothing was left out', () => {
    const missing = [...recordings.keys()].filter((exchange) => !staging.compared.has(exchange))
    expect(missing).toEqual([])
  })
})
