/** Where a reader of JSON (RFC 8259) stands: what it must find next. */
type Due = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | 'comma' | 'end'

const words: Readonly<Record<Due, string>> = {
  value: 'a value',
  'value or ]': 'a value or ]',
  name: 'a name in double quotes',
  'name or }': 'a name in double quotes or }',
  colon: 'a colon',
  comma: 'a comma or the end of the list or object',
  end: 'nothing more',
}

const space = /[ \t\r\n]*/y
const string = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y

/**
 * What is wrong with a text that is not JSON, with line and column, which the engine's own message does not say.
 * Called only for a text that could not be read.
 */
export function whereBroken(text: string): string {
  const open: ('}' | ']')[] = []
  let due: Due = 'value'
  let at = match(space, text, 0)
  while (at < text.length) {
    const step = stepFrom(text, at, due, open)
    if (step === null) return `${words[due]} was expected at ${lineAndColumn(text, at)}`
    due = step.due
    at = match(space, text, step.at)
  }
  return due === 'end' ? 'it cannot be read' : `it ends too early, at ${lineAndColumn(text, text.length)}`
}

interface Step {
  readonly at: number
  readonly due: Due
}

/** Reads one mark, name or value; null when what is due does not stand there. Opens and closes `open`. */
function stepFrom(text: string, at: number, due: Due, open: ('}' | ']')[]): Step | null {
  const letter = text.charAt(at)
  if (due === 'colon') return letter === ':' ? { at: at + 1, due: 'value' } : null
  if (mayClose(due) && letter !== '' && letter === open.at(-1)) {
    open.pop()
    return { at: at + 1, due: afterValue(open) }
  }
  if (due === 'comma') return letter === ',' ? { at: at + 1, due: open.at(-1) === '}' ? 'name' : 'value' } : null
  if (due === 'name' || due === 'name or }') return found(match(string, text, at), 'colon')
  if (due === 'end') return null
  if (letter === '{' || letter === '[') {
    open.push(letter === '{' ? '}' : ']')
    return { at: at + 1, due: letter === '{' ? 'name or }' : 'value or ]' }
  }
  return found(match(letter === '"' ? string : scalar, text, at), afterValue(open))
}

function mayClose(due: Due): boolean {
  return due === 'comma' || due === 'value or ]' || due === 'name or }'
}

function afterValue(open: readonly string[]): Due {
  return open.length === 0 ? 'end' : 'comma'
}

function found(at: number, due: Due): Step | null {
  return at < 0 ? null : { at, due }
}

/** Where the match that begins at `at` ends; -1 when there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return `line ${line}, column ${at - before.lastIndexOf('\n')}`
}
