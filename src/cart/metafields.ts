/** Who besides its owner may read and write a metafield; the last two show it to storefronts as well. */
export const permissionSets = ['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access'] as const

export type PermissionSet = (typeof permissionSets)[number]

/** Something that a program notes on a cart. Its owner has one of a namespace and key per cart. */
export interface Metafield {
  /** 1, 2, 3 …: never used twice. */
  readonly number: number
  readonly cartId: string
  /** The id of the API key that made it. */
  readonly ownerId: string
  readonly permissionSet: PermissionSet
  readonly namespace: string
  readonly key: string
  readonly value: string
  readonly description: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** Metafields that one owner may have on one cart. */
export const ownMetafieldMax = 10

/** Metafields of all owners on one cart. */
export const metafieldMax = 250

export function mayRead({ ownerId, permissionSet }: Metafield, keyId: string): boolean {
  return ownerId === keyId || permissionSet !== 'app_only'
}

export function mayWrite({ ownerId, permissionSet }: Metafield, keyId: string): boolean {
  return ownerId === keyId || permissionSet === 'write' || permissionSet === 'write_and_sf_access'
}
