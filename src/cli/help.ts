import { fileNameOf, flagOf, type Setting, settings } from '../settings.ts'
import { commandNamed } from './arguments.ts'
import { type Call, exitDone } from './call.ts'
import type { Command } from './command.ts'
import { commands, defaultCommand } from './commands.ts'

/** Terminals are at least this wide, and longer lines are hard to read. */
const width = 100
/** A first column that would leave less for the second stands on a line of its own. */
const leftMax = 34

type Row = readonly [left: string, right: string]

/** Prints every command and setting; with the name of a command, everything about that one. */
export async function help({ operands: [name], voice }: Call): Promise<number> {
  voice.out((name === undefined ? overview() : about(commandNamed(name))).join('\n'))
  return exitDone
}

function overview(): string[] {
  return [
    'cartwright: a headless cart and checkout server',
    '',
    'Usage: cartwright [COMMAND] [--option …] [--setting VALUE …]',
    '',
    'To begin with',
    ...columns([
      ['cartwright --demo', 'a shop to try things out, on http://127.0.0.1:9000'],
      ['cartwright help COMMAND', 'everything about one command, with examples'],
    ]),
    '',
    `Commands (${defaultCommand} if none is said)`,
    ...columns(commands.map(({ name, does }) => [name, does])),
    '',
    `Settings: from the environment (DATA_DIR=/var/lib/shop) or as options (${flagOf('DATA_DIR')} /var/lib/shop);`,
    `those marked * are secrets, which may also be in a file (${fileNameOf('ADMIN_TOKEN')}=/etc/shop/token)`,
    ...columns(settings.map(settingRow)),
    '',
    'Exit status: 0 done; 1 failed, with a sentence on standard error; 2 the words or settings were not understood.',
  ]
}

function about({ name, synopsis, options, page }: Command): string[] {
  const matters = settings.filter((setting) => page.settings.includes(setting.name))
  return [
    ...synopsis.split(' | ').map((way) => `cartwright ${name} ${way}`.trimEnd()),
    ...page.text.flatMap((paragraph) => ['', ...wrapped(paragraph, width)]),
    ...section('Words', page.words),
    ...section(
      'Options',
      options.map(({ flag, value, meaning }) => [`${flag} ${value ?? ''}`.trimEnd(), meaning]),
    ),
    ...section('Settings that matter here (environment, or options); `cartwright help` has all', matters.map(flagRow)),
    ...section('Examples', page.examples),
    ...section('Exit status', [
      ['0', page.done],
      ['1', page.failed],
      ['2', 'the words or settings were not understood'],
    ]),
  ]
}

function section(heading: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [] : ['', heading, ...columns(rows)]
}

function settingRow(setting: Setting): Row {
  return [`${setting.name}${setting.isSecret ? ' *' : ''}`, meaningOf(setting)]
}

function flagRow(setting: Setting): Row {
  return [`${setting.name}, ${flagOf(setting.name)}`, meaningOf(setting)]
}

function meaningOf({ meaning, fallback }: Setting): string {
  return fallback === null ? meaning : `${meaning} (${fallback} unless said)`
}

function columns(rows: readonly Row[]): string[] {
  const left = Math.min(leftMax, Math.max(...rows.map(([word]) => word.length)))
  const margin = ' '.repeat(left + 4)
  return rows.flatMap(([word, meaning]) => {
    const lines = wrapped(meaning, width - margin.length).map((line) => `${margin}${line}`)
    const [first = '', ...others] = lines
    if (word.length > left) return [`  ${word}`, ...lines]
    return [`  ${word.padEnd(left)}  ${first.trimStart()}`, ...others]
  })
}

function wrapped(text: string, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
