import { Elysia } from 'elysia'
import { readPayload } from '../../http/body.ts'
import { Refusal } from '../../refusal.ts'
import { assertOperator, type OperatorDoor } from '../admin/operator.ts'

/** Where the board is found; its pages name their files relative to it. */
export const boardPath = '/admin/queues'

/** The queues as they are on Redis, asked for by a page that shows them. */
export interface QueueBoard {
  /** JSON, or what to fill into the page; null where there is nothing. Rejects when Redis does not answer. */
  ask(request: {
    readonly method: string
    readonly path: string
    readonly query: Readonly<Record<string, string>>
    readonly headers: Readonly<Record<string, string>>
    readonly body: Readonly<Record<string, unknown>>
  }): Promise<
    | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
    | { readonly kind: 'page'; readonly words: Readonly<Record<string, string>> }
    | null
  >
}

/** The page sets styles on its elements as it goes; scripts come from here alone. */
const contentPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

const safety = { 'content-security-policy': contentPolicy, 'referrer-policy': 'no-referrer' }

const withoutRedis =
  'There are no queues on Redis: REDIS_URL is not set, and jobs run in the server. The console at /admin/console shows them.'

const kinds: Readonly<Record<string, string>> = {
  css: 'text/css;charset=utf-8',
  js: 'text/javascript;charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  txt: 'text/plain;charset=utf-8',
}

/** bull-board for operators: BullMQ's queues as they are. */
export function boardRoutes(door: OperatorDoor) {
  const answer = async ({ request }: { readonly request: Request }): Promise<Response> => {
    await assertOperator(door, request)
    const { json } = await readPayload(request)
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.slice(boardPath.length).replace(/\/$/, '') || '/'
    if (!door.queueBoard) return new Response(withoutRedis, { headers: { ...safety, 'cache-control': 'no-store' } })
    if (path.startsWith('/static/')) return file(path, request)
    const asked = {
      method: request.method,
      path,
      query: Object.fromEntries(searchParams),
      headers: {},
      body: asObject(json),
    }
    const answered = await door.queueBoard.ask(asked).catch(() => {
      throw new Refusal('not-ready', 'Redis does not answer. The server does the work itself meanwhile.')
    })
    if (answered === null) throw new Refusal('route-unknown', `There is nothing at ${request.method} ${pathname}.`)
    if (answered.kind === 'page') return page(answered.words)
    const { status, body } = answered
    return Response.json(body ?? null, { status, headers: { 'cache-control': 'no-store' } })
  }
  return new Elysia()
    .all(boardPath, answer, { parse: 'none', detail: { hide: true } })
    .all(`${boardPath}/*`, answer, { parse: 'none', detail: { hide: true } })
}

/** bull-board's template without the fonts that it would load from elsewhere. `<%-` is put in as it is, `<%=` as text. */
async function page(words: Readonly<Record<string, string>>): Promise<Response> {
  const { boardFiles } = await import('./files.ts')
  const html = boardFiles.page
    .replace(/<link[^>]*fonts\.googleapis\.com[^>]*>/g, '')
    .replace(/<%([-=])\s*(\w+)\s*%>/g, (_, how, name) =>
      how === '-' ? (words[name] ?? '') : Bun.escapeHTML(words[name] ?? ''),
    )
  return new Response(html, {
    headers: { ...safety, 'content-type': 'text/html;charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** Their names change with what is in them. */
async function file(path: string, request: Request): Promise<Response> {
  const { boardFiles } = await import('./files.ts')
  const content = boardFiles.files[path]
  if (content === undefined)
    throw new Refusal('route-unknown', `There is nothing at ${request.method} ${boardPath}${path}.`)
  const type = kinds[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
  return new Response(Buffer.from(content, 'base64'), {
    headers: { ...safety, 'content-type': type, 'cache-control': 'private, max-age=86400' },
  })
}

function asObject(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {}
}
