import { type Static, Type } from 'typebox'
import type { Customer } from '../../cart/customer.ts'
import type { Books } from '../../checkout/books.ts'
import { accountOf, updateCustomer } from '../../commands/customers.ts'
import { requestPasswordToken, resetPassword } from '../../commands/password-reset.ts'
import { look } from '../../commands/reads.ts'
import { newSecret } from '../../commands/secrets.ts'
import { signIn } from '../../commands/sign-in.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { email, filled, password, text } from './bodies.ts'
import { orWrong } from './customer-auth.ts'
import { customerJson } from './customer-json.ts'
import { DoorError } from './errors.ts'
import { done, ok, type Reply } from './reply.ts'
import { type Call, type Door, type Route, route, withBody } from './route.ts'

const name = Type.Optional(Type.Union([text, Type.Null()]))
const profile = Type.Object({ first_name: name, last_name: name, phone: name })
const passwordChange = Type.Object({ current_password: password, new_password: password })
const resetWish = Type.Object({ email })
const passwordReset = Type.Object({ token: filled, new_password: password })

/** The customer's own account, and getting back in without its password. */
export function customerRoutes(door: Door): readonly Route[] {
  const { shop, passwords } = door
  const [me, resets] = ['/customers/me', '/customers/password-reset']
  return [
    route('GET', me, 'Read yourself', 'required', (call) =>
      look(shop, (books) => showCustomer(accountOf(books, customerIn(call)), books)),
    ),
    withBody('PATCH', me, 'Change yourself', 'required', shapeOf(profile), (call) => {
      const { first_name: firstName, last_name: lastName, phone } = call.body
      const wanted = {
        ...(firstName !== undefined && { firstName }),
        ...(lastName !== undefined && { lastName }),
        ...(phone !== undefined && { phone }),
        sessionIdHash: null,
      }
      return updateCustomer(shop, passwords, customerIn(call), wanted, { keyed: null, show: showCustomer })
    }),
    withBody('POST', `${me}/password`, 'Change your password', 'required', shapeOf(passwordChange), (call) =>
      changePassword(door, call),
    ),
    withBody('POST', resets, 'Ask for a new password', 'unread', shapeOf(resetWish), async (call) => {
      const { body, callerAddress, key } = call
      await door.attempts.count('password-token', { callerAddress, email: body.email })
      await requestPasswordToken(shop, body.email, newSecret(), key.isTest)
      return done
    }),
    withBody('POST', `${resets}/confirm`, 'Set a new password', 'unread', shapeOf(passwordReset), (call) =>
      reset(door, call),
    ),
  ]
}

/** The id of the customer whose request it is; routes that need one say so. */
export function customerIn({ signedInAs }: Pick<Call, 'signedInAs'>): string {
  if (signedInAs === null) throw new Refusal('unauthorized', 'This takes the customer’s token, as X-Customer-Token.')
  return signedInAs
}

function showCustomer(customer: Customer, books: Books) {
  return ok(customerJson(customer, books))
}

async function changePassword(door: Door, call: Call<Static<typeof passwordChange>>): Promise<Reply> {
  const { shop, passwords, attempts } = door
  const { body, callerAddress, key } = call
  const id = customerIn(call)
  const own = await look(shop, (books) => accountOf(books, id).email)
  const known = { email: own, password: body.current_password }
  const by = { callerAddress, email: own }
  await orWrong(attempts.guess('sign-in', by, () => signIn(shop, passwords, known, key.isTest)))
  const wanted = { password: body.new_password, sessionIdHash: null }
  await updateCustomer(shop, passwords, id, wanted, { keyed: null, show: showCustomer })
  return done
}

/** A token is as good as a password, so who tries them out is counted like who tries passwords. */
async function reset(door: Door, { body, callerAddress, key }: Call<Static<typeof passwordReset>>): Promise<Reply> {
  const { shop, passwords, attempts } = door
  const wanted = { email: null, token: body.token, password: body.new_password, isTest: key.isTest }
  try {
    const by = { callerAddress, email: body.token }
    await attempts.guess('password-reset', by, () => resetPassword(shop, passwords, wanted))
    return done
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'unauthorized') throw error
    throw new DoorError({ status: 401, type: 'authentication_error', code: 'INVALID_RESET_TOKEN' }, error.message)
  }
}
