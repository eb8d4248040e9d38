import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Defect, defects } from './defects.ts'
import { stretched } from './patience.ts'
import type { Report } from './report.ts'

const root = resolve(import.meta.dir, '../..')
const copied = ['src', 'workers', 'db', 'test', 'package.json', 'tsconfig.json', 'bunfig.toml']

/** How many copies are looked at at the same time: much of the time they wait. */
const lanes = 3

/** Of what the fault said, in characters. */
const saysMax = 160

/** Longer than any of them needs, with what never comes to rest. */
const foundWithinMs = 8 * 60_000

/** Makes each mistake in a copy of the program and lets the faults find it; true when all of them were found. */
export async function findDefects(seed: string): Promise<boolean> {
  const findings = new Map<Defect, Found | null>()
  const waiting = [...defects]

  async function findNext(): Promise<void> {
    for (let defect = waiting.shift(); defect !== undefined; defect = waiting.shift()) {
      const found = await find(defect, seed)
      findings.set(defect, found)
      console.error(`${defect.says}: ${found === null ? 'it survived' : `found by ${found.by}`}`)
    }
  }

  await Promise.all(Array.from({ length: lanes }, findNext))
  const found = defects.filter((defect) => findings.get(defect) != null)
  const rows = defects.map((defect) => {
    const { by, says } = findings.get(defect) ?? { by: '**nobody**', says: 'it survived' }
    return `| ${defect.says} | ${by} | ${says.replaceAll('|', '\\|')} |`
  })
  console.log(['| A mistake | found by | which said |', '|---|---|---|', ...rows].join('\n'))
  console.log(`${found.length} of ${defects.length} found, seed ${seed}`)
  return found.length === defects.length
}

interface Found {
  readonly by: string
  readonly says: string
}

async function find(defect: Defect, seed: string): Promise<Found | null> {
  const copy = mkdtempSync(join(tmpdir(), 'cartwright-mutant-'))
  try {
    for (const name of copied) cpSync(join(root, name), join(copy, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    for (const edit of defect.edits) make(copy, edit)
    for (const { fault, runner, count } of defect.foundBy) {
      const report = await run(copy, ['--only', fault, '--on', runner, '--count', String(count), '--seed', seed])
      const broken = report.shops.flatMap((one) => one.broken)
      const [first] = broken
      if (first)
        return { by: `${fault} on ${runner}`, says: `${first.rule}: ${first.says.split('\n')[0]?.slice(0, saysMax)}` }
    }
    return null
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** What does not stand there exactly once is another program than the one that was meant. */
function make(copy: string, { file, from, to }: Defect['edits'][number]): void {
  const path = join(copy, file)
  const parts = readFileSync(path, 'utf8').split(from)
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, not once: ${from}`)
  writeFileSync(path, parts.join(to))
}

async function run(copy: string, words: readonly string[]): Promise<Report> {
  const file = join(copy, 'found.json')
  const child = Bun.spawn([process.execPath, join(copy, 'test/faults/run.ts'), ...words, '--report', file], {
    cwd: copy,
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const timer = setTimeout(() => child.kill(), stretched(foundWithinMs))
  const complaint = await new Response(child.stderr).text()
  const status = await child.exited
  clearTimeout(timer)
  if (status !== 0 && status !== 1) throw new Error(`the faults did not run in the copy: ${complaint}`)
  return Bun.file(file).json()
}
