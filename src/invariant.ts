/** Thrown when something is wrong that only our own code can cause; shown to nobody, logged whole. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/** Stops when `condition` does not hold: a broken rule must not be saved. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new InvariantError(sentence)
}
