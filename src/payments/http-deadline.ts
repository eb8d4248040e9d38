/** Of a span that several questions share, what is left for the next one; at least a moment, so that it is asked. */
export function remaining(deadlineMs: number): () => number {
  const until = performance.now() + deadlineMs
  return () => Math.max(1, Math.floor(until - performance.now()))
}
