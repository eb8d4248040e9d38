import { type Static, Type } from 'typebox'
import type { AddressChange } from '../../cart/addresses.ts'
import type { CustomerUpdate } from '../../commands/customers.ts'
import { shapeOf } from '../../http/schema.ts'
import { Refusal } from '../../refusal.ts'
import { addressAnywhere, addressBody } from './address-bodies.ts'
import { closed, email, freeObject, optional } from './bodies.ts'

/** Characters of a password. */
export const passwordMax = 1024

/** `x-words` is what Medusa says when it is missing; see `validation.ts`. */
const newPassword = Type.String({ minLength: 1, maxLength: passwordMax, 'x-words': 'must be a string' })

/** Anything but nothing: whatever is no password of ours is a wrong one. */
const triedPassword = Type.Union(
  [
    Type.String({ minLength: 1 }),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.Unknown()),
    Type.Object({}, { additionalProperties: true }),
  ],
  { 'x-words': 'should not be empty' },
)

const credentialsBody = Type.Object({ email, password: triedPassword }, closed)

export type Tried = Static<typeof credentialsBody>

export const credentials = shapeOf(credentialsBody)

export const newCustomerBody = Type.Object(
  {
    first_name: optional(Type.String()),
    last_name: optional(Type.String()),
    email,
    password: newPassword,
    phone: optional(Type.String()),
  },
  closed,
)

export const newCustomer = shapeOf(newCustomerBody)

const customerUpdateBody = Type.Object(
  {
    billing_address: Type.Optional(Type.Union([addressBody, Type.String(), Type.Null()])),
    first_name: optional(Type.String()),
    last_name: optional(Type.String()),
    // An empty one says nothing.
    password: optional(Type.String({ maxLength: passwordMax })),
    phone: optional(Type.String()),
    email: optional(email),
    metadata: optional(freeObject),
  },
  closed,
)

export const customerUpdate = shapeOf(customerUpdateBody)

export const passwordTokenWanted = shapeOf(Type.Object({ email }, closed))

export const passwordReset = shapeOf(
  Type.Object({ email, token: Type.String({ maxLength: 1024 }), password: newPassword }, closed),
)

/** An address book wants more of an address than a cart does. */
export const newAddress = shapeOf(
  Type.Object(
    {
      address: Type.Optional(
        Type.Object(
          {
            ...addressBody.properties,
            first_name: Type.String(),
            last_name: Type.String(),
            address_1: Type.String(),
            city: Type.String(),
            country_code: Type.String(),
            postal_code: Type.String(),
          },
          { ...closed, 'x-nested': true },
        ),
      ),
    },
    closed,
  ),
)

export const addressUpdate = shapeOf(addressBody)

/** What is null is taken away, but for what an account cannot be without. */
export function wantedUpdate(body: Static<typeof customerUpdateBody>): CustomerUpdate {
  const { billing_address: billing } = body
  if (body.email === null) {
    throw new Refusal('body-invalid', "Can't insert null value in field email on insert in table customer")
  }
  return {
    ...(body.first_name !== undefined && { firstName: body.first_name }),
    ...(body.last_name !== undefined && { lastName: body.last_name }),
    ...(body.phone !== undefined && { phone: body.phone }),
    ...(typeof body.email === 'string' && { email: body.email }),
    ...(body.password && { password: body.password }),
    ...(body.metadata && { metadata: body.metadata }),
    ...(billing !== undefined && {
      billingAddress: typeof billing === 'object' && billing ? bookedAddress(billing) : billing,
    }),
  }
}

/** In an address book, unlike in a cart, Medusa takes country codes in capitals too, and no country for none said. */
export function bookedAddress(body: Static<typeof addressBody>): AddressChange {
  const { country_code: country, ...rest } = body
  return addressAnywhere(typeof country === 'string' ? { ...rest, country_code: country.toLowerCase() } : rest)
}
