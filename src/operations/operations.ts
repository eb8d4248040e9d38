import { Elysia } from 'elysia'
import { readPayload } from '../http/body.ts'
import { Refusal } from '../refusal.ts'
import { adminRoutes } from './admin/admin.ts'
import { assertOperator, type OperatorDoor } from './admin/operator.ts'
import { operatorSecurity } from './admin/route.ts'
import { openCheckoutStreams } from './checkout-streams.ts'
import { checkoutRoutes } from './checkouts.ts'
import type { Health } from './health.ts'
import type { Log } from './log.ts'
import type { Scrape } from './metrics/scrape.ts'
import { openOverviewStreams } from './overview-streams.ts'
import { paymentWebhookRoutes } from './payment-webhooks.ts'
import { problemResponse } from './problem.ts'

/** What operators look at. */
export interface Surroundings {
  readonly health: Health
  readonly scrape: Scrape
  readonly log: Log
}

/** What operators and every storefront use beside the dialects; answers whatever no dialect knows. */
export function operationRoutes(
  door: OperatorDoor,
  { health, scrape, log }: Surroundings,
  streams = openCheckoutStreams(door.shop),
  overviews = openOverviewStreams(door.shop, health),
) {
  const { shop } = door
  return new Elysia()
    .onError(({ error }) => problemResponse(error, log))
    .get('/health', alive, said('Whether the program lives'))
    .get('/healthz', alive, said('The same, as some platforms ask'))
    .get('/readyz', () => ready(health), said('Whether orders can be taken, part by part'))
    .use(adminRoutes(door, health, overviews))
    .get('/metrics', ({ request }) => scraped(door, scrape, request), said('Figures for Prometheus', operatorSecurity))
    .use(checkoutRoutes(shop, streams))
    .use(paymentWebhookRoutes(shop))
    .all('/', ({ request }) => unknown(request), { parse: 'none', detail: { hide: true } })
    .all('/*', ({ request }) => unknown(request), { parse: 'none', detail: { hide: true } })
}

function said(summary: string, security: readonly object[] = []): { readonly detail: object } {
  return { detail: { summary, tags: ['Program'], security: [...security] } }
}

function alive(): Response {
  return new Response('OK', { headers: { 'content-type': 'text/plain;charset=utf-8' } })
}

async function scraped(door: OperatorDoor, { contentType, text }: Scrape, request: Request): Promise<Response> {
  await assertOperator(door, request)
  return new Response(await text(), { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
}

async function ready(health: Health): Promise<Response> {
  const readiness = await health.readiness()
  return Response.json(readiness, {
    status: readiness.status === 'down' ? 503 : 200,
    headers: { 'cache-control': 'no-store' },
  })
}

async function unknown(request: Request): Promise<never> {
  await readPayload(request)
  throw new Refusal('route-unknown', `There is nothing at ${request.method} ${new URL(request.url).pathname}.`)
}
