import { accountOf } from '../../commands/customers.ts'
import { look } from '../../commands/reads.ts'
import { hasAccount, type SignedIn, signIn } from '../../commands/sign-in.ts'
import { credentials, passwordMax, type Tried } from './account-bodies.ts'
import { signedInJson } from './account-json.ts'
import { withoutSession, withSession } from './browser-session.ts'
import { customerIn, nobody } from './customer-only.ts'
import { ok } from './reply.ts'
import { type Call, change, type Door, get, post, type Route } from './route.ts'

/** Signing in, by session cookie or by access token, and out. */
export function authRoutes(door: Door): readonly Route[] {
  const { shop, accounts } = door
  return [
    post('/auth', 'Log in', credentials, async (call) => {
      const known = await recognised(door, call)
      const shown = await look(shop, (books) => ok({ customer: signedInJson(known.customer, books) }))
      return withSession(door, call, known, shown)
    }),
    get('/auth', 'Read who is logged in', async (call) => {
      const customerId = customerIn(call)
      return look(shop, (books) => ok({ customer: signedInJson(accountOf(books, customerId), books) }))
    }),
    change('DELETE', '/auth', 'Log out', (call) =>
      withoutSession(door, call, { status: 200, body: 'OK', headers: { 'content-type': 'text/plain; charset=utf-8' } }),
    ),
    get('/auth/:email', 'Look whether an e-mail has an account', async (call) => {
      const email = call.param('email')
      await accounts.attempts.count('email-exists', { callerAddress: call.callerAddress(), email })
      return ok({ exists: await hasAccount(shop, email) })
    }),
    post('/auth/token', 'Get an access token', credentials, async (call) => {
      const { customer, tokenGeneration: generation } = await recognised(door, call)
      return ok({ access_token: await accounts.tokens.issue({ customerId: customer.id, generation }) })
    }),
  ]
}

/** What no password can be is a wrong one. */
function recognised({ shop, accounts }: Door, { body, callerAddress }: Call<Tried>): Promise<SignedIn> {
  const { email, password } = body
  const by = { callerAddress: callerAddress(), email }
  return accounts.attempts.guess('sign-in', by, async () => {
    if (typeof password !== 'string' || password.length > passwordMax) throw nobody()
    return signIn(shop, accounts.passwords, { email, password })
  })
}
