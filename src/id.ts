import { invariant } from './invariant.ts'

/** What a row is, said by the first part of its id; Medusa's prefixes, which its clients look at. */
export type IdPrefix =
  | 'cart'
  | 'item'
  | 'addr'
  | 'sm'
  | 'ps'
  | 'pay'
  | 'order'
  | 'chk'
  | 'evt'
  | 'job'
  | 'cus'
  | 'reg'
  | 'prod'
  | 'variant'
  | 'opt'
  | 'optval'
  | 'ma'
  | 'img'
  | 'ptag'
  | 'ptyp'
  | 'pcol'
  | 'so'
  | 'sor'
  | 'sp'
  | 'sc'
  | 'txr'
  | 'disc'
  | 'dru'
  | 'gift'
  | 'gct'
  | 'lia'
  | 'litl'
  | 'smtl'
  | 'pl'
  | 'ref'
  | 'act'
  | 'req'
  | 'curr'
  | 'store'
  | 'key'
  | 'whd'
  | 'vis'

/** Makes a fresh id. Ids are arguments of the rules, so that a test can choose them. */
export type NewId = (prefix: IdPrefix) => string

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * A UUID version 7 (RFC 9562: 48 bits of milliseconds, 74 random bits), spelled `<prefix>_<26 Crockford characters>`.
 * The same 128 bits are a UUID in the dialects that want one: `toUuid`, `fromUuid`.
 */
export function makeId(prefix: IdPrefix, nowMs: number, random: Uint8Array): string {
  invariant(random.length >= 10, 'an id needs ten random bytes')
  const bytes = new Uint8Array(16)
  let time = nowMs
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256
    time = Math.floor(time / 256)
  }
  bytes.set(random.subarray(0, 10), 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return `${prefix}_${crockford(bytes)}`
}

/** The id's 128 bits as a UUID, lower case; null when the id is not one of ours (an imported one may be any text). */
export function toUuid(id: string): string | null {
  const spelled = id.slice(id.indexOf('_') + 1)
  if (spelled.length !== 26) return null
  let bits = 0n
  for (const letter of spelled.toUpperCase()) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return null
    bits = (bits << 5n) | BigInt(value)
  }
  if (bits >> 128n) return null
  const hex = bits.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The id that a UUID spells; null when the text is not a UUID. */
export function fromUuid(prefix: IdPrefix, uuid: string): string | null {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) return null
  return `${prefix}_${spell(BigInt(`0x${uuid.replaceAll('-', '')}`))}`
}

function crockford(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bitCount = 2 // 128 bits are 26 letters of five with two leading zero bits
  for (const byte of bytes) {
    held = (held << 8) | byte
    bitCount += 8
    while (bitCount >= 5) {
      bitCount -= 5
      text += alphabet[(held >> bitCount) & 31]
    }
    held &= (1 << bitCount) - 1
  }
  return text
}

function spell(bits: bigint): string {
  let text = ''
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += alphabet[Number((bits >> shift) & 31n)]
  return text
}
