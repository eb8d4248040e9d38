import { type Static, Type } from 'typebox'
import type { Customer } from '../../cart/customer.ts'
import type { Books } from '../../checkout/books.ts'
import { registerCustomer } from '../../commands/customers.ts'
import { look } from '../../commands/reads.ts'
import type { Keyed } from '../../commands/receipts.ts'
import { signIn } from '../../commands/sign-in.ts'
import { fingerprintOf } from '../../http/keyed.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { email, maybe, password, text } from './bodies.ts'
import { customerJson } from './customer-json.ts'
import { credentialsWrong } from './errors.ts'
import { timeJson } from './money-json.ts'
import { created, ok, type Reply } from './reply.ts'
import { type Call, type Door, keyedTo, type Route, withBody } from './route.ts'

/** How long a customer's token is good: headlesscommerce.io's 86,400 s. */
export const customerTokenMs = 86_400_000

/** What customers' tokens of this door say of themselves. */
export const customerTokenDomain = 'storefront'

const newCustomer = Type.Object({
  email,
  password,
  first_name: maybe(text),
  last_name: maybe(text),
  phone: maybe(text),
})

const credentials = Type.Object({ email, password })

/** Making an account, and signing in to one: both answer with the token to send as X-Customer-Token. */
export function customerAuthRoutes(door: Door): readonly Route[] {
  const auth = '/customer-auth'
  return [
    withBody('POST', `${auth}/register`, 'Register', 'unread', shapeOf(newCustomer), (call) => register(door, call)),
    withBody('POST', `${auth}/login`, 'Log in', 'unread', shapeOf(credentials), (call) => logIn(door, call)),
  ]
}

/** The token is left out of what is kept under a key, and made anew for the same moment when the answer is repeated. */
async function register(door: Door, call: Call<Static<typeof newCustomer>>): Promise<Reply> {
  const { shop, passwords, attempts } = door
  const { body, callerAddress, key } = call
  await attempts.count('register', { callerAddress, email: body.email })
  const wanted = {
    firstName: body.first_name ?? null,
    lastName: body.last_name ?? null,
    phone: body.phone ?? null,
    email: body.email,
    password: body.password,
    sessionIdHash: null,
    isTest: key.isTest,
  }
  const show = (customer: Customer, books: Books) => created({ customer: customerJson(customer, books) })
  const answer = await registerCustomer(shop, passwords, wanted, { keyed: sealedKey(door, call), show })
  const { customer } = JSON.parse(answer.body)
  const token = await tokenJson(door, customer.id, 0, Date.parse(customer.created_at))
  return { ...answer, body: JSON.stringify({ customer, ...token }) }
}

async function logIn(door: Door, { body, callerAddress, key }: Call<Static<typeof credentials>>): Promise<Reply> {
  const { shop, passwords, attempts } = door
  const known = await orWrong(
    attempts.guess('sign-in', { callerAddress, email: body.email }, () => signIn(shop, passwords, body, key.isTest)),
  )
  const { customer, tokenGeneration } = known
  const token = await tokenJson(door, customer.id, tokenGeneration, shop.now())
  return look(shop, (books) => ok({ customer: customerJson(customer, books), ...token }))
}

/** Who does not know the password is told so; anything else that goes wrong stays what it is. */
export async function orWrong<Done>(trying: Promise<Done>): Promise<Done> {
  try {
    return await trying
  } catch (error) {
    throw error instanceof Refusal && error.code === 'unauthorized' ? credentialsWrong : error
  }
}

async function tokenJson({ tokens }: Door, customerId: string, generation: number, at: number) {
  return { token: await tokens.issue({ customerId, generation }, at), expires_at: timeJson(at + customerTokenMs) }
}

/**
 * Here another body is another request, or somebody could get an account's token without its password. Sealed, since a
 * fingerprint of a password must not be something to try passwords on.
 */
function sealedKey({ secret }: Door, call: Call): Keyed | null {
  const keyed = keyedTo(call, ['register'])
  if (!keyed) return null
  const fingerprint = fingerprintOf(call.request.method, new URL(call.request.url).pathname, call.bodyText)
  return { ...keyed, fingerprint: new Bun.CryptoHasher('sha256', secret).update(fingerprint).digest('base64url') }
}
