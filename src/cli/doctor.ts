import { existsSync } from 'node:fs'
import { migrationStatus } from '../../db/migrate.ts'
import { migrations } from '../../db/migrations.ts'
import { askRedis, safePolicy } from '../../workers/redis-settings.ts'
import { examineShop, mendShop } from '../commands/doctor.ts'
import { type Config, readConfig } from '../config.ts'
import { openLog } from '../operations/log.ts'
import type { Correction } from '../store/audit.ts'
import { type Call, exitDone, exitFailed } from './call.ts'
import { databaseFile, openShop } from './open-shop.ts'

/** Something that is not as it should be. */
interface Finding {
  readonly kind: string
  readonly subject: string
  readonly message: string
}

interface Report {
  readonly findings: readonly Finding[]
  readonly corrections: readonly Correction[]
  /** What is worth knowing and no fault. */
  readonly notes: readonly string[]
}

/** Looks through everything; with `--fix` mends what follows from the rows. Exits with 0 when all is well afterwards. */
export async function doctor({ options, settings, voice }: Call): Promise<number> {
  const config = readConfig(settings)
  assertReadable(config)
  const log = openLog(config.logLevel, 2, voice.isTerminal)
  const { shop, close } = openShop(config, log, () => ({}))
  try {
    const corrections = options.has('--fix') ? await mendShop(shop) : []
    const redis = await lookAtRedis(config)
    const report = { findings: [...(await examineShop(shop)), ...redis.findings], corrections, notes: redis.notes }
    if (options.has('--json')) voice.out(JSON.stringify(jsonOf(report)))
    else for (const line of linesOf(report)) voice.out(line)
    return report.findings.length > 0 ? exitFailed : exitDone
  } finally {
    await close()
    log.flush()
  }
}

/** Who only wants to look is not to find a new database, or one brought up to date, afterwards. */
function assertReadable(config: Config): void {
  const file = databaseFile(config)
  if (!existsSync(file)) throw new Error(`There is no database at ${file}.`)
  if (migrationStatus(file, migrations).some(({ state }) => state === 'pending')) {
    throw new Error('The database is of an older version; `cartwright migrate` brings it up to date.')
  }
}

async function lookAtRedis({ jobs }: Config): Promise<Pick<Report, 'findings' | 'notes'>> {
  if (jobs.runner === 'embedded') return { findings: [], notes: [] }
  const found = await askRedis(jobs.redisUrl)
  if (found === null) {
    return { findings: [ofRedis('redis-away', 'Redis does not answer; the server does the work meanwhile')], notes: [] }
  }
  const { evictionPolicy: policy, appendsToFile } = found
  const isUnsafe = policy !== null && policy !== safePolicy
  const evicts = `Redis may throw jobs away: maxmemory-policy is ${policy}, and should be ${safePolicy}`
  const forgets = 'Redis is empty after its restart (appendonly no); its jobs are then late by a few seconds, not lost'
  return {
    findings: isUnsafe ? [ofRedis('redis-may-evict', evicts)] : [],
    notes: appendsToFile === false ? [forgets] : [],
  }
}

function ofRedis(kind: string, message: string): Finding {
  return { kind, subject: 'REDIS_URL', message }
}

function linesOf({ findings, corrections, notes }: Report): readonly string[] {
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`
  return [
    ...corrections.map(({ message }) => `mended: ${message}`),
    ...findings.map(({ kind, message }) => `${kind}: ${message}`),
    ...notes.map((note) => `note: ${note}`),
    findings.length === 0 ? 'all is well' : count,
  ]
}

function jsonOf({ findings, ...rest }: Report): object {
  return { findings: findings.map((one) => ({ ...one, kind: one.kind.replaceAll('-', '_') })), ...rest }
}
