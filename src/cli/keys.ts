import type { ApiKey, ApiKeyKind } from '../checkout/api-key.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../commands/api-keys.ts'
import type { Shop } from '../commands/shop.ts'
import { readConfig } from '../config.ts'
import { openLog } from '../operations/log.ts'
import { type Call, exitDone, UsageError } from './call.ts'
import { openShop } from './open-shop.ts'

const kinds: readonly ApiKeyKind[] = ['publishable', 'secret', 'management']

type Work = (shop: Shop) => Promise<void>

/** Makes, lists and revokes API keys; a running server heeds it with its next request. */
export async function keys(call: Call): Promise<number> {
  const work = workOf(call)
  const config = readConfig(call.settings)
  const log = openLog(config.logLevel, 2, call.voice.isTerminal)
  const { shop, close } = openShop(config, log, () => ({}))
  try {
    await work(shop)
    return exitDone
  } finally {
    await close()
    log.flush()
  }
}

/** Understood before anything is opened. */
function workOf(call: Call): Work {
  const [verb = '', id] = call.operands
  if (verb === 'create' && id === undefined) return creating(call)
  if (verb === 'list' && id === undefined) return listing(call)
  if (verb === 'revoke' && id !== undefined) return revoking(call, id)
  throw new UsageError('keys knows "create --kind KIND", "list" and "revoke ID"')
}

function creating({ options, voice }: Call): Work {
  const kind = kinds.find((one) => one === options.get('--kind'))
  if (kind === undefined) throw new UsageError(`keys create takes --kind ${kinds.join('|')}`)
  const wanted = { kind, isTest: options.has('--test'), name: options.get('--name') ?? null }
  return async (shop) => {
    const { apiKey, key } = await createApiKey(shop, wanted)
    if (options.has('--json')) {
      voice.out(JSON.stringify({ id: apiKey.id, kind: apiKey.kind, name: apiKey.name, key }))
      return
    }
    voice.out(key)
    voice.error(`This is ${apiKey.id}. It is not shown again: what is kept of it is a hash.`)
  }
}

function listing(call: Call): Work {
  refuseOptions(call, ['--json'])
  const { options, voice } = call
  return async (shop) => {
    const found = await listApiKeys(shop)
    if (options.has('--json')) {
      voice.out(JSON.stringify(found.map(jsonOf)))
      return
    }
    if (found.length === 0) voice.out('There are no keys yet.')
    for (const apiKey of found) voice.out(lineOf(apiKey))
  }
}

function revoking(call: Call, id: string): Work {
  refuseOptions(call, [])
  return async (shop) => {
    const { revokedAt } = await revokeApiKey(shop, id)
    call.voice.out(`${id} is revoked since ${new Date(revokedAt ?? 0).toISOString()}.`)
  }
}

function refuseOptions({ operands, options }: Call, taken: readonly string[]): void {
  const stray = [...options.keys()].find((flag) => !taken.includes(flag))
  if (stray !== undefined) throw new UsageError(`keys ${operands[0] ?? ''} does not take ${stray}`)
}

function jsonOf({ id, kind, name, prefix, isTest, createdAt, revokedAt }: ApiKey): object {
  const since = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
  return {
    id,
    kind,
    name,
    prefix,
    mode: isTest ? 'test' : 'live',
    created_at: since(createdAt),
    revoked_at: since(revokedAt),
  }
}

function lineOf({ id, kind, name, prefix, createdAt, revokedAt }: ApiKey): string {
  const standing = revokedAt === null ? 'good' : `revoked ${new Date(revokedAt).toISOString()}`
  const made = new Date(createdAt).toISOString()
  return [id, kind.padEnd(11), `${prefix}…`, made, standing, name ?? ''].join('  ').trimEnd()
}
