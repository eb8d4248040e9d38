import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a browser is sent. */
export interface ConsoleFiles {
  readonly html: string
  readonly css: string
  readonly script: string
  readonly icon: string
}

/** The console's files as text. A macro: run while the program is built, so that nothing is looked for when it runs. */
export function bundled(): ConsoleFiles {
  const folder = join(import.meta.dir, 'page')
  const words = ['build', join(folder, 'app.ts'), '--minify', '--target=browser', '--format=iife']
  const built = Bun.spawnSync([process.execPath, ...words], { stdout: 'pipe', stderr: 'pipe' })
  if (!built.success) throw new Error(`the console does not build: ${built.stderr.toString()}`)
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
  return {
    html: text('page.html'),
    css: text('page.css'),
    script: built.stdout.toString(),
    icon: text('icon.svg'),
  }
}
