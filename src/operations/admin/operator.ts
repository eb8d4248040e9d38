import { timingSafeEqual } from 'node:crypto'
import { assertMayOperate, keyFor } from '../../commands/api-keys.ts'
import type { Shop } from '../../commands/shop.ts'
import { Refusal } from '../../refusal.ts'
import type { QueueBoard } from '../queues/board.ts'

/** Who may run the shop, and from where in a browser. */
export interface OperatorDoor {
  readonly shop: Shop
  readonly adminToken: string
  /** Origins besides the server's own. */
  readonly adminOrigins: readonly string[]
  /** Not there without Redis. */
  readonly queueBoard?: QueueBoard
}

/**
 * Lets operators through: the admin token or a secret key, as `Authorization: Bearer` or as the password of HTTP Basic,
 * which is what a browser asks for. A browser sends the password along for whoever makes it ask, so a change from
 * another origin's page is refused. `unauthorized` without a known secret, `forbidden` for a key that opens less.
 */
export async function assertOperator(door: OperatorDoor, request: Request): Promise<void> {
  assertOwnPage(door, request)
  const presented = presentedIn(request)
  if (presented === null) throw new Refusal('unauthorized', 'This takes the admin token or a secret key.')
  if (isSame(presented, door.adminToken)) return
  const key = await keyFor(door.shop, presented)
  if (!key) throw new Refusal('unauthorized', 'This takes the admin token or a secret key.')
  assertMayOperate(key)
  if (key.isTest) throw new Refusal('forbidden', 'A test key does not run the shop.')
}

/** RFC 6454: a browser names the page's origin with every request that changes something. */
function assertOwnPage({ adminOrigins }: OperatorDoor, request: Request): void {
  const origin = request.headers.get('origin')
  if (origin === null || request.method === 'GET' || request.method === 'HEAD' || adminOrigins.includes(origin)) return
  const host = request.headers.get('host')
  const isOwn = URL.canParse(origin) && new URL(origin).host === host
  if (!isOwn) throw new Refusal('forbidden', 'Pages of other origins than those of ADMIN_CORS may not ask for this.')
}

function presentedIn(request: Request): string | null {
  const [scheme = '', value = ''] = (request.headers.get('authorization') ?? '').trim().split(/ +/, 2)
  if (/^bearer$/i.test(scheme) && value !== '') return value
  if (!/^basic$/i.test(scheme)) return null
  const decoded = Buffer.from(value, 'base64').toString()
  const colon = decoded.indexOf(':')
  return colon < 0 ? null : decoded.slice(colon + 1)
}

/** As hashes, which have one length: how long this takes says nothing about the token. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => new Bun.CryptoHasher('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
