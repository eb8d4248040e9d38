/** Everything that a run decides by chance, from one seed: the same seed decides the same again. */
export interface Dice {
  /** A whole number from 0, smaller than `limit`. */
  below(limit: number): number
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  /** True in this part (0 to 1) of all throws. */
  chance(part: number): boolean
  pick<One>(list: readonly One[]): One
  shuffled<One>(list: readonly One[]): One[]
  /** Others, which do not depend on how often these were thrown: for somebody who acts at the same time. */
  named(name: string): Dice
}

/** Dice that fall as the seed says. */
export function diceOf(seed: string): Dice {
  let state = Number(Bun.hash(seed) & 0xffffffffn)

  /** Mulberry32: from 0 to 1, 1 excluded. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  const below = (limit: number): number => Math.floor(next() * limit)

  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (part) => next() < part,
    pick: (list) => {
      const one = list[below(list.length)]
      if (one === undefined) throw new Error('there is nothing to pick from')
      return one
    },
    shuffled: (list) =>
      list
        .map((one) => ({ one, at: next() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ one }) => one),
    named: (name) => diceOf(`${seed}/${name}`),
  }
}
