import { describe, expect, test } from 'bun:test'
import { readArguments } from '../../src/cli/arguments.ts'
import { UsageError } from '../../src/cli/call.ts'

function understood(...words: string[]) {
  const { command, operands, options, flags } = readArguments(words)
  return { command: command.name, operands, options: Object.fromEntries(options), flags: Object.fromEntries(flags) }
}

const nothing = { operands: [], options: {}, flags: {} }

describe('a command line', () => {
  test.each([
    [[], { ...nothing, command: 'serve' }],
    [['--no-workers'], { ...nothing, command: 'serve', options: { '--no-workers': '1' } }],
    [['serve', '--port', '1', '--host=::'], { ...nothing, command: 'serve', flags: { PORT: '1', HOST: '::' } }],
    [['--demo', '--port=1'], { ...nothing, command: 'serve', flags: { DEMO: '1', PORT: '1' } }],
    [
      ['import', '-', '--format', 'x'],
      { ...nothing, command: 'import', operands: ['-'], options: { '--format': 'x' } },
    ],
    [['work', '--redis-url-file', 'f'], { ...nothing, command: 'work', flags: { REDIS_URL_FILE: 'f' } }],
    [['--help'], { ...nothing, command: 'help' }],
    [['-h'], { ...nothing, command: 'help' }],
    [['--version'], { ...nothing, command: 'version' }],
  ])('%j', (words, expected) => {
    expect(understood(...words)).toEqual(expected)
  })

  test.each([
    [['sevre'], 'is serve meant?'],
    [['serve', '--prot', '1'], 'is --port meant?'],
    [['serve', '--port'], '--port needs a value'],
    [['serve', 'here'], 'cartwright serve [--no-workers]'],
    [['import'], 'cartwright import FILE'],
    [['import', 'a', 'b'], 'cartwright import FILE'],
    [['work', '--no-workers'], 'work has no option --no-workers'],
  ])('%j is not understood', (words, sentence) => {
    expect(() => readArguments(words)).toThrow(UsageError)
    expect(() => readArguments(words)).toThrow(sentence)
  })
})
