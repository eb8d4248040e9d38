import { flagOf, settings } from '../settings.ts'
import { type Call, exitDone } from './call.ts'
import { commands } from './commands.ts'

/** Prints every command and setting. */
export async function help({ voice }: Call): Promise<number> {
  const named = commands.map(({ name, synopsis, does }) => [`  ${name} ${synopsis}`, does] as const)
  const set = settings.map(
    ({ name, fallback, meaning }) => [`  ${name}`, `${meaning}${fallback === null ? '' : ` (${fallback})`}`] as const,
  )
  voice.out(
    [
      'cartwright: a headless cart and checkout server',
      '',
      'Commands',
      ...columns(named),
      '',
      `Settings, from the environment or as options (${flagOf('DATA_DIR')} DIRECTORY); secrets also as NAME_FILE`,
      ...columns(set),
    ].join('\n'),
  )
  return exitDone
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.trimEnd().length)) + 2
  return rows.map(([left, right]) => `${left.trimEnd().padEnd(width)}${right}`)
}
