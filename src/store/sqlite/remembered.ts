/** The values looked up last, a bounded number of them: what is asked for again needs no reading and no parsing. */
export class Remembered<Value> {
  readonly #values = new Map<string, Value>()
  readonly #countMax: number

  constructor(countMax: number) {
    this.#countMax = countMax
  }

  /** What is remembered under the key, or what `look` finds; nothing found is not remembered. */
  get(key: string, look: (key: string) => Value | null): Value | null {
    const known = this.#values.get(key)
    if (known !== undefined) {
      this.#values.delete(key)
      this.#values.set(key, known)
      return known
    }
    const found = look(key)
    if (found !== null) this.#set(key, found)
    return found
  }

  clear(): void {
    this.#values.clear()
  }

  #set(key: string, value: Value): void {
    if (this.#values.size >= this.#countMax) {
      const [oldest] = this.#values.keys()
      if (oldest !== undefined) this.#values.delete(oldest)
    }
    this.#values.set(key, value)
  }
}
