import { scopeOf, strangerWith } from '../../http/keyed.ts'

/** Who sent a key. */
interface KeySender {
  readonly key: string
  readonly signedInAs: string | null
  readonly callerAddress: () => string | null
}

/** The scope of a key for what is still to be made: told apart by who asks, as far as that can be known. */
export function scopeOfNew(request: Request, { key, signedInAs, callerAddress }: KeySender): string {
  const stranger = signedInAs === null ? strangerWith(key, callerAddress()) : null
  return scopeOf('carts', [request.headers.get('x-publishable-api-key'), signedInAs, stranger])
}
