import type { Keyed } from '../commands/receipts.ts'
import { Refusal } from '../refusal.ts'
import { callerKey } from './rate-limit.ts'

/** Bytes of an Idempotency-Key. */
export const keyMaxBytes = 255

/** Characters that 128 bits take in base64; a UUID has 36. A shorter key may be somebody else's as well. */
const unguessableLength = 22

/** The caller's Idempotency-Key; null when none was sent. Refuses empty ones, long ones and control characters. */
export function readKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key')
  if (key === null) return null
  if (key === '' || Buffer.byteLength(key) > keyMaxBytes || hasControlCharacter(key)) {
    throw new Refusal('key-invalid', `An Idempotency-Key has 1 to ${keyMaxBytes} bytes and no control characters`)
  }
  return key
}

/** Binds a key to what it was first used for: the same key with another method, path or body is a mistake. */
export function keyedFor(scope: string, key: string, request: Request, bodyText: string, isNew: boolean): Keyed {
  const { pathname } = new URL(request.url)
  return { scope, key, fingerprint: fingerprintOf(request.method, pathname, bodyText), isNew }
}

/** Where nothing is there yet that a key could belong to, it belongs to who sent it, as far as they said who they are. */
export function scopeOf(noun: string, caller: readonly (string | null)[]): string {
  if (caller.every((name) => name === null)) return noun
  return `${noun} ${new Bun.CryptoHasher('sha256').update(JSON.stringify(caller)).digest('base64url')}`
}

/**
 * By what a key is told apart from a stranger's, for the list of `scopeOf`; null where the key alone does that.
 *
 * The trouble: whoever makes a cart without signing in is nobody we know, and an API key of a storefront is all its shoppers'.
 * Two of them who send the same key with the same body would get one cart, and each could read what the other does with it.
 * Keys that clients make, UUIDs above all, are never the same by chance and cannot be guessed: they need nothing besides. Were
 * the address part of their scope, a telephone that changes networks between two tries would not find its answer. Keys like
 * `cart-1` do meet, so they count for one address only; who changes it in between gets a second cart, which holds nothing and
 * expires. Refusing short keys would break clients that have got away with them; Medusa takes any.
 */
export function strangerWith(key: string, callerAddress: string | null): string | null {
  return key.length >= unguessableLength || callerAddress === null ? null : callerKey(callerAddress)
}

/** SHA-256 over method, path and body, each ended so that none runs into the next. */
export function fingerprintOf(method: string, path: string, bodyText: string): string {
  return new Bun.CryptoHasher('sha256').update(`${method}\n${path}\n${bodyText}`).digest('base64url')
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at)
    if (letter < 32 || (letter > 126 && letter < 160)) return true
  }
  return false
}
