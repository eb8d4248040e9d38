/** How often the loop is asked whether it is free. */
const askMs = 4

/**
 * Watches how long the process keeps its event loop from everybody else. Time that the process did not compute in (another
 * program had the processor, the disk was slow) is not counted: that would measure the machine.
 */
export function watchLoop(): { /** The longest, in milliseconds. */ stop(): number } {
  let longest = 0
  let isOver = false
  let lastAt = performance.now()
  let lastCpu = process.cpuUsage()

  function ask(): void {
    const now = performance.now()
    const cpu = process.cpuUsage(lastCpu)
    const computedMs = (cpu.user + cpu.system) / 1_000
    longest = Math.max(longest, Math.min(now - lastAt - askMs, computedMs))
    lastAt = now
    lastCpu = process.cpuUsage()
    if (!isOver) setTimeout(ask, askMs)
  }

  setTimeout(ask, askMs)
  return {
    stop: () => {
      isOver = true
      return longest
    },
  }
}
