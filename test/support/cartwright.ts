import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from './ports.ts'

/** How the program is called: from the checkout, or as the binary. */
export const fromCheckout: readonly string[] = [process.execPath, resolve(import.meta.dir, '../../src/main.ts')]

/** Long, for a machine that has much else to do. */
const startMs = 60_000

export interface Running {
  readonly base: string
  readonly dataDir: string
  /** Resolves when it is gone, whoever ended it. */
  readonly exited: Promise<unknown>
  /** Stops it where it stands, as a machine that is too busy would; and lets it go on. */
  pause(): void
  resume(): void
  /** Asks it to stop and says with which status it did. */
  stop(): Promise<number>
  /** As a power cut would. */
  kill(): Promise<void>
  /** What it wrote so far. */
  output(): string
}

export interface Start {
  readonly program: readonly string[]
  readonly dataDir: string
  readonly env: Readonly<Record<string, string>>
  /** Further words after `serve`. */
  readonly words: readonly string[]
  /** Any free one unless it is said. */
  readonly port?: number
}

/** A folder that is gone after the test. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cartwright-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Starts a server and waits until it can take orders. */
export async function serve({ program, dataDir, env, words, port = freePort() }: Start): Promise<Running> {
  const base = `http://127.0.0.1:${port}`
  const started = run([...program, 'serve', ...words], dataDir, { ...env, PORT: String(port) })
  try {
    await untilReady(base, started)
  } catch (error) {
    await started.kill()
    throw error
  }
  return { base, ...started }
}

/** Starts a process that works on the queue and serves nobody. */
export function work({ program, dataDir, env }: Start): Running {
  return { base: '', ...run([...program, 'work'], dataDir, env) }
}

/** Runs one command to its end. */
export async function command(
  program: readonly string[],
  dataDir: string,
  words: readonly string[],
): Promise<{ status: number; output: string }> {
  const child = Bun.spawn([...program, ...words], {
    cwd: dataDir,
    env: environment(dataDir, {}),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [said, complained, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { status, output: said + complained }
}

function run(words: readonly string[], dataDir: string, env: Readonly<Record<string, string>>): Omit<Running, 'base'> {
  const child = Bun.spawn([...words], {
    cwd: dataDir,
    env: environment(dataDir, env),
    stdout: 'pipe',
    stderr: 'pipe',
    stdin: 'ignore',
  })
  let said = ''
  const listen = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder()
    for await (const piece of stream) said += decoder.decode(piece, { stream: true })
  }
  void listen(child.stdout)
  void listen(child.stderr)
  return {
    dataDir,
    exited: child.exited,
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGTERM')
      return child.exited
    },
    kill: async () => {
      child.kill('SIGKILL')
      await child.exited
    },
    output: () => said,
  }
}

function environment(dataDir: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, DATA_DIR: dataDir, RATE_LIMIT: 'off', LOG_LEVEL: 'warn', ...env }
}

async function untilReady(base: string, { output, exited }: Omit<Running, 'base'>): Promise<void> {
  const until = performance.now() + startMs
  let isOver = false
  void exited.then(() => {
    isOver = true
  })
  while (performance.now() < until && !isOver) {
    const answer = await fetch(`${base}/readyz`, { keepalive: false }).catch(() => null)
    if (answer?.ok) return
    await Bun.sleep(10)
  }
  throw new Error(`the server ${isOver ? 'ended before it was' : 'did not get'} ready: ${output()}`)
}
