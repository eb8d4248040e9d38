import { isIP } from 'node:net'
import { isWithin, type Reach } from './addresses.ts'

/** Endpoints that are told; each costs a promise per announcement. */
export const endpointMax = 10

/** The one in use and, while receivers change over, the next. */
export const secretMax = 2

const secretPrefix = 'whsec_'
const secretBytesMin = 24
const secretBytesMax = 64

export interface Endpoint {
  /** Made from the address, so that it stays the same when others are added or removed. */
  readonly id: string
  readonly url: URL
}

/** Who is told, how that is signed, and how far it may go. */
export interface WebhookSettings {
  readonly endpoints: readonly Endpoint[]
  readonly secrets: readonly Uint8Array[]
  readonly reach: Reach
}

/** Reads the three settings together; endpoints without a secret are a mistake, since nothing is sent unsigned. */
export function readWebhooks(urls: string, secret: string, reach: Reach, problems: string[]): WebhookSettings {
  const endpoints = readEndpoints(urls, problems)
  const secrets = readSecrets(secret, problems)
  if (urls !== '' && secret === '') problems.push('WEBHOOK_URLS needs a WEBHOOK_SECRET.')
  return { endpoints, secrets, reach }
}

/**
 * Reads comma-separated `http(s)` addresses; every one that cannot be meant adds a sentence to `problems`. Addresses may
 * hold secrets in their path, so a wrong one is named by its place.
 */
export function readEndpoints(text: string, problems: string[]): readonly Endpoint[] {
  const parts = text.split(',').map((part) => part.trim())
  const given = parts.filter((part) => part !== '')
  const endpoints = given.flatMap((part, at) => readEndpoint(part, `WEBHOOK_URLS, address ${at + 1}`, problems))
  if (given.length > endpointMax) problems.push(`WEBHOOK_URLS takes at most ${endpointMax} addresses.`)
  if (new Set(endpoints.map(({ id }) => id)).size < endpoints.length) {
    problems.push('WEBHOOK_URLS names the same address twice.')
  }
  return endpoints
}

/** The keys of `whsec_…` secrets (base64 of 24 to 64 bytes, Standard Webhooks 1.0), separated by spaces. */
export function readSecrets(text: string, problems: string[]): readonly Uint8Array[] {
  const keys = text.split(/\s+/).filter((part) => part !== '')
  if (keys.length > secretMax) problems.push('WEBHOOK_SECRET takes a secret and, during a change, the next one.')
  return keys.flatMap((key) => {
    const encoded = key.slice(secretPrefix.length)
    const bytes = Buffer.from(encoded, 'base64')
    const isWhole = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded)
    const isLong = bytes.length >= secretBytesMin && bytes.length <= secretBytesMax
    if (key.startsWith(secretPrefix) && isWhole && isLong) return [bytes]
    problems.push('WEBHOOK_SECRET must be whsec_ and the base64 of 24 to 64 random bytes.')
    return []
  })
}

/**
 * How far a webhook to the address may go. Whoever wrote a private network's own address, or `localhost`, meant it; where
 * any other name leads is up to somebody else.
 */
export function reachOf(url: URL, reach: Reach): Reach {
  const host = hostOf(url)
  return isIP(host) !== 0 || host === 'localhost' ? 'private' : reach
}

/** The host of an address as a resolver or a socket takes it. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

function readEndpoint(text: string, place: string, problems: string[]): readonly Endpoint[] {
  const url = URL.canParse(text) ? new URL(text) : null
  const problem = url ? problemOf(url) : 'is not an address'
  if (!problem && url) return [{ id: idOf(url), url }]
  problems.push(`${place} ${problem}.`)
  return []
}

function problemOf(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with https:// or http://'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password'
  if (url.hash !== '') return 'must not hold a fragment (#)'
  const host = hostOf(url)
  return isIP(host) === 0 || isWithin('private', host) ? null : 'is one that webhooks are never sent to'
}

function idOf(url: URL): string {
  return new Bun.CryptoHasher('sha256').update(url.href).digest('hex').slice(0, 16)
}
