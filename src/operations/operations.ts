import { Elysia } from 'elysia'
import { readPayload } from '../http/body.ts'
import { Refusal } from '../refusal.ts'
import { adminRoutes } from './admin/admin.ts'
import type { OperatorDoor } from './admin/operator.ts'
import { openCheckoutStreams } from './checkout-streams.ts'
import { checkoutRoutes } from './checkouts.ts'
import type { Health } from './health.ts'
import type { Log } from './log.ts'
import { openOverviewStreams } from './overview-streams.ts'
import { paymentWebhookRoutes } from './payment-webhooks.ts'
import { problemResponse } from './problem.ts'

/** What operators and every storefront use beside the dialects; answers whatever no dialect knows. */
export function operationRoutes(
  door: OperatorDoor,
  health: Health,
  log: Log,
  streams = openCheckoutStreams(door.shop),
  overviews = openOverviewStreams(door.shop, health),
) {
  const { shop } = door
  return new Elysia()
    .onError(({ error }) => problemResponse(error, log))
    .get('/health', alive)
    .get('/healthz', alive)
    .get('/readyz', () => ready(health))
    .use(adminRoutes(door, health, overviews))
    .use(checkoutRoutes(shop, streams))
    .use(paymentWebhookRoutes(shop))
    .all('/', ({ request }) => unknown(request), { parse: 'none' })
    .all('/*', ({ request }) => unknown(request), { parse: 'none' })
}

function alive(): Response {
  return new Response('OK', { headers: { 'content-type': 'text/plain;charset=utf-8' } })
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
