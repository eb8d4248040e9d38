import { hashing } from '../catalog-files/passwords.ts'
import { Refusal } from '../refusal.ts'

/** Bytes of a password: more than anybody types, few enough to be hashed without effort. */
export const passwordMaxBytes = 1024

/** How many may wait for their turn; it takes each about 20 ms, and nobody waits for longer than a few seconds. */
const waitingMax = 100

/** A hash like every other whose password nobody knows, compared with where there is none to compare with. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$XcGhBlYoYDtnubSyi8073ixr9f2Kyals+KQ9DE5fz0E$1Wij77u6XodlaWWg0DYdVFAbaz91fmDLu+q4TdHYSzc'

/** Hashes passwords on other threads than the one that answers requests, and leaves it a core to do so. */
export interface Passwords {
  /** Refuses empty ones and ones longer than `passwordMaxBytes`. */
  hash(password: string): Promise<string>
  /** Takes as long without a hash, which nothing matches, as with one. */
  matches(password: string, hash: string | null): Promise<boolean>
}

export function createPasswords(atOnce = Math.max(1, navigator.hardwareConcurrency - 1)): Passwords {
  const inTurn = createTurns(atOnce)
  return {
    async hash(password) {
      const bytes = Buffer.byteLength(password)
      if (bytes === 0 || bytes > passwordMaxBytes) {
        throw new Refusal('body-invalid', `password must have 1 to ${passwordMaxBytes} bytes`)
      }
      return inTurn(() => Bun.password.hash(password, hashing))
    },
    async matches(password, hash) {
      if (password === '') return false
      const isRight = await inTurn(() => Bun.password.verify(password, hash ?? nobodysHash))
      return isRight && hash !== null
    },
  }
}

/** At most so many at once, the others in the order in which they came. */
function createTurns(atOnce: number): <Done>(work: () => Promise<Done>) => Promise<Done> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (waiting.length >= waitingMax) throw new Refusal('not-ready', 'Too many people sign in at this moment.')
    if (running < atOnce) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // Whoever is next takes the place over, so that nobody slips in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
