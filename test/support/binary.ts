import { copyFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dir, '../..')

let building: Promise<void> | null = null

/** The program as it is shipped, built as it is built for shipping, in that folder alone; its path. */
export async function builtBinary(folder: string): Promise<string> {
  building ??= build()
  await building
  const binary = join(folder, 'cartwright')
  copyFileSync(join(root, 'dist/cartwright'), binary)
  return binary
}

async function build(): Promise<void> {
  const built = Bun.spawn([process.execPath, 'run', 'build'], { cwd: root, stdout: 'pipe', stderr: 'pipe' })
  if ((await built.exited) !== 0) throw new Error(`the build failed: ${await new Response(built.stderr).text()}`)
}
