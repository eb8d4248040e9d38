import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The board's page and, by path, its files in base64. */
export interface BoardFiles {
  readonly page: string
  readonly files: Readonly<Record<string, string>>
}

/** bull-board's own page and files. A macro: read while the program is built. */
export function boardBundle(): BoardFiles {
  const folder = join(dirname(Bun.resolveSync('@bull-board/ui/package.json', import.meta.dir)), 'dist')
  const names = readdirSync(join(folder, 'static'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return {
    page: readFileSync(join(folder, 'index.ejs'), 'utf8'),
    files: Object.fromEntries(
      names.map((path) => [path.slice(folder.length).replaceAll('\\', '/'), readFileSync(path).toString('base64')]),
    ),
  }
}
