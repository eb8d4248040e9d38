import { resolve } from 'node:path'
import { command, fromCheckout, type Running, serve, temporaryFolder, work } from '../support/cartwright.ts'
import { startRedis } from '../support/redis.ts'

/** A shop under test: who answers, who does the work, and how the one that does it dies. */
export interface Place {
  readonly dataDir: string
  base(): string
  /** Kills, without warning, the process that does the work; and brings it back. */
  killWorker(): Promise<void>
  revive(): Promise<void>
  close(): Promise<void>
}

const catalog = resolve(import.meta.dir, '../support/catalog/peer-store.json')

/** Both runners, each in real processes. */
export const places: readonly { readonly name: string; open(): Promise<Place> }[] = [
  { name: 'on the embedded runner', open: openEmbedded },
  { name: 'on Redis', open: openRedis },
]

async function openEmbedded(): Promise<Place> {
  const folder = temporaryFolder()
  await imported(folder.path)
  const how = { program: fromCheckout, dataDir: folder.path, env: {}, words: [] }
  let server = await serve(how)
  return {
    dataDir: folder.path,
    base: () => server.base,
    killWorker: () => server.kill(),
    revive: async () => {
      server = await serve(how)
    },
    close: async () => {
      await server.stop()
      folder.remove()
    },
  }
}

async function openRedis(): Promise<Place> {
  const folder = temporaryFolder()
  await imported(folder.path)
  const redis = await startRedis()
  const how = { program: fromCheckout, dataDir: folder.path, env: { REDIS_URL: redis.url }, words: ['--no-workers'] }
  const server = await serve(how)
  let worker: Running = work(how)
  return {
    dataDir: folder.path,
    base: () => server.base,
    killWorker: () => worker.kill(),
    revive: async () => {
      worker = work(how)
    },
    close: async () => {
      await Promise.all([server.stop(), worker.stop()])
      await redis.stop()
      folder.remove()
    },
  }
}

async function imported(dataDir: string): Promise<void> {
  const { status, output } = await command(fromCheckout, dataDir, ['import', catalog])
  if (status !== 0) throw new Error(`the import failed: ${output}`)
}
