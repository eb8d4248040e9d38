import type { Customer } from '../../cart/customer.ts'
import type { CustomerRecord } from '../catalog-file.ts'
import { type Desk, stampOf } from './desk.ts'
import { Numbers, numberPosition } from './numbers.ts'
import type { Shelf } from './shelf.ts'

/** The natural key of a customer, from what the file says. */
export function customerKeyOf(customer: { readonly email: string }): string {
  return customer.email.toLowerCase()
}

/**
 * Customers by e-mail: the account with it, or the guest. A password makes a guest an account; without one everybody
 * keeps what they have. `hashes` are those of the file's passwords, by e-mail.
 */
export function translateCustomers(
  desk: Desk,
  records: readonly CustomerRecord[],
  shelf: Shelf<Customer>,
  everybody: readonly Customer[],
  hashes: ReadonlyMap<string, string>,
): void {
  const numbers = new Numbers(
    everybody,
    records.map((record) => record.number),
  )
  for (const [at, record] of records.entries()) {
    const position = `customers[${at}]`
    const email = customerKeyOf(record)
    const existing = shelf.recognise(desk.mistakes, email, record.id, position)
    const id = existing?.id ?? record.id ?? desk.newId('cus')
    const passwordHash = record.password_hash ?? hashes.get(email) ?? existing?.passwordHash ?? null
    shelf.settle(desk, 'customers', existing, {
      id,
      number: numbers.assign(desk.mistakes, id, record.number, existing, numberPosition(position)),
      email,
      firstName: record.first_name ?? null,
      lastName: record.last_name ?? null,
      phone: record.phone ?? null,
      hasAccount: passwordHash !== null,
      isTest: false,
      passwordHash,
      billingAddressId: existing?.billingAddressId ?? null,
      addresses: existing?.addresses ?? [],
      metadata: record.metadata ?? null,
      ...stampOf(desk, existing),
    })
  }
}
