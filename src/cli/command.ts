import type { Run } from './call.ts'
import type { Page } from './manual/page.ts'

/** An option of one command; the settings are options of every command that opens the shop. */
interface CommandOption {
  readonly flag: string
  /** What to call the value that follows it; null: it takes none. */
  readonly value: string | null
  readonly meaning: string
}

export interface Command {
  readonly name: string
  /** What follows the name, as shown in help. */
  readonly synopsis: string
  /** In a line, for the list of commands. */
  readonly does: string
  readonly page: Page
  readonly operandsMin: number
  readonly operandsMax: number
  readonly options: readonly CommandOption[]
  /** Loaded when asked for, so that `version` does not wait for a web server. */
  readonly load: () => Promise<Run>
}
