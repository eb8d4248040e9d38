import { resolve } from 'node:path'
import { command, fromCheckout, type Running, serve, temporaryFolder, work } from '../support/cartwright.ts'
import { startRedis } from '../support/redis.ts'

/** A running shop with the test catalog, in processes of its own. */
export interface Place {
  readonly server: Running
  close(): Promise<void>
}

export interface PlaceKind {
  readonly name: string
  open(env?: Readonly<Record<string, string>>): Promise<Place>
}

const catalog = resolve(import.meta.dir, '../support/catalog/peer-store.json')

/** With the embedded runner. */
export const embedded: PlaceKind = {
  name: 'with the embedded runner',
  open: async (env = {}) => {
    const folder = temporaryFolder()
    await imported(fromCheckout, folder.path)
    const server = await serve({ program: fromCheckout, dataDir: folder.path, env, words: [] })
    return closing(server, async () => folder.remove())
  },
}

/** The server does the work itself, by way of Redis. */
export const withRedis: PlaceKind = {
  name: 'with Redis',
  open: async (env = {}) => {
    const folder = temporaryFolder()
    await imported(fromCheckout, folder.path)
    const redis = await startRedis()
    const how = { program: fromCheckout, dataDir: folder.path, env: { ...env, REDIS_URL: redis.url }, words: [] }
    return closing(await serve(how), async () => {
      await redis.stop()
      folder.remove()
    })
  },
}

/** The server only answers; another process does the work. */
export const withWorkersApart: PlaceKind = {
  name: 'with Redis, and workers in a process of their own',
  open: async (env = {}) => {
    const folder = temporaryFolder()
    await imported(fromCheckout, folder.path)
    const redis = await startRedis()
    const settings = { ...env, REDIS_URL: redis.url }
    const how = { program: fromCheckout, dataDir: folder.path, env: settings, words: ['--no-workers'] }
    const server = await serve(how)
    const worker = work(how)
    return closing(server, async () => {
      await worker.stop()
      await redis.stop()
      folder.remove()
    })
  },
}

/** Fills an empty data directory; throws when that fails. */
export async function imported(program: readonly string[], dataDir: string): Promise<void> {
  const { status, output } = await command(program, dataDir, ['import', catalog])
  if (status !== 0) throw new Error(`the import failed: ${output}`)
}

function closing(server: Running, cleanUp: () => Promise<void>): Place {
  return {
    server,
    close: async () => {
      await server.stop()
      await cleanUp()
    },
  }
}
