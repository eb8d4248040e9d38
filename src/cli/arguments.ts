import { nearest } from '../nearest.ts'
import { fileNameOf, flagOf, settings } from '../settings.ts'
import { UsageError } from './call.ts'
import type { Command } from './command.ts'
import { commands, defaultCommand } from './commands.ts'

/** The command line, sorted. */
export interface Arguments {
  readonly command: Command
  readonly operands: readonly string[]
  readonly options: ReadonlyMap<string, string>
  /** By setting name. */
  readonly flags: ReadonlyMap<string, string>
}

const onOffSettings = new Set(['DEMO', 'TRUST_PROXY', 'WEBHOOK_ALLOW_PRIVATE'])

/**
 * Understands `[command] [operands] [--flag value | --flag=value]`, and `--help` behind any command; throws a `UsageError`
 * on anything else.
 */
export function readArguments(words: readonly string[]): Arguments {
  const [first = defaultCommand] = words
  const isNamed = words.length > 0 && !first.startsWith('--')
  const command = commandNamed(isNamed ? first : (askedForHelp(first) ?? defaultCommand))
  const rest = isNamed || askedForHelp(first) !== null ? words.slice(1) : words
  return sorted(command, rest)
}

function askedForHelp(word: string): string | null {
  if (word === '--help' || word === '-h') return 'help'
  return word === '--version' ? 'version' : null
}

/** Refuses a word that is no command. */
export function commandNamed(name: string): Command {
  const command = commands.find((candidate) => candidate.name === (askedForHelp(name) ?? name))
  if (command !== undefined) return command
  const meant = nearest(
    name,
    commands.map((candidate) => candidate.name),
  )
  throw new UsageError(`There is no command "${name}"${meant === null ? '' : `; is ${meant} meant?`}`)
}

function sorted(command: Command, words: readonly string[]): Arguments {
  const operands: string[] = []
  const options = new Map<string, string>()
  const flags = new Map<string, string>()
  const names = settingNames()
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (askedForHelp(word) === 'help') return about(command)
    if (!word.startsWith('--')) {
      operands.push(word)
      continue
    }
    const [flag = '', inline] = split(word)
    const option = command.options.find((candidate) => candidate.flag === flag)
    const name = names.get(flag)
    if (option === undefined && name === undefined) throw unknownFlag(command, flag, [...names.keys()])
    const wantsValue = option ? option.value !== null : !onOffSettings.has(name ?? '')
    const next = wantsValue && inline === undefined ? words[++at] : undefined
    const value = inline ?? (wantsValue ? next : '1')
    if (value === undefined) throw new UsageError(`${flag} needs a value`)
    if (option !== undefined) options.set(flag, value)
    else flags.set(name ?? '', value)
  }
  checkOperands(command, operands)
  return { command, operands, options, flags }
}

/** `import --help` is `help import`, whatever else was said. */
function about({ name }: Command): Arguments {
  return {
    command: commandNamed('help'),
    operands: name === 'help' ? [] : [name],
    options: new Map(),
    flags: new Map(),
  }
}

function split(word: string): [string, string | undefined] {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

function settingNames(): ReadonlyMap<string, string> {
  const names = settings.flatMap(({ name, isSecret }) => (isSecret ? [name, fileNameOf(name)] : [name]))
  return new Map(names.map((name) => [flagOf(name), name]))
}

function unknownFlag(command: Command, flag: string, settingFlags: readonly string[]): UsageError {
  const meant = nearest(flag, [...command.options.map((option) => option.flag), ...settingFlags])
  return new UsageError(`${command.name} has no option ${flag}${meant === null ? '' : `; is ${meant} meant?`}`)
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const { name, synopsis, operandsMin, operandsMax } = command
  if (operands.length >= operandsMin && operands.length <= operandsMax) return
  throw new UsageError(`Say it like this: cartwright ${`${name} ${synopsis}`.trim()}`)
}
