import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RedisClient, type Subprocess } from 'bun'

/** How long a started server may take until it answers. */
const startMs = 10_000

/** A real Redis on a free port that keeps nothing on disk, so that a restarted one is empty. */
export interface TestRedis {
  readonly url: string
  /** Gone without a word, with everything it held. */
  kill9(): Promise<void>
  /** There again on the same port, empty. */
  restart(): Promise<void>
  flush(): Promise<void>
  /** Connections stay open and nothing answers. */
  pause(): void
  resume(): void
  /** Asks one thing. */
  send(command: string, ...words: string[]): Promise<unknown>
  /** Ends it and removes what it left. */
  stop(): Promise<void>
}

/** A port that was free a moment ago, where nothing listens. */
export function freePort(): number {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = listener
  listener.stop(true)
  return port
}

export async function startRedis(port = freePort()): Promise<TestRedis> {
  const url = `redis://127.0.0.1:${port}`
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-redis-'))
  let server = await launch(port, directory)

  async function send(command: string, ...words: string[]): Promise<unknown> {
    return await asked(url, command, words)
  }

  async function kill9(): Promise<void> {
    server.kill('SIGKILL')
    await server.exited
  }

  return {
    url,
    send,
    kill9,
    restart: async () => {
      await kill9()
      server = await launch(port, directory)
    },
    flush: async () => void (await send('FLUSHALL')),
    pause: () => server.kill('SIGSTOP'),
    resume: () => server.kill('SIGCONT'),
    stop: async () => {
      await kill9()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function launch(port: number, directory: string): Promise<Subprocess> {
  const program = Bun.which('redis-server')
  if (program === null) throw new Error('redis-server is not on the PATH; bin/test installs it')
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const server = Bun.spawn([program, ...settings], { stdout: 'ignore', stderr: 'inherit' })
  const url = `redis://127.0.0.1:${port}`
  for (const begun = performance.now(); performance.now() - begun < startMs; await Bun.sleep(20)) {
    if (server.exitCode !== null) break
    if ((await asked(url, 'PING', []).catch(() => null)) === 'PONG') return server
  }
  server.kill('SIGKILL')
  throw new Error(`redis-server does not answer on port ${port}`)
}

async function asked(url: string, command: string, words: string[]): Promise<unknown> {
  const client = new RedisClient(url, { autoReconnect: false, enableOfflineQueue: true })
  try {
    await client.connect()
    return await client.send(command, words)
  } finally {
    client.close()
  }
}
