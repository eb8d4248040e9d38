import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system with little room, which can be filled to the last byte and freed again. */
export interface SmallDisk {
  readonly path: string
  fill(): void
  free(): void
  remove(): void
}

/** Small enough to be filled at once, large enough for a shop and its log. */
const megabytes = 48

/** Pieces in which it is filled, from large to small. */
const pieces = [1_048_576, 65_536, 4_096, 512] as const

/** Why there can be none on this machine; null when there can. */
export function noSmallDisk(): string | null {
  if (process.platform !== 'linux') return 'only Linux has a file system in memory that can be mounted'
  return process.getuid?.() === 0 ? null : 'only root may mount a file system'
}

export function mountSmallDisk(): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'cartwright-disk-'))
  const mounted = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  if (!mounted.success) throw new Error(`no small disk: ${mounted.stderr}`)
  const filler = join(path, 'filler')
  return {
    path,
    fill: () => fill(filler),
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      Bun.spawnSync(['umount', '-l', path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function fill(file: string): void {
  const descriptor = openSync(file, 'a')
  for (const piece of pieces) while (hasWritten(descriptor, piece)) {}
  closeSync(descriptor)
}

function hasWritten(descriptor: number, bytes: number): boolean {
  try {
    return writeSync(descriptor, new Uint8Array(bytes)) === bytes
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
