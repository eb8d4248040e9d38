import type { SourceFile } from './source.ts'

const exportWords = /^export (?:async )?(function\*?|const|class|interface|type) (\w+)/gm

/**
 * What is exported for nothing, as `path#name`: what nobody imports; what its own file does not use and only tests do; and
 * types that nobody mentions at all. A type that its own file uses is named for whoever needs it.
 */
export function idleExports(
  program: readonly SourceFile[],
  tools: readonly SourceFile[],
  tests: readonly SourceFile[],
): readonly string[] {
  const imported = importedBy([...program, ...tools])
  const tested = importedBy(tests)
  return program.flatMap((file) =>
    exportsOf(file)
      .filter(({ name, isType }) => {
        const key = `${file.path}#${name}`
        return !imported.has(key) && !(isUsedWithin(file, name) && (isType || tested.has(key)))
      })
      .map(({ name }) => `${file.path}#${name}`),
  )
}

function importedBy(files: readonly SourceFile[]): ReadonlySet<string> {
  const ours = files.flatMap(({ imports }) => imports.filter(({ isOurs }) => isOurs))
  return new Set(ours.flatMap(({ target, names }) => names.map((name) => `${target}#${name}`)))
}

function exportsOf({ text }: SourceFile): readonly { readonly name: string; readonly isType: boolean }[] {
  return [...text.matchAll(exportWords)].map(([, kind, name = '']) => ({
    name,
    isType: kind === 'interface' || kind === 'type',
  }))
}

function isUsedWithin({ text }: SourceFile, name: string): boolean {
  const code = text.replace(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1
}
