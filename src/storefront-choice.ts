/** How the shop is called in other programs' addresses, and where its shoppers check out. */
export interface StorefrontChoice {
  /** The part of BigCommerce's paths that says which store. */
  readonly storeHash: string
  /** Where redirect URLs lead shoppers; null: to a page of our own. */
  readonly checkoutUrl: string | null
}

/** Reads `STORE_HASH` and `CHECKOUT_URL`; adds a sentence for each that cannot be meant. */
export function readStorefront(text: (name: string) => string, problems: string[]): StorefrontChoice {
  const storeHash = text('STORE_HASH')
  if (!/^[\w-]{1,64}$/.test(storeHash)) {
    problems.push(`STORE_HASH takes 1 to 64 letters, digits, - and _, not "${storeHash}".`)
  }
  return { storeHash, checkoutUrl: checkoutUrlIn(text('CHECKOUT_URL'), problems) }
}

function checkoutUrlIn(text: string, problems: string[]): string | null {
  if (text === '') return null
  const isAddress = URL.canParse(text) && /^https?:\/\/[^{}/]+\/.*\{cart_(?:id|uuid)\}/.test(text)
  if (!isAddress) {
    const example = 'https://shop.example/checkout/{cart_id}'
    problems.push(
      `CHECKOUT_URL takes an address with {cart_id} or {cart_uuid} in it, such as ${example}, not "${text}".`,
    )
  }
  return text
}
