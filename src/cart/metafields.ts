/** Who besides its owner may read and write a metafield; the last two show it to storefronts as well. */
export type PermissionSet = 'app_only' | 'read' | 'write' | 'read_and_sf_access' | 'write_and_sf_access'

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
