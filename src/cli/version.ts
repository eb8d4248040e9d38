import { version as released } from '../../package.json'
import { type Call, exitDone } from './call.ts'

/** Set by the build; absent when run from source. */
declare const cartwrightCommit: string | undefined

/** What this program was made from. */
export function buildOf(): { readonly version: string; readonly commit: string } {
  return { version: released, commit: typeof cartwrightCommit === 'undefined' ? 'from source' : cartwrightCommit }
}

/** Prints the released version and the commit it was built from. */
export async function version({ voice }: Call): Promise<number> {
  const built = buildOf()
  voice.out(`cartwright ${built.version} (${built.commit})`)
  return exitDone
}
