import { readConfig } from '../config.ts'
import { fileNameOf, settings } from '../settings.ts'
import { type Call, exitDone } from './call.ts'

/** Prints the settings as they would be used, one `NAME=value` a line; of secrets only that they are given. */
export async function showConfig({ settings: sources, voice }: Call): Promise<number> {
  readConfig(sources)
  for (const { name, fallback, isSecret } of settings) {
    const value = given(sources, name) || (given(sources, fileNameOf(name)) && isSecret ? 'file' : '')
    voice.out(`${name}=${isSecret && value !== '' ? '********' : value || (fallback ?? '')}`)
  }
  return exitDone
}

function given({ flags, env }: Call['settings'], name: string): string {
  return (flags.get(name) ?? env[name] ?? '').trim()
}
