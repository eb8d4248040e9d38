import { Elysia } from 'elysia'
import { takeNotice } from '../commands/payment-webhooks.ts'
import type { Shop } from '../commands/shop.ts'
import { readPayload } from '../http/body.ts'

/** Bytes of a webhook; a payment with all that hangs on it stays far below. */
const webhookMaxBytes = 262_144

/** Where payment providers tell what happened. They are thanked only for what is saved; everything else they send again. */
export function paymentWebhookRoutes(shop: Shop) {
  return new Elysia({ prefix: '/webhooks' }).post(
    '/:provider',
    async ({ request, params }) => {
      const { text } = await readPayload(request, webhookMaxBytes)
      await takeNotice(shop, params.provider, { body: text, header: (name) => request.headers.get(name) })
      return Response.json({ received: true })
    },
    { parse: 'none', detail: { summary: 'Tell what happened to a payment', tags: ['Providers'], security: [] } },
  )
}
