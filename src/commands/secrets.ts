const secretBytes = 32

/** Something nobody can guess, in letters that go into addresses and cookies. */
export function newSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(secretBytes))).toString('base64url')
}

/** What is kept of a secret. It is too long to be guessed, so a fast hash will do. */
export function hashOfSecret(secret: string): string {
  return new Bun.CryptoHasher('sha256').update(secret).digest('base64url')
}
