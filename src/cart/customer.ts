import type { Metadata } from '../catalog/product.ts'
import type { Address } from './addresses.ts'

/** A person who buys; with an account when `hasAccount`, else known by e-mail alone. */
export interface Customer {
  readonly id: string
  /** BigCommerce's id. */
  readonly number: number
  /** Lower case. Unique among accounts and, apart from them, among guests. */
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly phone: string | null
  readonly hasAccount: boolean
  /** argon2id, of accounts. */
  readonly passwordHash: string | null
  readonly billingAddressId: string | null
  readonly addresses: readonly Address[]
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}
