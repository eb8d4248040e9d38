import type { Address } from '../../cart/addresses.ts'
import type { Customer } from '../../cart/customer.ts'
import type { Books } from '../../checkout/books.ts'
import { bookOf } from '../../commands/addresses.ts'
import { everyOrderOf } from '../../commands/customer-orders.ts'
import { startingRegion } from '../../commands/product-search.ts'
import { moneyJson, timeJson } from './money-json.ts'

/** An account with what it bought: in the currency that carts begin with, without what was cancelled. */
export function customerJson(customer: Customer, books: Books) {
  const currencyCode = startingRegion(books)?.currencyCode ?? books.profile().defaultCurrencyCode
  const { orders, count } = books.ordersOf(everyOrderOf(customer.id))
  const spent = orders
    .filter(({ status, cart }) => status !== 'canceled' && cart.currencyCode === currencyCode)
    .reduce((sum, { bill, payments }) => {
      return sum + bill.total - payments.reduce((refunded, { amountRefunded }) => refunded + amountRefunded, 0)
    }, 0)
  return {
    id: customer.id,
    email: customer.email,
    first_name: customer.firstName,
    last_name: customer.lastName,
    phone: customer.phone,
    external_id: null,
    status: 'active',
    total_orders: count,
    total_spent: moneyJson(spent, currencyCode),
    tags: [],
    addresses: addressBookJson(customer),
    metadata: customer.metadata ?? {},
    created_at: timeJson(customer.createdAt),
  }
}

export function addressBookJson(customer: Customer) {
  return bookOf(customer).map((address, position) => bookedAddressJson(address, position === 0))
}

/** What this API knows of an address and the core does not, it keeps in the address's metadata. */
function bookedAddressJson(address: Address, isDefault: boolean) {
  const { type, label, receiver_name: receiver } = address.metadata ?? {}
  return {
    id: address.id,
    name: [address.firstName, address.lastName].filter(Boolean).join(' '),
    company: address.company,
    line1: address.address1,
    line2: address.address2,
    city: address.city ?? '',
    state: address.province,
    postal_code: address.postalCode,
    country: address.countryCode?.toUpperCase() ?? null,
    phone: address.phone,
    label: label ?? null,
    receiver_name: receiver ?? null,
    type: type ?? 'both',
    is_default: isDefault,
    created_at: timeJson(address.createdAt),
  }
}
