import type { Metadata } from '../catalog/product.ts'
import type { Address } from './addresses.ts'

/** A person who buys; with an account when `hasAccount`, else known by e-mail alone. */
export interface Customer {
  readonly id: string
  /** BigCommerce's id. */
  readonly number: number
  /** Lower case. Unique among accounts and, apart from them, among guests; test data is apart from both. */
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly phone: string | null
  readonly hasAccount: boolean
  /** Made with a test key, and seen with one only. */
  readonly isTest: boolean
  /** argon2id, of accounts. */
  readonly passwordHash: string | null
  readonly billingAddressId: string | null
  readonly addresses: readonly Address[]
  readonly metadata: Metadata | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** A browser that is signed in; of what its cookie says only a hash is kept. */
export interface Session {
  readonly idHash: string
  readonly customerId: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** Leave to set a new password, once; of the token that was sent only a hash is kept. */
export interface PasswordToken {
  readonly tokenHash: string
  /** Null: nobody's; see `requestPasswordToken`. */
  readonly customerId: string | null
  readonly createdAt: number
  readonly expiresAt: number
}
