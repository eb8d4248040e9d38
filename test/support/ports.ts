/** A port of this machine that was free a moment ago, where nothing listens. */
export function freePort(): number {
  const listener = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = listener
  listener.stop(true)
  return port
}

/** Below those that the system hands out to whoever connects, so that a server finds it free again after a restart. */
const steadyPortMin = 10_240
const steadyPortMax = 32_000

/** A free port on which something is going to be stopped and started again. */
export function steadyPort(): number {
  for (;;) {
    const port = steadyPortMin + Math.floor(Math.random() * (steadyPortMax - steadyPortMin))
    try {
      Bun.listen({ hostname: '127.0.0.1', port, socket: { data() {} } }).stop(true)
      return port
    } catch {}
  }
}
