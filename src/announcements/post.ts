import { lookup } from 'node:dns/promises'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isWithin, type Reach } from './addresses.ts'
import { hostOf, reachOf } from './endpoints.ts'

/** Every address of a host. */
export type Resolve = (host: string) => Promise<readonly string[]>

export interface Post {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly reach: Reach
  readonly resolve: Resolve
  /** For everything together: the name, the connection and the answer. */
  readonly deadlineMs: number
}

/** What is said of a target that webhooks may not reach; where its name leads is not, since it is nobody's business. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach'
}

/** As the machine resolves names. */
export const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * Posts and returns the status alone: redirects are not followed and the answer's body is not read. The connection goes to
 * the very addresses that were checked, so a name that changes its mind in between leads nowhere else.
 */
export async function post({ url, headers, body, reach, resolve, deadlineMs }: Post): Promise<number> {
  const signal = AbortSignal.timeout(deadlineMs)
  const addresses = await Promise.race([addressesOf(hostOf(url), resolve), aborted(signal)])
  const isAllowed = addresses.length > 0 && addresses.every((address) => isWithin(reachOf(url, reach), address))
  if (!isAllowed) throw new OutOfReach('the host is, or resolves to, an address that webhooks are not sent to')
  const { promise: status, resolve: answer, reject } = Promise.withResolvers<number>()
  const send = url.protocol === 'https:' ? requestSecure : requestPlain
  const sending = send(
    url,
    { method: 'POST', headers, lookup: always(addresses), agent: false, signal },
    (response) => {
      answer(response.statusCode ?? 0)
      response.destroy()
    },
  )
  sending.on('error', reject)
  sending.end(body)
  return status
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  return isIP(host) === 0 ? resolve(host) : [host]
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

function always(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, done) => {
    const [first] = all
    if (options.all) done(null, all)
    else done(null, first?.address ?? '', first?.family)
  }
}
