import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../test/support/ports.ts'
import { benchCatalog } from './catalog.ts'
import type { Measured, Task } from './load.ts'

/**
 * Cartwright beside the least that could do the same durable work, in one run: each is started as a process of its own
 * and they are asked in turns, so that whatever else the machine does hits all. The bare program is there twice: with the
 * smallest cart that works, and with carts that say as much as Cartwright's. `--seconds`, `--rounds`, `--connections`.
 */
interface Server {
  readonly base: string
  readonly pid: number
  stop(): Promise<void>
}

interface Shown {
  readonly cart?: { readonly [field: string]: unknown; readonly items: readonly object[] }
  readonly products?: readonly { readonly variants: readonly { readonly id: string }[] }[]
}

interface Round extends Measured {
  /** Microseconds of processor time per request in the server; null where nobody tells. */
  readonly cpuMicros: number | null
}

const root = resolve(import.meta.dir, '..')
const startMs = 20_000
const cartCount = 1_000
const warmSeconds = 1
/** Hertz in which Linux counts processor time (proc(5), sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
  },
})
const [seconds, rounds, connections] = [Number(values.seconds), Number(values.rounds), Number(values.connections)]

const folder = mkdtempSync(join(tmpdir(), 'cartwright-bench-'))
const servers: Server[] = []
try {
  const cartwright = await startCartwright()
  servers.push(cartwright)
  const bare = await started((port) => [join(root, 'bench/bare.ts'), folder, port])
  servers.push(bare)
  const ballast = await ballastFrom(cartwright)
  const wide = await started((port) => [join(root, 'bench/bare.ts'), folder, port, ballast])
  servers.push(wide)
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'} × ${cpus().length}, Bun ${Bun.version}, ${connections} connections,`,
  )
  console.log(`median of ${rounds} rounds of ${seconds} s, taking turns; every write is durable (synchronous=FULL)\n`)
  console.log('| | requests per second | p50 / p99 ms | CPU µs per request | Cartwright is |')
  console.log('|---|---|---|---|---|')
  for (const what of ['add-line', 'read-cart'] as const) await compare(what, [bare, wide], cartwright)
  const turn = () => measure(cartwright, { target: 'cartwright', what: 'purchase' })
  const [bought = []] = await measureRounds([turn])
  tell('whole purchase (8 requests), Cartwright', medianOf(bought), '')
} finally {
  for (const server of servers) await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function compare(what: 'add-line' | 'read-cart', bares: readonly Server[], cartwright: Server): Promise<void> {
  const turns = bares.map((bare) => () => measure(bare, { target: 'bare', what }))
  const all = await measureRounds([...turns, () => measure(cartwright, { target: 'cartwright', what })])
  const [bare, wide, ours] = all.map(medianOf)
  if (bare === undefined || wide === undefined || ours === undefined) return
  const share = (least: Round): string => `${Math.round((100 * ours.done) / least.done)} %`
  tell(`${what}, bare`, bare, share(bare))
  tell(`${what}, bare with answers as long as ours`, wide, share(wide))
  tell(`${what}, Cartwright`, ours, '')
}

function tell(name: string, round: Round, share: string): void {
  const rate = Math.round(round.done / seconds).toLocaleString('en')
  const times = `${round.p50Ms.toFixed(1)} / ${round.p99Ms.toFixed(1)}`
  const cpu = round.cpuMicros === null ? '?' : round.cpuMicros.toFixed(0)
  console.log(`| ${name} | ${rate} | ${times} | ${cpu} | ${share} |`)
}

/** Everything that Cartwright says of a cart with one line, as a file for the bare program. */
async function ballastFrom({ base }: Server): Promise<string> {
  const ask = async (path: string, body?: object): Promise<Shown> => {
    const headers = { 'content-type': 'application/json' }
    const asked = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers }
    return (await (await fetch(`${base}/store${path}`, asked)).json()) as Shown
  }
  const { products } = await ask('/products?limit=1')
  const { cart: empty } = await ask('/carts', {})
  const line = { variant_id: products?.[0]?.variants[0]?.id, quantity: 1 }
  const { cart } = await ask(`/carts/${empty?.['id']}/line-items`, line)
  const [item] = cart?.items ?? []
  const file = join(folder, 'ballast.json')
  writeFileSync(file, JSON.stringify({ cart: empty, line: item }))
  return file
}

async function measureRounds(turns: readonly (() => Promise<Round>)[]): Promise<readonly Round[][]> {
  const all: Round[][] = turns.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, turn] of turns.entries()) all[at]?.push(await turn())
  }
  return all
}

/** Runs the load in a process of its own; what it does before the first counted request is not on the processor's bill. */
async function measure(server: Server, { target, what }: Pick<Task, 'target' | 'what'>): Promise<Round> {
  const task: Task = { base: server.base, target, what, connections, seconds, warmSeconds, carts: cartCount }
  const load = Bun.spawn([process.execPath, join(root, 'bench/load.ts'), JSON.stringify(task)], { stderr: 'inherit' })
  const lines = load.stdout.pipeThrough(new TextDecoderStream())
  let said = ''
  let before: number | null = null
  for await (const piece of lines) {
    if (said === '') before = cpuTicks(server.pid)
    said += piece
  }
  if ((await load.exited) !== 0) throw new Error(`the load of ${what} failed`)
  const after = cpuTicks(server.pid)
  const measured = JSON.parse(said.trim().split('\n').at(-1) ?? '') as Measured
  const cpuSeconds = before === null || after === null ? null : (after - before) / ticksPerSecond
  return { ...measured, cpuMicros: cpuSeconds === null ? null : (cpuSeconds * 1e6) / measured.all }
}

async function startCartwright(): Promise<Server> {
  const main = join(root, 'src/main.ts')
  const file = join(folder, 'catalog.json')
  writeFileSync(file, JSON.stringify(benchCatalog()))
  const settings = ['--data-dir', folder, '--log-level', 'warn']
  const imported = Bun.spawnSync([process.execPath, main, 'import', file, ...settings], { stderr: 'inherit' })
  if (!imported.success) throw new Error('the catalog of the benchmark cannot be imported')
  return started((port) => [main, ...settings, '--port', port, '--rate-limit', 'off'])
}

/** Starts a server on a free port and waits until it answers anything. */
async function started(wordsFor: (port: string) => readonly string[]): Promise<Server> {
  const port = String(freePort())
  const base = `http://127.0.0.1:${port}`
  const words = [process.execPath, ...wordsFor(port)]
  const child = Bun.spawn(words, { stdout: 'ignore', stderr: 'inherit' })
  const until = performance.now() + startMs
  while ((await fetch(`${base}/health`).catch(() => null)) === null) {
    if (performance.now() > until) throw new Error(`${words.join(' ')} does not answer`)
    await Bun.sleep(20)
  }
  return { base, pid: child.pid, stop: () => stopped(child) }
}

async function stopped(child: Bun.Subprocess): Promise<void> {
  child.kill('SIGTERM')
  await child.exited
}

function cpuTicks(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return null
  }
}

function medianOf(all: readonly Round[]): Round {
  const median = (figure: (round: Round) => number): number =>
    all.map(figure).toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0
  return {
    done: median((round) => round.done),
    all: median((round) => round.all),
    p50Ms: median((round) => round.p50Ms),
    p99Ms: median((round) => round.p99Ms),
    cpuMicros: all.some((round) => round.cpuMicros === null) ? null : median((round) => round.cpuMicros ?? 0),
  }
}
