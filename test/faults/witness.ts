import type { Asking, Heard } from './wire.ts'

/** How the parent's questions went; of those that change something. */
export interface Tally {
  acknowledged: number
  /** Sent, and no answer came: done or not, nobody knows. */
  unknown: number
  /** A clean no. */
  refused: number
}

/** Something that must never be, as it was found. */
export interface Broken {
  /** `I1` to `I16`, or what the fault itself promises. */
  readonly rule: string
  readonly says: string
  /** Ids of what it is about, where there are some. */
  readonly about: readonly string[]
}

/** Remembers every answer, and speaks up when two of them do not go together. */
export interface Witness {
  readonly tally: Tally
  readonly broken: readonly Broken[]
  /** While nothing is killed, locked or full, an answer of class 5xx is a fault of ours. */
  calm: boolean
  hear(asking: Asking, heard: Heard): void
  accuse(rule: string, says: string, about?: readonly string[]): void
}

/** What a shop may say that is closing, or has no room: try again. */
const tryAgain = new Set([503, 507])

/** The same accusation a thousand times says no more than a few times. */
const accusationsMax = 200

export function callWitness(): Witness {
  const tally: Tally = { acknowledged: 0, unknown: 0, refused: 0 }
  const broken: Broken[] = []
  /** Under each key of each path, a hash of what was answered first. */
  const answers = new Map<string, bigint | number>()
  const witness: Witness = { tally, broken, calm: false, hear, accuse }

  function accuse(rule: string, says: string, about: readonly string[] = []): void {
    if (broken.length < accusationsMax) broken.push({ rule, says, about })
  }

  function hear(asking: Asking, heard: Heard): void {
    if (heard.kind === 'answer') check(asking, heard)
    if (asking.method === 'GET' || heard.kind === 'nobody') return
    if (heard.kind === 'nothing') tally.unknown += 1
    else if (heard.status < 300) tally.acknowledged += 1
    else tally.refused += 1
  }

  function check({ method, path, headers }: Asking, { status, text, headers: answered }: Answer): void {
    const about = [...path.matchAll(/\b(?:cart|chk)_\w+/g)].map(([id]) => id)
    if (status >= 500 && (witness.calm || !tryAgain.has(status))) {
      accuse('an answer', `${method} ${path} was answered with ${status}: ${text.slice(0, 200)}`, about)
    }
    const key = headers?.['idempotency-key']
    if (key === undefined) return
    const isReplayed = answered.get('idempotent-replayed') === 'true'
    if (status !== 200 && !isReplayed) return
    const first = answers.get(`${path} ${key}`)
    const hash = Bun.hash(text)
    if (first === undefined) answers.set(`${path} ${key}`, hash)
    else if (first !== hash) accuse('I10', `${method} ${path} was answered differently under one key`, about)
  }

  return witness
}

type Answer = Extract<Heard, { kind: 'answer' }>
