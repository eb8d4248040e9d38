/** Tags or types: one id for each word, whichever products have it. */
export class Names {
  private readonly known = new Map<string, { readonly id: string; readonly value: string }>()
  private readonly makeId: () => string

  constructor(known: Iterable<{ readonly id: string; readonly value: string }>, makeId: () => string) {
    for (const name of known) if (!this.known.has(name.value)) this.known.set(name.value, name)
    this.makeId = makeId
  }

  named(value: string): { readonly id: string; readonly value: string } {
    const known = this.known.get(value)
    if (known !== undefined) return known
    const name = { id: this.makeId(), value }
    this.known.set(value, name)
    return name
  }
}
