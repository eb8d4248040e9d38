import type { Dice } from './dice.ts'
import type { Place, PlaceOptions, Runner } from './place.ts'
import type { Storefront } from './storefront.ts'
import type { Witness } from './witness.ts'

/** One thing that goes wrong, as often as is asked for. */
export interface Fault {
  /** `F1` and so on. */
  readonly name: string
  readonly says: string
  /** How often in `bin/test`, and before a release. */
  readonly counts: { readonly test: number; readonly release: number }
  /** How many of a release's count one shop has to suffer; for the others there is another shop. All of them unless it is said. */
  readonly atOnce?: number
  /** Where; the count is divided among them, unless it is one great number of things that go wrong once. */
  readonly runners: readonly Runner[]
  readonly isUndivided?: boolean
  /** Nothing is killed, locked or full, so every answer has to be a proper one. */
  readonly isCalm?: boolean
  /** It measures time, so nothing else may happen meanwhile. */
  readonly isAlone?: boolean
  /** How the place differs from others. */
  readonly place?: (count: number) => Partial<PlaceOptions>
  /** Says why it cannot be done on this machine; null when it can. */
  readonly missing?: () => string | null
  readonly happen: (trial: Trial) => Promise<void>
}

/** What a fault may touch. */
export interface Trial {
  readonly place: Place
  readonly front: Storefront
  readonly witness: Witness
  readonly dice: Dice
  /** How often it is to happen. */
  readonly count: number
  /** Before a release: what is told as a time takes the longer one. */
  readonly isRelease: boolean
  /** Goes on until it was done as often as is wanted, or the time for it is over. */
  isWanted(): boolean
  /** It was done once more, or that often. */
  did(times?: number): void
  /** Something worth knowing that no rule judges. */
  remark(text: string): void
}
