import { Elysia } from 'elysia'
import { Type } from 'typebox'
import type { Cart } from '../../cart/cart.ts'
import type { Books } from '../../checkout/books.ts'
import { cartByPass, visitLink } from '../../commands/cart-links.ts'
import { chooseConsignmentOption, putConsignment } from '../../commands/consignments.ts'
import { putBilling } from '../../commands/managed-checkouts.ts'
import { placeManagedOrder } from '../../commands/managed-orders.ts'
import type { Asked, Shown } from '../../commands/receipts.ts'
import { consignmentOf, shippedLines } from '../../commands/shipped-lines.ts'
import type { Shop } from '../../commands/shop.ts'
import { bodyMaxBytes } from '../../http/body.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { addressFields, addressSaid } from './address-json.ts'
import { unknownError } from './errors.ts'
import { uuid } from './json.ts'
import { htmlPage, pageHeaders } from './page-html.ts'
import { checkoutPage, mayOrderHere } from './page-parts.ts'
import { checked } from './validation.ts'

const title = 'Your order'

const form = shapeOf(Type.Object(addressFields))

/** Where links lead, and the page that shoppers are led to where the shop has none of its own. */
export interface PageOptions {
  /** With `{cart_id}` or `{cart_uuid}` in it; null: our own page. */
  readonly checkoutUrl: string | null
}

/** What shoppers' browsers open: the links of carts and tokens, and the page behind them. */
export function checkoutPageRoutes(shop: Shop, { checkoutUrl }: PageOptions) {
  const visit = async (request: Request, token: string | null, id: string | null): Promise<Response> => {
    // Who only looks whether a link is alive, as mail programs do, does not use it.
    if (request.method === 'HEAD') return new Response(null, { headers: pageHeaders })
    return answered(shop, () => visited(shop, token ?? '', id ?? '', checkoutUrl))
  }
  return new Elysia()
    .get(
      '/cart.php',
      ({ request }) => {
        const query = new URL(request.url).searchParams
        return visit(request, query.get('token'), query.get('id'))
      },
      said('Open a cart’s link', ['token', 'id']),
    )
    .get(
      '/checkout/:id',
      ({ request, params }) => visit(request, new URL(request.url).searchParams.get('t'), params.id),
      said('Open a checkout’s link', ['t']),
    )
    .get(
      '/checkout-pages/:pass',
      ({ params }) => answered(shop, () => shown(shop, params.pass, null)),
      said('Show the checkout page'),
    )
    .post('/checkout-pages/:pass', ({ params, request }) => answered(shop, () => sent(shop, params.pass, request)), {
      parse: 'none',
      detail: {
        ...said('Send a step of the checkout page').detail,
        requestBody: { content: { 'application/x-www-form-urlencoded': { schema: form.schema } } },
      },
    })
}

/** For the document: who has the link may. */
function said(summary: string, query: readonly string[] = []): { readonly detail: object } {
  const parameters = query.map((name) => ({ in: 'query', name, schema: { type: 'string' } }))
  return { detail: { summary, tags: ['Checkout pages'], security: [], ...(query.length > 0 && { parameters }) } }
}

/** A refusal is a page, too; what is our fault says nothing about why. */
async function answered(shop: Shop, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof Refusal) {
      const status = error.code === 'entry-not-found' ? 404 : error.code === 'body-too-large' ? 413 : 400
      return htmlPage(title, `<p>${error.message}</p>`, status)
    }
    shop.log('checkout-page-failed', { error })
    return htmlPage(title, '<p>Something went wrong on our side.</p>', unknownError.status)
  }
}

/** Uses the link, and leads on: to the shop's own checkout, or to our page. */
async function visited(shop: Shop, token: string, id: string, checkoutUrl: string | null): Promise<Response> {
  const { cart, pass, queryParams } = await visitLink(shop, token, (found) => uuid(found.id) === id.toLowerCase())
  const target = checkoutUrl === null ? `/checkout-pages/${pass}` : filled(checkoutUrl, cart, queryParams)
  return new Response(null, { status: 302, headers: { ...pageHeaders, location: target } })
}

function filled(template: string, cart: Cart, queryParams: Readonly<Record<string, string>>): string {
  const url = new URL(template.replaceAll('{cart_id}', cart.id).replaceAll('{cart_uuid}', uuid(cart.id)))
  for (const [name, value] of Object.entries(queryParams)) url.searchParams.set(name, value)
  return url.href
}

async function shown(shop: Shop, pass: string, problem: string | null): Promise<Response> {
  const page = (cart: Cart, books: Books): string => checkoutPage(cart, books, `/checkout-pages/${pass}`, problem)
  const body = await cartByPass(shop, pass, page)
  return htmlPage(title, body, problem === null ? 200 : 400)
}

/** Does what the form says; then the page is asked for anew, so that reloading it sends nothing twice. */
async function sent(shop: Shop, pass: string, request: Request): Promise<Response> {
  const said = await formIn(request)
  const cart = await cartByPass(shop, pass, (found) => found)
  const problem = await carriedOut(shop, cart, said)
  if (problem !== null) return shown(shop, pass, problem)
  return new Response(null, { status: 303, headers: { ...pageHeaders, location: `/checkout-pages/${pass}` } })
}

/** Null, or what is to be said about why not. */
async function carriedOut(shop: Shop, cart: Cart, said: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    if (said['step'] === 'address') await putAddress(shop, cart, said)
    if (said['step'] === 'shipping') await chooseOption(shop, cart, said['option'] ?? '')
    return said['step'] === 'order' ? await order(shop, cart) : null
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

async function putAddress(shop: Shop, cart: Cart, said: Readonly<Record<string, string>>): Promise<void> {
  const body = checked(form, said)
  const address = addressSaid(body, '')
  const none = { version: null }
  await putBilling(shop, cart.id, { ...none, addressId: null, email: body.email, address }, silent(cart))
  const ships = await shop.store.read((books) => shippedLines(cart, books).length > 0)
  if (!ships) return
  const consignmentId = consignmentOf(cart)?.id ?? null
  await putConsignment(shop, cart.id, { ...none, consignmentId, address, pieces: null }, silent(cart))
}

async function chooseOption(shop: Shop, cart: Cart, optionId: string): Promise<void> {
  const consignmentId = consignmentOf(cart)?.id ?? ''
  await chooseConsignmentOption(shop, cart.id, { consignmentId, optionId, version: null }, silent(cart))
}

async function order(shop: Shop, cart: Cart): Promise<string | null> {
  const isHere = await shop.store.read((books) => mayOrderHere(cart, books))
  if (!isHere) return 'Please pay on the pages of the shop.'
  const completed = await placeManagedOrder(shop, cart.id, {
    keyed: null,
    signedInAs: null,
    isTest: cart.isTest,
    waitMs: shop.settings.checkoutWaitMs,
    show: (outcome): Shown => ({ status: 200, body: outcome.kind === 'failed' ? outcome.problem.message : '' }),
  })
  return (completed.kind === 'answer' && completed.answer.body) || null
}

function silent({ isTest }: Cart): Asked {
  return { keyed: null, signedInAs: null, isTest, show: () => ({ status: 200, body: '' }) }
}

async function formIn(request: Request): Promise<Readonly<Record<string, string>>> {
  const tooLarge = () => new Refusal('body-too-large', 'That is more than the form takes.')
  if (Number(request.headers.get('content-length') ?? 0) > bodyMaxBytes) throw tooLarge()
  const text = await request.text()
  if (text.length > bodyMaxBytes) throw tooLarge()
  return Object.fromEntries(new URLSearchParams(text))
}
