import { version as released } from '../../package.json'
import { type Call, exitDone } from './call.ts'

/** Set by the build; absent when run from source. */
declare const cartwrightCommit: string | undefined

/** Prints the released version and the commit it was built from. */
export async function version({ voice }: Call): Promise<number> {
  voice.out(`cartwright ${released} (${typeof cartwrightCommit === 'undefined' ? 'from source' : cartwrightCommit})`)
  return exitDone
}
