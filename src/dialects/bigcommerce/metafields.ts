import { Type } from 'typebox'
import type { Metafield } from '../../cart/metafields.ts'
import { showCart } from '../../commands/cart-links.ts'
import {
  changeMetafield,
  changeMetafields,
  type MetafieldOutcome,
  type MetafieldWish,
  metafieldBatchMax,
  metafieldFor,
  type Who,
} from '../../commands/metafields.ts'
import { look } from '../../commands/reads.ts'
import type { Answer } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { errorEntry } from './errors.ts'
import { idMeant, type Json, wrapped } from './json.ts'
import {
  metafieldChange,
  metafieldChangeSaid,
  metafieldJson,
  newMetafield,
  newMetafieldSaid,
} from './metafield-json.ts'
import { metafieldQueryIn } from './metafield-queries.ts'
import { pagingMeta } from './paging.ts'
import { ok, type Reply } from './reply.ts'
import { asked, type Call, type Door, plain, type Route, withBody } from './route.ts'

const number = Type.Integer({ minimum: 1 })
/** Ids are shown as numbers, and BigCommerce's own examples send them as text. */
const someId = Type.Union([number, Type.String({ pattern: '^[1-9]\\d{0,14}$' })], { 'x-words': 'must be an id' })
const cartUuid = Type.String({ minLength: 1, maxLength: 64 })
const atOnce = { minItems: 1, maxItems: metafieldBatchMax }

const one = shapeOf(newMetafield)
const oneChange = shapeOf(metafieldChange)
const several = shapeOf(Type.Array(Type.Intersect([newMetafield, Type.Object({ resource_id: cartUuid })]), atOnce))
const severalChanges = shapeOf(Type.Array(Type.Intersect([metafieldChange, Type.Object({ id: someId })]), atOnce))
const severalIds = shapeOf(Type.Array(someId, atOnce))

/** What programs note on carts: one by one, and many at once. */
export function metafieldRoutes(door: Door): readonly Route[] {
  return [...batchRoutes(door), ...ofOneCart(door)]
}

function ofOneCart({ shop }: Door): readonly Route[] {
  const all = '/carts/:cart_id/metafields'
  const single = `${all}/:metafield_id`
  const change = (call: Call, wish: MetafieldWish): Promise<Answer> => {
    const show = (metafield: Metafield) =>
      wish.kind === 'remove' ? { status: 204, body: '' } : ok(wrapped(metafieldJson(metafield)))
    return changeMetafield(shop, wish, { keyed: call.keyed, ...who(call), show })
  }
  return [
    plain('GET', all, "List a cart's metafields", async (call) => {
      await showCart(
        shop,
        call.cartId,
        asked(call, () => ok(null)),
      )
      return list(shop, call, call.cartId)
    }),
    withBody('POST', all, 'Create a metafield', one, (call) =>
      change(call, { kind: 'create', cartId: call.cartId, said: newMetafieldSaid(call.body) }),
    ),
    plain('GET', single, 'Get a metafield', async (call) =>
      look(shop, (books) =>
        ok(wrapped(metafieldJson(metafieldFor(books, metafieldNumber(call), call.cartId, who(call))))),
      ),
    ),
    withBody('PUT', single, 'Change a metafield', oneChange, (call) =>
      change(call, {
        kind: 'change',
        number: metafieldNumber(call),
        cartId: call.cartId,
        said: metafieldChangeSaid(call.body),
      }),
    ),
    plain('DELETE', single, 'Delete a metafield', (call) =>
      change(call, { kind: 'remove', number: metafieldNumber(call), cartId: call.cartId }),
    ),
  ]
}

function batchRoutes({ shop }: Door): readonly Route[] {
  const all = '/carts/metafields'
  const changeAll = (call: Call, wishes: readonly MetafieldWish[]): Promise<Answer> =>
    changeMetafields(shop, wishes, { keyed: call.keyed, ...who(call), show: shownOutcomes })
  return [
    plain('GET', all, 'List the metafields of all carts', (call) => list(shop, call, null)),
    withBody('POST', all, 'Create metafields', several, (call) =>
      changeAll(
        call,
        call.body.map((said) => ({
          kind: 'create',
          cartId: idMeant('cart', said.resource_id),
          said: newMetafieldSaid(said),
        })),
      ),
    ),
    withBody('PUT', all, 'Change metafields', severalChanges, (call) =>
      changeAll(
        call,
        call.body.map((said) => ({
          kind: 'change',
          number: Number(said.id),
          cartId: null,
          said: metafieldChangeSaid(said),
        })),
      ),
    ),
    withBody('DELETE', all, 'Delete metafields', severalIds, (call) => {
      const wishes = call.body.map((id) => ({ kind: 'remove', number: Number(id), cartId: null }) as const)
      const show = (outcomes: readonly MetafieldOutcome[]) => shownOutcomes(outcomes, ({ number: id }) => id)
      return changeMetafields(shop, wishes, { keyed: call.keyed, ...who(call), show })
    }),
  ]
}

async function list(shop: Door['shop'], call: Call, cartId: string | null): Promise<Reply> {
  const query = new URL(call.request.url).searchParams
  const { page, wanted } = metafieldQueryIn(query, cartId, who(call))
  const shown = fieldsIn(query)
  return look(shop, (books) => {
    const { metafields, total } = books.metafields(wanted)
    const numbers = metafields.map((metafield) => metafield.number)
    return ok(wrapped(metafields.map(metafieldJson).map(shown), pagingMeta(query, page, total, numbers)))
  })
}

/** `include_fields`: only these, and the id. */
function fieldsIn(query: URLSearchParams): (json: Json) => Json {
  const names = query.get('include_fields')?.split(',') ?? []
  if (names.length === 0) return (json) => json
  return (json) => Object.fromEntries(Object.entries(json).filter(([name]) => name === 'id' || names.includes(name)))
}

/** All that could be done, and for the rest why not: 422 as soon as there is any. */
function shownOutcomes(outcomes: readonly MetafieldOutcome[], show: (metafield: Metafield) => unknown = metafieldJson) {
  const data = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [show(outcome.metafield)] : []))
  const errors = outcomes.flatMap((outcome, at) =>
    outcome.kind === 'refused' ? [errorEntry(outcome.refusal, at)] : [],
  )
  const meta = { total: outcomes.length, success: data.length, failed: errors.length }
  return ok({ data, errors, meta }, errors.length > 0 ? 422 : 200)
}

function who({ apiKey }: Call): Who {
  return { keyId: apiKey.id, isTest: apiKey.isTest }
}

function metafieldNumber(call: Call): number {
  const said = call.param('metafield_id')
  if (!/^[1-9]\d{0,14}$/.test(said)) throw new Refusal('entry-not-found', `There is no metafield ${said}.`)
  return Number(said)
}
