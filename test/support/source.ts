import { readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { Glob } from 'bun'

/** Where the checkout begins; every path below is relative to it. */
export const root = resolve(import.meta.dir, '../..')

export interface Import {
  /** As written: a package, or a path of ours relative to the root. */
  readonly target: string
  readonly isOurs: boolean
  /** What is asked for by name. */
  readonly names: readonly string[]
  /** Looked at by the compiler alone, or needed before the file runs, or fetched by it later. */
  readonly when: 'compiling' | 'loading' | 'running'
}

export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  readonly imports: readonly Import[]
}

/** Every TypeScript file below the folders, and single files; what git does not keep is not among them. */
export function sourceFiles(places: readonly string[]): readonly SourceFile[] {
  const tracked = Bun.spawnSync(['git', 'ls-files', '-co', '--exclude-standard', '--', ...places], { cwd: root })
  const paths = tracked.success ? tracked.stdout.toString().split('\n') : places.flatMap(scanned)
  return paths
    .filter((path) => /\.(ts|mjs|js)$/.test(path))
    .toSorted()
    .map(readSource)
}

/** The folder that a file of ours lies in, or the table's entry that names the file itself. */
export function ruleFor<Rule>(table: Readonly<Record<string, Rule>>, path: string): Rule | undefined {
  const names = Object.keys(table).filter((name) => isWithin(path, name))
  const longest = names.toSorted((one, other) => other.length - one.length)[0]
  return longest === undefined ? undefined : table[longest]
}

export function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`)
}

/** What every function of a file that has a body takes, in lines; found by the formatter's indentation. */
export function functionLengths({ lines }: SourceFile): readonly { readonly line: number; readonly length: number }[] {
  return lines.flatMap((line, at) => {
    if (!opensFunction(line)) return []
    const indent = /^ */.exec(line)?.[0] ?? ''
    const end = lines.findIndex((candidate, after) => after > at && candidate.startsWith(`${indent}}`))
    return end < 0 ? [] : [{ line: at + 1, length: end - at + 1 }]
  })
}

/** The blocks of `describe` are lists of tests, not functions that anybody has to hold in the head. */
function opensFunction(line: string): boolean {
  if (
    !line.endsWith('{') ||
    /^\s*(describe|class|interface|if|for|while|switch|try|else|\} else|\} catch)\b/.test(line)
  ) {
    return false
  }
  return (
    /\bfunction\b|=> \{$/.test(line) ||
    /^\s*(static |async |get |set |#)*[\w#]+(<[^>]*>)?\(.*\).* \{$/.test(line) ||
    /^\s*\}?\)(: .*)? \{$/.test(line)
  )
}

function scanned(place: string): string[] {
  return place.endsWith('.ts') ? [place] : [...new Glob(`${place}/**/*.ts`).scanSync({ cwd: root })]
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  return { path, text, lines: text.replace(/\n$/, '').split('\n'), imports: importsIn(path, text) }
}

const importWords =
  /^(?:import|export)\s+(type\s+)?(?:([\w*\s{},$]+)\sfrom\s+)?['"]([^'"]+)['"]|(?:\{([\w\s,]+)\} = await )?\bimport\(\s*['"]([^'"]+)['"]\s*\)(?:\)\.(\w+))?/gm

function importsIn(path: string, text: string): readonly Import[] {
  return [...text.matchAll(importWords)].map(([, type, clause, written, destructured, dynamic, member]) => {
    const target = written ?? dynamic ?? ''
    const isOurs = target.startsWith('.')
    return {
      target: isOurs ? normalize(join(dirname(path), target)) : target,
      isOurs,
      names: namesIn(clause ?? destructured ?? member ?? ''),
      when: type !== undefined ? 'compiling' : dynamic === undefined ? 'loading' : 'running',
    }
  })
}

/** `{ type One, two as other }` asks for One and two. */
function namesIn(clause: string): readonly string[] {
  const asked = clause.replace(/[{}]/g, '').split(',')
  return asked
    .map(
      (name) =>
        name
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s/)[0] ?? '',
    )
    .filter((name) => name !== '')
}
