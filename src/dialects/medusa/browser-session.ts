import { hashOfSecret, newSecret } from '../../commands/secrets.ts'
import { beginSession, endSession, sessionMs } from '../../commands/sessions.ts'
import type { SignedIn } from '../../commands/sign-in.ts'
import type { Reply } from './reply.ts'
import type { Call, Door } from './route.ts'
import { connectionOf, forgottenCookie, sessionCookie } from './session-cookie.ts'
import { sessionOf } from './signed-in.ts'

/** Signs the browser in with the answer; whoever it was signed in as before is signed out. */
export async function withSession(door: Door, call: Call, known: SignedIn, reply: Reply): Promise<Reply> {
  await endFormer(door, call)
  const id = newSecret()
  await beginSession(door.shop, known, hashOfSecret(id))
  return withCookie(door, call, id, reply)
}

/** Adds the cookie of a session that has just begun. */
export function withCookie({ shop, accounts, trustsProxy }: Door, { request }: Call, id: string, reply: Reply): Reply {
  const connection = connectionOf(request, trustsProxy)
  const cookie = sessionCookie(id, accounts.cookieSecret, shop.now() + sessionMs, connection)
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } }
}

/** Signs the browser out and makes it forget its cookie. */
export async function withoutSession(door: Door, call: Call, reply: Reply): Promise<Reply> {
  await endFormer(door, call)
  const cookie = forgottenCookie(connectionOf(call.request, door.trustsProxy))
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } }
}

/** Ends the session that the browser says it has. */
export async function endFormer({ shop, accounts }: Door, { request }: Call): Promise<void> {
  const session = sessionOf(accounts, request)
  if (session !== null) await endSession(shop, session)
}
