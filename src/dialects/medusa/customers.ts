import type { Static } from 'typebox'
import type { Customer } from '../../cart/customer.ts'
import {
  type AskedOfCustomer,
  accountOf,
  type NewCustomer,
  registerCustomer,
  updateCustomer,
} from '../../commands/customers.ts'
import { type NewPassword, requestPasswordToken, resetPassword } from '../../commands/password-reset.ts'
import { look } from '../../commands/reads.ts'
import type { Shown } from '../../commands/receipts.ts'
import { hashOfSecret, newSecret } from '../../commands/secrets.ts'
import { signIn } from '../../commands/sign-in.ts'
import { Refusal } from '../../refusal.ts'
import {
  customerUpdate,
  newCustomer,
  type newCustomerBody,
  passwordReset,
  passwordTokenWanted,
  wantedUpdate,
} from './account-bodies.ts'
import { accountJson } from './account-json.ts'
import { endFormer, withCookie, withSession } from './browser-session.ts'
import { customerJson } from './customer-json.ts'
import { customerIn, forCustomers, sealedKey } from './customer-only.ts'
import type { Words } from './errors.ts'
import { ok, type Reply } from './reply.ts'
import { type Call, type Door, get, post, type Route } from './route.ts'
import { sessionOf } from './signed-in.ts'

/** Medusa repeats what its database says. */
const changeWords: Words = {
  'email-taken': {
    status: 422,
    type: 'duplicate_error',
    code: 'invalid_request_error',
    message: ({ email }) => `Customer with email, has_account ${email}, t already exists.`,
  },
  'address-not-found': {
    status: 404,
    type: 'not_found',
    message: ({ addressId }) => `Address with id ${addressId} was not found`,
  },
}

/** Accounts: making one, reading and changing one's own, and getting back in. */
export function customerRoutes(door: Door): readonly Route[] {
  const { shop, accounts } = door
  return [
    post('/customers', 'Register', newCustomer, (call) => register(door, call)),
    post('/customers/password-token', 'Ask for a password token', passwordTokenWanted, async (call) => {
      const { email } = call.body
      await accounts.attempts.count('password-token', { callerAddress: call.callerAddress(), email })
      await requestPasswordToken(shop, email, newSecret())
      return { status: 204, body: '' }
    }),
    post('/customers/password-reset', 'Set a new password', passwordReset, (call) => reset(door, call)),
    ...forCustomers([
      get('/customers/me', 'Read yourself', (call) =>
        look(shop, (books) => showAccount(accountOf(books, customerIn(call)))),
      ),
      post(
        '/customers/me',
        'Change yourself',
        customerUpdate,
        (call) => {
          const wanted = { ...wantedUpdate(call.body), sessionIdHash: sessionOf(accounts, call.request) }
          return updateCustomer(shop, accounts.passwords, customerIn(call), wanted, askedBySelf(door, call))
        },
        { words: changeWords },
      ),
      get('/customers/me/payment-methods', 'List saved payment methods', async () => ok({ payment_methods: [] })),
    ]),
  ]
}

/** What a command that changes the signed-in customer wants to know. */
export function askedBySelf(door: Door, call: Call): AskedOfCustomer {
  return { keyed: sealedKey(door, call, customerIn(call)), show: showAccount }
}

function showAccount(customer: Customer): Shown {
  return ok({ customer: accountJson(customer) })
}

/** A repeated request gets its stored answer; its browser is signed in only as long as the password is still that one. */
async function register(door: Door, call: Call<Static<typeof newCustomerBody>>): Promise<Reply> {
  const { shop, accounts } = door
  const { email, password } = call.body
  await accounts.attempts.count('register', { callerAddress: call.callerAddress(), email })
  const sessionId = newSecret()
  const wanted: NewCustomer = {
    firstName: call.body.first_name ?? null,
    lastName: call.body.last_name ?? null,
    phone: call.body.phone ?? null,
    email,
    password,
    sessionIdHash: hashOfSecret(sessionId),
  }
  const asked = { keyed: sealedKey(door, call, `customers ${call.keyed?.scope}`), show: showAccount }
  const answer = await registerCustomer(shop, accounts.passwords, wanted, asked)
  if (answer.replayed) {
    const known = await unlessUnauthorized(signIn(shop, accounts.passwords, { email, password }))
    return known ? withSession(door, call, known, answer) : answer
  }
  await endFormer(door, call)
  return withCookie(door, call, sessionId, answer)
}

async function reset(
  { shop, accounts }: Door,
  { body, callerAddress }: Call<NewPassword & { readonly email: string }>,
): Promise<Reply> {
  const by = { callerAddress: callerAddress(), email: body.email }
  const carryOut = () => resetPassword(shop, accounts.passwords, body)
  const customer = await unlessUnauthorized(accounts.attempts.guess('password-reset', by, carryOut))
  if (customer) return ok({ customer: customerJson(customer) })
  return {
    status: 401,
    body: JSON.stringify({ type: 'unauthorized', message: 'Invalid or expired password reset token' }),
  }
}

/** Null where nobody was recognised. */
async function unlessUnauthorized<Done>(doing: Promise<Done>): Promise<Done | null> {
  try {
    return await doing
  } catch (error) {
    if (error instanceof Refusal && error.code === 'unauthorized') return null
    throw error
  }
}
