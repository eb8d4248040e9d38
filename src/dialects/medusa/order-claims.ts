import { Type } from 'typebox'
import { claimedOrdersMax, claimsOf, confirmOrderClaim, requestOrderClaims } from '../../commands/order-claims.ts'
import { look } from '../../commands/reads.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { closed } from './bodies.ts'
import { customerIn, forCustomers } from './customer-only.ts'
import type { Reply } from './reply.ts'
import { type Door, post, type Route } from './route.ts'

const orders = shapeOf(
  Type.Object(
    {
      order_ids: Type.Union([
        Type.Array(Type.String({ minLength: 1 }), { maxItems: claimedOrdersMax }),
        Type.String({ minLength: 1 }),
      ]),
    },
    closed,
  ),
)

/** Three parts, each base64url (RFC 7519 §3). */
const token = Type.String({
  pattern: '^[\\w-]+\\.[\\w-]+\\.[\\w-]*$',
  'x-words': 'must be a jwt string',
  'x-filled': true,
})

const confirmation = shapeOf(Type.Object({ token }, closed))

const done: Reply = { status: 200, body: 'OK', headers: { 'content-type': 'text/plain; charset=utf-8' } }

/** Taking orders that were placed without signing in into an account: asked for by who has it, granted by e-mail. */
export function orderClaimRoutes({ shop, accounts }: Door): readonly Route[] {
  return [
    ...forCustomers([
      post('/orders/batch/customer/token', 'Ask for orders to be yours', orders, async (call) => {
        const customerId = customerIn(call)
        const claims = await look(shop, (books) => claimsOf(books, customerId, [call.body.order_ids].flat()))
        for (const { email } of claims) {
          await accounts.attempts.count('order-claim', { callerAddress: call.callerAddress(), email })
        }
        const signing = claims.map(async (claim) => ({ claim, token: await accounts.claims.issue(claim) }))
        await requestOrderClaims(shop, await Promise.all(signing))
        return done
      }),
    ]),
    post('/orders/customer/confirm', 'Let a customer have orders', confirmation, async ({ body }) => {
      const claim = await accounts.claims.read(body.token)
      if (!claim) throw new Refusal('body-invalid', 'The token is wrong or too old')
      await confirmOrderClaim(shop, claim)
      return done
    }),
  ]
}
