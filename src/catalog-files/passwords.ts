import type { CustomerRecord } from './catalog-file.ts'
import { customerKeyOf } from './into-catalog/customers.ts'

/** OWASP's smallest argon2id: 19 MiB, two passes (Password Storage Cheat Sheet). */
export const hashing = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const

/**
 * Hashes of the file's passwords by e-mail, made before the transaction because they take their time. A password that
 * is still the right one keeps its hash, so that importing a file again changes nothing.
 */
export async function hashPasswords(
  customers: readonly CustomerRecord[],
  knownHashes: (emails: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  onProgress: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, string>> {
  const given = customers.flatMap((record) =>
    record.password === undefined ? [] : [{ email: customerKeyOf(record), password: record.password }],
  )
  if (given.length === 0) return new Map()
  const known = await knownHashes(given.map((one) => one.email))
  const hashes = new Map<string, string>()
  for (const [at, { email, password }] of given.entries()) {
    onProgress(at, given.length)
    const before = known.get(email)
    const isSame = before !== undefined && (await Bun.password.verify(password, before))
    hashes.set(email, isSame ? before : await Bun.password.hash(password, hashing))
  }
  onProgress(given.length, given.length)
  return hashes
}
