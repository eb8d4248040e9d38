import type { Customer } from '../../cart/customer.ts'
import type { Books } from '../../checkout/books.ts'
import { bookOf } from '../../commands/addresses.ts'
import { everyOrderOf, ordersOfCustomer } from '../../commands/customer-orders.ts'
import { addressJson, addressOrNull } from './address-json.ts'
import { customerJson } from './customer-json.ts'
import type { Json } from './json.ts'
import { orderJson } from './order-json.ts'
import { type OrderView, orderFields } from './order-views.ts'

/** Orders that come with a sign-in, newest first; there is a list of all of them. */
const ordersShownMax = 50

const orderWithItems: OrderView = { fields: orderFields, relations: new Set(['items']) }

/** A customer as they see themselves. */
export function accountJson(customer: Customer): Json {
  const billing = customer.addresses.find(({ id }) => id === customer.billingAddressId) ?? null
  return {
    ...customerJson(customer),
    billing_address: addressOrNull(billing),
    shipping_addresses: bookOf(customer).map(addressJson),
  }
}

/** A customer as the answer to a sign-in shows them. */
export function signedInJson(customer: Customer, books: Books): Json {
  const { orders } = ordersOfCustomer(books, { ...everyOrderOf(customer.id), limit: ordersShownMax })
  return {
    ...customerJson(customer),
    orders: orders.map((order) => orderJson(order, books, orderWithItems, customer.id)),
    shipping_addresses: bookOf(customer).map(addressJson),
  }
}
