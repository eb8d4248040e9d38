import { addAddress, removeAddress, updateAddress } from '../../commands/addresses.ts'
import { Refusal } from '../../refusal.ts'
import { addressUpdate, bookedAddress, newAddress } from './account-bodies.ts'
import { customerIn, forCustomers } from './customer-only.ts'
import { askedBySelf } from './customers.ts'
import type { Words } from './errors.ts'
import { nestedWords } from './query-params.ts'
import { change, type Door, post, type Route } from './route.ts'

const words: Words = {
  'address-not-found': { status: 400, type: 'invalid_data', message: 'Could not find address for customer' },
}

/** The address book of the signed-in customer; every answer is the customer. */
export function customerAddressRoutes(door: Door): readonly Route[] {
  const { shop } = door
  const addresses = '/customers/me/addresses'
  return forCustomers([
    post(addresses, 'Add an address', newAddress, (call) => {
      if (!call.body.address) throw new Refusal('body-invalid', nestedWords('address'))
      return addAddress(shop, customerIn(call), bookedAddress(call.body.address), askedBySelf(door, call))
    }),
    post(
      `${addresses}/:address_id`,
      'Change an address',
      addressUpdate,
      (call) => {
        const change = bookedAddress(call.body)
        return updateAddress(shop, customerIn(call), call.param('address_id'), change, askedBySelf(door, call))
      },
      { words },
    ),
    change('DELETE', `${addresses}/:address_id`, 'Remove an address', (call) =>
      removeAddress(shop, customerIn(call), call.param('address_id'), askedBySelf(door, call)),
    ),
  ])
}
