import { Elysia } from 'elysia'
import type { Checkout } from '../checkout/checkout.ts'
import { cancelCheckout } from '../commands/cancellation.ts'
import { readProgress } from '../commands/drafts.ts'
import type { Shop } from '../commands/shop.ts'
import { readPayload } from '../http/body.ts'
import { etagOf, isFresh } from '../http/etag.ts'
import { checkoutJson, draftJson, retryAfterOf } from './checkout-json.ts'
import type { CheckoutStreams } from './checkout-streams.ts'

/** Attempts as every storefront may watch and cancel them, whichever door the cart came in by. */
export function checkoutRoutes(shop: Shop, streams: CheckoutStreams) {
  return new Elysia({ prefix: '/checkouts' })
    .get('/:id', ({ request, params }) => read(shop, request, params.id), said('Read an attempt'))
    .get('/:id/events', ({ request, params }) => streams.open(request, params.id), {
      parse: 'none',
      detail: {
        ...said('Watch an attempt move, as server-sent events').detail,
        parameters: [{ in: 'query', name: 'last_event_id', schema: { type: 'integer' } }],
      },
    })
    .post(
      '/:id/cancel',
      ({ request, params }) => cancel(shop, request, params.id),
      said('Cancel an attempt while no payment is under way'),
    )
}

/** Who knows the id may: nothing else is asked for. */
function said(summary: string): { readonly parse: 'none'; readonly detail: object } {
  return { parse: 'none', detail: { summary, tags: ['Checkouts'], security: [] } }
}

async function read(shop: Shop, request: Request, checkoutId: string): Promise<Response> {
  const progress = await readProgress(shop, checkoutId)
  if (progress.kind === 'attempt') return shown(progress.checkout, request)
  return shownAs(draftJson(progress.draft, progress.isCurrent), null, request)
}

/** A body is not needed, but what is sent is held to the same limits as everywhere. */
async function cancel(shop: Shop, request: Request, checkoutId: string): Promise<Response> {
  await readPayload(request)
  return shown(await cancelCheckout(shop, checkoutId), request)
}

function shown(checkout: Checkout, request: Request): Response {
  return shownAs(checkoutJson(checkout), retryAfterOf(checkout), request)
}

function shownAs(json: object, retryAfter: string | null, request: Request): Response {
  const body = JSON.stringify(json)
  const etag = etagOf(body)
  const headers = { etag, 'cache-control': 'no-cache', ...(retryAfter === null ? {} : { 'retry-after': retryAfter }) }
  if (request.method === 'GET' && isFresh(request, etag)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers: { ...headers, 'content-type': 'application/json' } })
}
