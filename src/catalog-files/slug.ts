const slugMax = 200

/** A title as it stands in an address: lower case letters and digits, words joined by hyphens; may be empty. */
export function slug(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, slugMax)
}
