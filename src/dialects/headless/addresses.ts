import { type Static, Type } from 'typebox'
import type { AddressChange } from '../../cart/addresses.ts'
import type { Customer } from '../../cart/customer.ts'
import type { Metadata } from '../../catalog/product.ts'
import { addAddress, bookOf, removeAddress, updateAddress } from '../../commands/addresses.ts'
import { accountOf } from '../../commands/customers.ts'
import { look } from '../../commands/reads.ts'
import type { Shown } from '../../commands/receipts.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { country, filled, maybe, text } from './bodies.ts'
import { addressBookJson } from './customer-json.ts'
import { customerIn } from './customers.ts'
import { created, ok } from './reply.ts'
import { type Call, type Door, keyedTo, type Route, route, withBody } from './route.ts'

const fields = {
  company: maybe(text),
  line2: maybe(text),
  city: maybe(text),
  state: maybe(text),
  phone: maybe(text),
  label: maybe(text),
  receiver_name: maybe(text),
  type: maybe(Type.Enum(['shipping', 'billing', 'both'], { 'x-words': 'must be shipping, billing or both' })),
}
const newAddress = Type.Object({ ...fields, name: filled, line1: filled, postal_code: filled, country })
const addressUpdate = Type.Object({
  ...fields,
  name: Type.Optional(filled),
  line1: Type.Optional(filled),
  postal_code: Type.Optional(filled),
  country: Type.Optional(country),
})

/** The customer's own address book. */
export function addressRoutes({ shop }: Door): readonly Route[] {
  const book = '/customers/me/addresses'
  return [
    route('GET', book, 'List your addresses', 'required', (call) =>
      look(shop, (books) => ok({ data: addressBookJson(accountOf(books, customerIn(call))) })),
    ),
    withBody('POST', book, 'Add an address', 'required', shapeOf(newAddress), (call) => {
      const id = customerIn(call)
      const wanted = { ...blank, ...changeIn(call.body, null) }
      const show = (customer: Customer) => created(entryJson(customer, addedIn(customer, wanted)))
      return addAddress(shop, id, wanted, { keyed: keyedTo(call, ['addresses', id]), show })
    }),
    withBody('PATCH', `${book}/:address_id`, 'Change an address', 'required', shapeOf(addressUpdate), async (call) => {
      const [id, addressId] = [customerIn(call), call.param('address_id')]
      const present = await look(shop, (books) => bookOf(accountOf(books, id)).find((entry) => entry.id === addressId))
      const change = changeIn(call.body, present?.metadata ?? null)
      return updateAddress(shop, id, addressId, change, {
        keyed: null,
        show: (customer) => ok(entryJson(customer, addressId)),
      })
    }),
    route('DELETE', `${book}/:address_id`, 'Remove an address', 'required', (call) => removed(shop, call)),
  ]
}

/** What the core compares addresses by has to be said, or an address would never be found to be there already. */
const blank = {
  address2: null,
  city: null,
  phone: null,
  province: null,
  company: null,
  lastName: null,
} as const satisfies AddressChange

async function removed(shop: Door['shop'], call: Call): Promise<Shown> {
  const [id, addressId] = [customerIn(call), call.param('address_id')]
  const isThere = await look(shop, (books) => bookOf(accountOf(books, id)).some((entry) => entry.id === addressId))
  if (!isThere) throw addressMissing(addressId)
  return removeAddress(shop, id, addressId, { keyed: null, show: () => ok({ deleted: true, id: addressId }) })
}

function entryJson(customer: Customer, addressId: string): object {
  const entry = addressBookJson(customer).find(({ id }) => id === addressId)
  if (!entry) throw addressMissing(addressId)
  return entry
}

/** The entry that says what was wanted: the new one, or the one that said so before. */
function addedIn(customer: Customer, wanted: AddressChange): string {
  const { metadata: _, ...said } = wanted
  const keys = Object.keys(said) as (keyof typeof said)[]
  const isSame = (entry: ReturnType<typeof bookOf>[number]) => keys.every((key) => entry[key] === wanted[key])
  return bookOf(customer).findLast(isSame)?.id ?? bookOf(customer).at(-1)?.id ?? ''
}

function addressMissing(addressId: string): Refusal {
  return new Refusal('address-not-found', 'The address is not in the book.', { addressId })
}

/** What is left out stays as it was. */
function changeIn(body: Static<typeof addressUpdate>, present: Metadata | null): AddressChange {
  const { name, line1, postal_code: postalCode, country: code, label, receiver_name: receiver, type } = body
  const noted = {
    ...(label !== undefined && { label }),
    ...(receiver !== undefined && { receiver_name: receiver }),
    ...(type !== undefined && { type }),
  }
  return {
    ...(name !== undefined && { firstName: name, lastName: null }),
    ...(body.company !== undefined && { company: body.company }),
    ...(line1 !== undefined && { address1: line1 }),
    ...(body.line2 !== undefined && { address2: body.line2 }),
    ...(body.city !== undefined && { city: body.city }),
    ...(body.state !== undefined && { province: body.state }),
    ...(postalCode !== undefined && { postalCode }),
    ...(code !== undefined && { countryCode: code.toLowerCase() }),
    ...(body.phone !== undefined && { phone: body.phone }),
    metadata: { ...present, ...noted },
  }
}
