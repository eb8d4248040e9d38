/** What `cartwright help COMMAND` shows beside the synopsis and the options. */
export interface Page {
  /** Paragraphs for somebody who has never used the command. */
  readonly text: readonly string[]
  /** The words that may follow the command, each with what it means. */
  readonly words: readonly (readonly [word: string, meaning: string])[]
  /** Command lines as they are typed, each with what it is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  /** The settings that matter to it; all others are understood as well. */
  readonly settings: readonly string[]
  /** When it exits with 0, and when with 1. */
  readonly done: string
  readonly failed: string
}
