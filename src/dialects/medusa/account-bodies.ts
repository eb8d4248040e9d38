import { type Static, Type } from 'typebox'
import type { AddressChange } from '../../cart/addresses.ts'
import type { CustomerUpdate } from '../../commands/customers.ts'
import { shapeOf } from '../../http/schema.ts'
import { addressAnywhere, addressBody } from './address-bodies.ts'
import { closed, email, freeObject, optional } from './bodies.ts'

/** `x-words` is what Medusa says when it is missing; see `validation.ts`. */
const newPassword = Type.String({ minLength: 1, maxLength: 1024, 'x-words': 'must be a string' })
const knownPassword = Type.String({ minLength: 1, maxLength: 1024, 'x-words': 'should not be empty' })

export const credentials = shapeOf(Type.Object({ email, password: knownPassword }, closed))

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
    password: optional(newPassword),
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
      address: Type.Object(
        {
          ...addressBody.properties,
          first_name: Type.String(),
          last_name: Type.String(),
          address_1: Type.String(),
          city: Type.String(),
          country_code: Type.String(),
          postal_code: Type.String(),
        },
        closed,
      ),
    },
    closed,
  ),
)

export const addressUpdate = shapeOf(addressBody)

/** What is null is taken away, but for what an account cannot be without. */
export function wantedUpdate(body: Static<typeof customerUpdateBody>): CustomerUpdate {
  const { billing_address: billing } = body
  return {
    ...(body.first_name !== undefined && { firstName: body.first_name }),
    ...(body.last_name !== undefined && { lastName: body.last_name }),
    ...(body.phone !== undefined && { phone: body.phone }),
    ...(typeof body.email === 'string' && { email: body.email }),
    ...(typeof body.password === 'string' && { password: body.password }),
    ...(body.metadata && { metadata: body.metadata }),
    ...(billing !== undefined && {
      billingAddress: typeof billing === 'object' && billing ? bookedAddress(billing) : billing,
    }),
  }
}

/** In an address book, unlike in a cart, Medusa takes country codes in capitals too. */
export function bookedAddress(body: Static<typeof addressBody>): AddressChange {
  return addressAnywhere(
    typeof body.country_code === 'string' ? { ...body, country_code: body.country_code.toLowerCase() } : body,
  )
}
