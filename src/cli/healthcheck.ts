import { readConfig } from '../config.ts'
import { type Call, exitDone, exitFailed } from './call.ts'

const answerMaxMs = 5000

/** Asks the server that listens on HOST and PORT; for container health checks, which have no curl. */
export async function healthcheck({ settings, voice }: Call): Promise<number> {
  const { host, port } = readConfig(settings)
  const url = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}/readyz`
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(answerMaxMs) })
    voice.out(await answer.text())
    return answer.ok ? exitDone : exitFailed
  } catch {
    voice.error(`cartwright: nothing answers at ${url}`)
    return exitFailed
  }
}
