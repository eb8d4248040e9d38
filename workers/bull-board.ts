import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/typings/app'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { jobKinds } from '../src/checkout/job.ts'
import type { BoardAnswer, BoardRequest, OpenBoard } from './queue-board.ts'

/** Where Redis is, and where browsers find the board. */
export interface BullBoardOptions {
  readonly redisUrl: string
  readonly mountedAt: string
  readonly connectMs: number
}

/** bull-board over every kind's queue, on a connection of its own. */
export function openBullBoard({ redisUrl, mountedAt, connectMs }: BullBoardOptions): OpenBoard {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, connectTimeout: connectMs })
  redis.on('error', () => {})
  const queues = jobKinds.map((kind) => {
    const queue = new Queue(kind, { connection: redis })
    queue.on('error', () => {})
    return new BullMQAdapter(queue)
  })
  const collected = collector()
  // The path only keeps it from looking for its files, which are compiled in.
  createBullBoard({ queues, serverAdapter: collected.adapter, options: { uiBasePath: '/', uiConfig } })
  const parts = collected.parts()
  const answer = async (request: BoardRequest): Promise<BoardAnswer> => {
    try {
      return await answered(parts, request, mountedAt)
    } catch (error) {
      // With Redis there it was the question; the board has words for that.
      if (redis.status !== 'ready' || !(error instanceof Error)) throw error
      const { status = 500, body } = parts.explain(error)
      return { kind: 'json', status, body }
    }
  }
  return { answer, disconnect: () => redis.disconnect() }
}

const uiConfig: UIConfig = { boardTitle: 'Cartwright', hideDocsLink: true }

interface Parts {
  readonly queues: BullBoardQueues
  readonly entry: AppViewRoute
  readonly api: readonly AppControllerRoute[]
  readonly config: UIConfig
  readonly explain: (error: Error) => { readonly status?: number; readonly body: unknown }
}

/** What bull-board hands to a web framework; here it is kept. */
function collector(): { readonly adapter: IServerAdapter; parts(): Parts } {
  const kept: { -readonly [Name in keyof Parts]?: Parts[Name] } = {}
  const keep = (parts: Partial<Parts>): IServerAdapter => {
    Object.assign(kept, parts)
    return adapter
  }
  const adapter: IServerAdapter = {
    setQueues: (queues) => keep({ queues }),
    setViewsPath: () => keep({}),
    setStaticPath: () => keep({}),
    setEntryRoute: (entry) => keep({ entry }),
    setErrorHandler: (explain) => keep({ explain }),
    setApiRoutes: (api) => keep({ api }),
    setUIConfig: (config) => keep({ config }),
  }
  return {
    adapter,
    parts: () => {
      const { queues, entry, api, config, explain } = kept
      if (!queues || !entry || !api || !config || !explain) throw new Error('bull-board did not say what it has')
      return { queues, entry, api, config, explain }
    },
  }
}

async function answered({ queues, entry, api, config }: Parts, request: BoardRequest, basePath: string) {
  const { method, path, ...rest } = request
  for (const route of api) {
    const params = listed<string>(route.method).includes(method.toLowerCase())
      ? paramsIn(listed(route.route), path)
      : null
    if (params === null) continue
    const { status = 200, body } = await route.handler({ queues, params, uiConfig: config, ...rest })
    return { kind: 'json', status, body } as const
  }
  if (method !== 'GET' || paramsIn(listed(entry.route), path) === null) return null
  return { kind: 'page', words: entry.handler({ basePath, uiConfig: config }).params } as const
}

/** The parts of the path that a pattern like `/api/queues/:queueName` names. */
function paramsIn(patterns: readonly string[], path: string): Record<string, string> | null {
  const words = path.split('/')
  for (const pattern of patterns) {
    const names = pattern.split('/')
    if (names.length !== words.length) continue
    if (!names.every((name, at) => name.startsWith(':') || name === words[at])) continue
    return Object.fromEntries(
      names.flatMap((name, at) => (name.startsWith(':') ? [[name.slice(1), decoded(words[at] ?? '')]] : [])),
    )
  }
  return null
}

function listed<Item>(one: Item | Item[]): readonly Item[] {
  return Array.isArray(one) ? one : [one]
}

/** What cannot be read names nothing that is there. */
function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}
