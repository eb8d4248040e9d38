import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Runs every check and ends with `N passed, N failed`; words are handed to `bun test` (paths, patterns). Without words the
 * campaign of faults comes last and by itself: it kills and stalls, and is not to slow down what others measure.
 */
const root = resolve(import.meta.dir, '..')
const bun = process.execPath

/** Of one test that sets no limit of its own; ten thousand random carts take their time on a busy machine. */
const testMs = 60_000

interface Count {
  readonly passed: number
  readonly failed: number
}

const words = process.argv.slice(2)
const counts = [
  check('format and lint', [bun, '--bun', 'node_modules/.bin/biome', 'ci', '--colors=off', '.']),
  check('types', [bun, '--bun', 'node_modules/.bin/tsc', '--noEmit']),
  ...(words.length > 0 ? [tests('tests', words)] : [tests('tests', []), tests('faults', ['./test/faults/faults.ts'])]),
]
const passed = sum(counts.map((count) => count.passed))
const failed = sum(counts.map((count) => count.failed))
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** One tool that says all is well with its exit status: one check. */
function check(name: string, words: readonly string[]): Count {
  console.error(`\n${name}`)
  const isFine = run(words)
  return { passed: isFine ? 1 : 0, failed: isFine ? 0 : 1 }
}

/** A run that ends badly counts as failed even when no single test says so: a file that cannot be loaded has none. */
function tests(name: string, words: readonly string[]): Count {
  console.error(`\n${name}`)
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-tests-'))
  const report = join(folder, 'junit.xml')
  try {
    const isFine = run([
      bun,
      'test',
      `--timeout=${testMs}`,
      '--reporter=junit',
      `--reporter-outfile=${report}`,
      ...words,
    ])
    const { passed, failed } = countsIn(report)
    return { passed, failed: isFine ? failed : Math.max(failed, 1) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The sums stand on the report's root: `<testsuites … tests="12" failures="1" skipped="0">`. */
function countsIn(report: string): Count {
  try {
    const head = /<testsuites\b[^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? ''
    const count = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
    const failed = count('failures') + count('errors')
    return { passed: Math.max(0, count('tests') - failed - count('skipped')), failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** What the tools say goes to standard error, so that the last line of standard output is ours. */
function run(words: readonly string[]): boolean {
  const { success } = Bun.spawnSync([...words], { cwd: root, stdin: 'ignore', stdout: 2, stderr: 2 })
  return success
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
