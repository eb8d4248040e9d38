import { Type } from 'typebox'
import type { Announcement, Delivery, DeliveryAttempt, DeliveryState } from '../../checkout/announcement.ts'
import { type DeliveryLog, readDelivery, replayDelivery } from '../../commands/replays.ts'
import type { Shop } from '../../commands/shop.ts'
import { time } from './json.ts'
import { pageOf, pageQuery, textOf, wordOf } from './page.ts'
import { type AdminCall, type AdminRoute, adminGet, adminPost } from './route.ts'

const states = ['waiting', 'delivered', 'refused', 'dropped', 'failed'] as const satisfies DeliveryState[]

const listQuery = {
  ...pageQuery,
  state: Type.Optional(Type.Union(states.map((word) => Type.Literal(word)))),
  type: Type.Optional(Type.String({ description: 'such as order.placed' })),
  subject: Type.Optional(
    Type.String({ description: 'the id of the cart, checkout, order or customer that it is about' }),
  ),
}

/** What was told to whom: found, shown with every try, told again. */
export function adminWebhookRoutes(shop: Shop): readonly AdminRoute[] {
  return [
    adminGet('/webhooks/deliveries', 'List webhook deliveries, newest first', (call) => listed(shop, call), listQuery),
    adminGet('/webhooks/deliveries/:id', 'Show a delivery with every try', async ({ param }) => ({
      delivery: logJson(await readDelivery(shop, param('id'))),
    })),
    adminPost('/webhooks/deliveries/:id/replay', 'Deliver once more, under the same id', async ({ param }) => ({
      delivery: logJson(await replayDelivery(shop, param('id'))),
    })),
  ]
}

async function listed(shop: Shop, call: AdminCall): Promise<object> {
  const page = pageOf(call)
  const asked = { state: wordOf(call, 'state', states), type: textOf(call, 'type'), subject: textOf(call, 'subject') }
  const { items, count } = await shop.store.overview.deliveries({ ...asked, ...page })
  const deliveries = items.map(({ announcement, delivery, attempts }) => {
    return { ...deliveryJson(announcement, delivery), attempt_count: attempts }
  })
  return { deliveries, count, ...page }
}

/** What was told is not shown: it may be a shopper's secret. */
function deliveryJson({ id, type, subject, at }: Announcement, delivery: Delivery): object {
  return {
    id: delivery.id,
    event_id: id,
    type,
    subject,
    endpoint_id: delivery.endpointId,
    state: delivery.state,
    happened_at: time(at),
    created_at: time(delivery.createdAt),
    updated_at: time(delivery.updatedAt),
  }
}

function logJson({ announcement, delivery, attempts }: DeliveryLog): object {
  return { ...deliveryJson(announcement, delivery), attempts: attempts.map(attemptJson) }
}

function attemptJson({ attempt, status, error, durationMs, at }: DeliveryAttempt): object {
  return { attempt, status, error, duration_ms: durationMs, at: time(at) }
}
