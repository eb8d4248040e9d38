import type { Customer } from '../cart/customer.ts'
import type { Books, OrdersQuery } from '../checkout/books.ts'
import type { Order } from '../checkout/order.ts'
import { accountOf } from './customers.ts'

/** Orders of one customer in one answer. */
export const ordersMax = 500

/** A question that is about one customer's orders and nobody else's. */
export type OwnOrdersQuery = OrdersQuery & { readonly customerId: string }

/** The customer's own orders, newest first. What is found in their own name or phone is found in every order of theirs. */
export function ordersOfCustomer(
  books: Books,
  query: OwnOrdersQuery,
): { readonly orders: readonly Order[]; readonly count: number } {
  const customer = accountOf(books, query.customerId)
  return books.ordersOf({ ...query, text: isAbout(customer, query.text) ? null : query.text })
}

/** The question that every order of the customer answers, the newest first. */
export function everyOrderOf(customerId: string): OwnOrdersQuery {
  const ever = { from: null, to: null }
  return {
    customerId,
    ids: null,
    statuses: null,
    paymentStatuses: null,
    displayId: null,
    cartId: null,
    email: null,
    regionId: null,
    currencyCode: null,
    text: null,
    created: ever,
    updated: ever,
    canceled: ever,
    offset: 0,
    limit: ordersMax,
  }
}

function isAbout({ firstName, lastName, phone }: Customer, text: string | null): boolean {
  const sought = text?.toLowerCase()
  return sought !== undefined && [firstName, lastName, phone].some((own) => own?.toLowerCase().includes(sought))
}
