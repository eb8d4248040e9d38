import { type Static, Type } from 'typebox'
import { type Metafield, permissionSets } from '../../cart/metafields.ts'
import type { MetafieldSaid } from '../../commands/metafields.ts'
import { optional } from './bodies.ts'
import { type Json, time, uuid } from './json.ts'

const wordMax = 64
const valueMax = 65_535
const descriptionMax = 255

const fields = {
  permission_set: Type.Enum([...permissionSets], { 'x-words': `must be one of ${permissionSets.join(', ')}` }),
  namespace: Type.String({ minLength: 1, maxLength: wordMax }),
  key: Type.String({ minLength: 1, maxLength: wordMax }),
  value: Type.String({ minLength: 1, maxLength: valueMax }),
}

const description = optional(Type.String({ maxLength: descriptionMax }))

/** A metafield as it is made. */
export const newMetafield = Type.Object({ ...fields, description })

/** A metafield as it is changed: what is left out stays. */
export const metafieldChange = Type.Object({
  permission_set: Type.Optional(fields.permission_set),
  namespace: Type.Optional(fields.namespace),
  key: Type.Optional(fields.key),
  value: Type.Optional(fields.value),
  description,
})

export function newMetafieldSaid(body: Static<typeof newMetafield>): MetafieldSaid {
  return {
    permissionSet: body.permission_set,
    namespace: body.namespace,
    key: body.key,
    value: body.value,
    description: body.description ?? '',
  }
}

export function metafieldChangeSaid(body: Static<typeof metafieldChange>): Partial<MetafieldSaid> {
  return {
    ...(body.permission_set !== undefined && { permissionSet: body.permission_set }),
    ...(body.namespace !== undefined && { namespace: body.namespace }),
    ...(body.key !== undefined && { key: body.key }),
    ...(body.value !== undefined && { value: body.value }),
    ...(body.description !== undefined && { description: body.description ?? '' }),
  }
}

export function metafieldJson(metafield: Metafield): Json {
  return {
    id: metafield.number,
    key: metafield.key,
    value: metafield.value,
    namespace: metafield.namespace,
    permission_set: metafield.permissionSet,
    resource_type: 'cart',
    resource_id: uuid(metafield.cartId),
    description: metafield.description,
    date_created: time(metafield.createdAt),
    date_modified: time(metafield.updatedAt),
    owner_client_id: metafield.ownerId,
  }
}
