import { AsyncLocalStorage } from 'node:async_hooks'
import { appOf } from './app.ts'
import type { Shop } from './commands/shop.ts'
import { brinkPrefixes } from './dialects/brink/brink.ts'
import { openCheckoutStreams } from './operations/checkout-streams.ts'
import { allowReading, type CorsRule, isCovered, preflight } from './operations/cors.ts'
import type { Health } from './operations/health.ts'
import type { Log } from './operations/log.ts'
import type { Metrics } from './operations/metrics/metrics.ts'
import { type CountRequest, requestsCounted } from './operations/metrics/requests.ts'
import type { Scrape } from './operations/metrics/scrape.ts'
import { openOverviewStreams } from './operations/overview-streams.ts'
import type { QueueBoard } from './operations/queues/board.ts'
import { pathsShownBy } from './operations/shown-path.ts'
import { containsCardNumber, withoutCardNumbers } from './payments/card-data.ts'

/** Beyond every limit of our own readers, which answer in the words of the door; what is larger still is cut off by Bun. */
const requestMaxBytes = 128 * 1024 * 1024

/** Longer than anybody may ask to be kept waiting. */
const idleSeconds = 60

const requestIdShape = /^[\w.:/+=-]{1,128}$/

export interface ServerOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly storeOrigins: readonly string[]
  readonly adminOrigins: readonly string[]
  readonly adminToken: string
  readonly trustProxy: boolean
  readonly jwtSecret: string
  readonly cookieSecret: string
  readonly limitsAttempts: boolean
  readonly storeHash: string
  readonly checkoutUrl: string | null
  readonly version: string
  readonly health: Health
  /** BullMQ's queues, where there are any. */
  readonly queueBoard?: QueueBoard
  readonly metrics: Metrics
  readonly scrape: Scrape
  readonly log: Log
}

export interface RunningServer {
  readonly url: string
  /** Takes no new connections; resolves when what was begun is answered. */
  stop(): Promise<void>
}

const currentRequest = new AsyncLocalStorage<string>()

/** The id of the request on whose behalf something happens right now; for log lines. */
export function currentRequestId(): string | undefined {
  return currentRequest.getStore()
}

/** Listens, and answers through every door. */
export function startServer(shop: Shop, options: ServerOptions): RunningServer {
  const streams = openCheckoutStreams(shop)
  const overviews = openOverviewStreams(shop, options.health)
  const requestId = (): string => currentRequestId() ?? ''
  const app = appOf(shop, { ...options, trustsProxy: options.trustProxy, requestId }, { streams, overviews }).compile()
  const shownPath = pathsShownBy(app.routes)
  const counted = requestsCounted(options.metrics, app.routes)
  const answer = answering(options, { shownPath, counted }, async (request) => app.fetch(request))
  const server = listening(options, answer)
  app.server = server
  return {
    url: server.url.origin,
    stop: async () => {
      // A stream is a request that is never answered whole: as long as one is open, nothing is stopped.
      streams.close()
      overviews.close()
      await server.stop()
    },
  }
}

/** Bun shares a port with whoever has it unless told otherwise, and then two shops would answer in turns. */
function listening(options: ServerOptions, answer: Answering): Bun.Server<undefined> {
  const { host, port } = options
  try {
    return Bun.serve({
      hostname: host,
      port,
      reusePort: false,
      idleTimeout: idleSeconds,
      maxRequestBodySize: requestMaxBytes,
      development: false,
      fetch: answer,
      error: (error) => {
        options.log.error('request-failed', { error })
        return new Response(null, { status: 500 })
      },
    })
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw isTaken ? new Error(`PORT ${port} on ${host} is taken: another program listens there already.`) : error
  }
}

/** How a request is told of afterwards. */
interface Told {
  readonly shownPath: (pathname: string) => string
  readonly counted: CountRequest
}

type Answering = (request: Request) => Promise<Response>

/** What is the same for every answer, whoever gives it: its id, its safety headers, who may read it, its log line. */
function answering(options: ServerOptions, { shownPath, counted }: Told, ask: Answering): Answering {
  const rules: readonly CorsRule[] = [
    { prefixes: ['/store', '/checkouts'], origins: options.storeOrigins },
    { prefixes: ['/admin'], origins: options.adminOrigins },
    // Who may is said by a token or a key that no browser sends by itself, so any page may ask.
    { prefixes: [...brinkPrefixes, '/v1'], origins: 'any' },
  ]
  const nextId = requestIds()
  return async (request) => {
    const begun = performance.now()
    const id = requestIdOf(request, nextId)
    const pathname = pathOf(request.url)
    const rule = rules.find((each) => isCovered(pathname, each))
    const asked = rule ? preflight(request, rule) : null
    const response = asked ?? (await currentRequest.run(id, ask, request))
    const { headers } = response
    headers.set('x-request-id', id)
    headers.set('x-content-type-options', 'nosniff')
    if (rule && asked === null && rule.origins.length > 0) allowReading(request, rule, headers)
    const { status } = response
    counted(request.method, pathname, status, performance.now() - begun)
    const level = status >= 500 ? 'error' : 'info'
    if (options.log.isOn(level)) {
      const line = {
        id,
        method: request.method,
        path: withoutCardNumbers(shownPath(pathname)),
        status,
        ms: passedMs(begun),
      }
      options.log[level]('request', line)
    }
    return response
  }
}

/** The caller's own id when it is harmless in a log line, so that traces of several programs can be put together. */
function requestIdOf(request: Request, nextId: () => string): string {
  const given = request.headers.get('x-request-id')
  const isHarmless = given !== null && requestIdShape.test(given) && !containsCardNumber(given)
  return isHarmless ? given : nextId()
}

/** Told apart from every other server's and start's by its first part; it only has to be different, so it may be cheap. */
function requestIds(): () => string {
  const start = crypto.randomUUID().slice(0, 18).replaceAll('-', '')
  let count = 0
  return () => {
    count += 1
    return `req_${start}-${count}`
  }
}

/** Without the query. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.indexOf('?', start)
  return start < 0 ? '/' : end < 0 ? url.slice(start) : url.slice(start, end)
}

function passedMs(begun: number): number {
  return Math.round((performance.now() - begun) * 10) / 10
}
