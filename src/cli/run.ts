import { readFileSync } from 'node:fs'
import { ConfigError } from '../config.ts'
import { readArguments } from './arguments.ts'
import { exitFailed, exitUsage, UsageError, type Voice } from './call.ts'

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly voice: Voice
}

/** Does what the words say; answers the exit status. Whatever goes wrong is told in a sentence, never thrown. */
export async function run(words: readonly string[], { env, voice }: Surroundings): Promise<number> {
  try {
    const { command, operands, options, flags } = readArguments(words)
    const perform = await command.load()
    const settings = { env, flags, readFile: (path: string) => readFileSync(path, 'utf8') }
    return await perform({ operands, options, settings, voice })
  } catch (error) {
    for (const sentence of sentencesOf(error)) voice.error(`cartwright: ${sentence}`)
    if (isTalkative(env) && error instanceof Error) voice.error(error.stack ?? '')
    return error instanceof UsageError || error instanceof ConfigError ? exitUsage : exitFailed
  }
}

function sentencesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.problems
  if (error instanceof UsageError) return [`${error.message} (cartwright help)`]
  return [error instanceof Error ? error.message : String(error)]
}

/** Whoever looks for a fault wants to see where it happened. */
function isTalkative(env: Surroundings['env']): boolean {
  return ['debug', 'trace'].includes(env['LOG_LEVEL'] ?? '')
}
