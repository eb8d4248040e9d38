import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { makeDataDirectory } from './data-directory.ts'
import { fileTrouble } from './file-trouble.ts'

const secretBytes = 32

/** Only who runs the program may read them. */
const fileMode = 0o600

/** What signs access tokens and session cookies, and what operators show. */
export interface Secrets {
  readonly jwtSecret: string
  readonly cookieSecret: string
  readonly adminToken: string
}

/** The secrets that were set; those that were not are made once and kept in the data directory. `tell` hears a new admin token. */
export function openSecrets({ dataDir, secrets }: Config, tell: (adminToken: string) => void): Secrets {
  return {
    jwtSecret: secrets.jwt ?? keptSecret(dataDir, 'jwt-secret'),
    cookieSecret: secrets.cookie ?? keptSecret(dataDir, 'cookie-secret'),
    adminToken: secrets.admin ?? keptSecret(dataDir, 'admin-token', tell),
  }
}

/** The secret in that file of the data directory, which is made with the first look; two programs starting at once make one. */
function keptSecret(dataDir: string, name: string, tell: (secret: string) => void = () => {}): string {
  makeDataDirectory(dataDir)
  const file = join(dataDir, name)
  const found = secretIn(file)
  const kept = found ?? madeIn(file)
  if (kept === '') throw new Error(`${file} is empty; put the secret back, or remove the file to have a new one made.`)
  if (found === null) tell(kept)
  return kept
}

function secretIn(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (isCoded(error, 'ENOENT')) return null
    throw fileTrouble(`${file} cannot be read`, error)
  }
}

/** Written whole before it gets its name, so that nobody ever reads half of it. */
function madeIn(file: string): string {
  const draft = `${file}.${crypto.randomUUID()}`
  const descriptor = openSync(draft, 'wx', fileMode)
  try {
    writeSync(descriptor, Buffer.from(crypto.getRandomValues(new Uint8Array(secretBytes))).toString('base64url'))
    fsyncSync(descriptor)
    linkSync(draft, file)
  } catch (error) {
    if (!isCoded(error, 'EEXIST')) throw error
  } finally {
    closeSync(descriptor)
    rmSync(draft, { force: true })
  }
  return secretIn(file) ?? ''
}

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
