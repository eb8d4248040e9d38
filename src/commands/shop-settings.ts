import type { Metadata } from '../catalog/product.ts'
import { once } from './idempotency.ts'
import type { Answer, Keyed, Shown } from './receipts.ts'
import type { Shop } from './shop.ts'

/** Lays what is said over what was said before for the scope, and keeps it. */
export function putShopSetting(
  shop: Shop,
  scope: string,
  said: Metadata,
  asked: { readonly keyed: Keyed | null; readonly show: (doc: Metadata) => Shown },
): Promise<Answer> {
  return shop.store.change((books) =>
    once(shop, books, asked.keyed, () => {
      const doc = { ...books.shopSetting(scope), ...said }
      return { result: asked.show(doc), changes: [{ kind: 'save-shop-setting', scope, doc }] }
    }),
  )
}
