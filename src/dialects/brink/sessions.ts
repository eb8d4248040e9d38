import { Type } from 'typebox'
import type { Metadata } from '../../catalog/product.ts'
import { updateCart } from '../../commands/cart-updates.ts'
import { look } from '../../commands/reads.ts'
import { beginVisit } from '../../commands/visits.ts'
import { shapeOf } from '../../http/schema.ts'
import { type Reply, withTokens } from './reply.ts'
import { asked, type Call, type Door, type Route, route, routeWith } from './route.ts'
import { showSession } from './session-json.ts'
import { type SessionClaims, seconds } from './session-token.ts'

const letters = (count: number) => Type.String({ pattern: `^[A-Za-z]{${count}}$`, description: `${count} letters` })

const start = shapeOf(
  Type.Object({
    storeGroupId: Type.String({ minLength: 1, maxLength: 200 }),
    countryCode: letters(2),
    languageCode: letters(2),
    currencyCode: Type.Optional(Type.Union([letters(3), Type.Null()])),
  }),
)

const attributes = shapeOf(Type.Unsafe<Metadata>(Type.Object({})))

/** Beginning a session, looking at it, and what is known of who shops. */
export function sessionRoutes(door: Door): readonly Route[] {
  const { shop } = door
  return [
    routeWith('POST', '/sessions/start', 'Start a session', 'anybody', start, async (call) => {
      const { storeGroupId, countryCode, languageCode, currencyCode = null } = call.body
      const wanted = { storeGroupId, countryCode, languageCode, currencyCode }
      const answer = await beginVisit(shop, wanted, asked(call, showSession))
      return withSessionToken(door, answer, claimsOf(answer))
    }),
    route('GET', '/sessions', 'Read the session', 'session', async (call) => {
      const { cart } = call.session()
      return session(door, call, await look(shop, (books) => showSession(books.cart(cart.id) ?? cart, books)))
    }),
    routeWith('PUT', '/sessions/attributes', 'Set the attributes of the session', 'session', attributes, async (call) =>
      session(
        door,
        call,
        await updateCart(shop, call.session().cart.id, { metadata: call.body }, asked(call, showSession)),
      ),
    ),
  ]
}

/** The session's answer with its token, whichever token it was asked with. */
export function session(door: Door, call: Call, answer: Reply): Promise<Reply> {
  const { claims, cart } = call.session()
  return withSessionToken(door, answer, { ...claims, checkoutId: null, issuedAt: seconds(cart.createdAt) })
}

async function withSessionToken({ tokens }: Door, answer: Reply, claims: SessionClaims): Promise<Reply> {
  const token = await tokens.issue(claims)
  return withTokens(answer, { token, jwt: token })
}

/** Of a session that was just started; an answer that is sent again says the same as it did then. */
function claimsOf({ body }: Reply): SessionClaims {
  const { id, storeGroupId, countryCode, currencyCode, languageCode, cart, createdAt, expiresAt } = JSON.parse(body)
  return {
    sessionId: id,
    storeGroupId,
    countryCode,
    currencyCode,
    languageCode,
    isTaxIncludedInPrice: cart.isTaxIncludedInPrice,
    issuedAt: seconds(Date.parse(createdAt)),
    expiresAt: seconds(Date.parse(expiresAt)),
    checkoutId: null,
  }
}
