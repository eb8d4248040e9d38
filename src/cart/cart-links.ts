/** Leave to open one cart's checkout page, as often as it says and as long; of the token only a hash is kept. */
export interface CartLink {
  readonly tokenHash: string
  readonly cartId: string
  readonly usesLeft: number
  /** What the page is to be told besides, name by name. */
  readonly queryParams: Readonly<Record<string, string>>
  readonly createdAt: number
  readonly expiresAt: number
}
