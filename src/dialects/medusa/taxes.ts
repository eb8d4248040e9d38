import { billOf } from '../../commands/bills.ts'
import { askTaxes } from '../../commands/taxes.ts'
import { cartForTotals, cartJson } from './cart-json.ts'
import { ok } from './reply.ts'
import { change, type Door, type Route } from './route.ts'

/** Asking for taxes: worked out, shown, not kept. */
export function taxRoutes({ shop }: Door): readonly Route[] {
  return [
    change(
      'POST',
      '/carts/:id/taxes',
      'Calculate taxes',
      ({ param, keyed, signedInAs, wait }) =>
        askTaxes(shop, param('id'), {
          keyed,
          signedInAs,
          waitMs: wait?.waitMs,
          show: (cart, books, taxes) => ok({ cart: cartJson(cart, billOf(cart, books, taxes), books, cartForTotals) }),
        }),
      { handsOutKey: true },
    ),
  ]
}
