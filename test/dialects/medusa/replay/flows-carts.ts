import { address, cart, discounts, does, giftCards, line, three } from './preparations.ts'
import type { Flow } from './stage.ts'

const add = 'POST /store/carts/<cart:1>/line-items'
const engraved = { engraving: 'A' }

/** Making, reading, filling and changing carts. */
export const cartFlows: readonly Flow[] = [
  {
    scenario: 'read',
    steps: [
      cart('<cart:1>'),
      'reads.cart-get-empty',
      'reads.cart-get-fields-expand',
      async ({ replay }) => {
        const read = await replay('reads.cart-get-etag')
        const headers = { 'if-none-match': read.headers.get('etag') ?? '' }
        await replay('reads.cart-get-if-none-match', headers)
      },
    ],
  },
  { scenario: 'origins', steps: [cart('<cart:1>'), 'reads.cors-get-allowed-origin', 'reads.cors-get-other-origin'] },
  {
    scenario: 'items-merge',
    steps: [
      cart('<cart:1>'),
      'items.item-add-first',
      'items.item-add-same-merges',
      does(add, { variant_id: '<variant:PRODUCT-01-S>', quantity: 1, metadata: engraved }),
      'items.item-add-second',
    ],
  },
  {
    scenario: 'items-merge-same-metadata',
    steps: [
      cart('<cart:1>'),
      does(add, { variant_id: '<variant:PRODUCT-01-S>', quantity: 1, metadata: engraved }),
      'items.item-add-same-metadata-merges',
    ],
  },
  {
    scenario: 'items-refused',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 1 } }),
      'items.item-add-quantity-zero',
      'items.item-add-quantity-negative',
      'items.item-add-quantity-fraction',
      'items.item-add-missing-fields',
      'items.item-add-unknown-variant',
      'items.item-add-beyond-inventory',
    ],
  },
  {
    scenario: 'items-stock-and-prices',
    steps: [
      cart('<cart:1>'),
      'items.item-add-backorder',
      'items.item-add-unmanaged',
      does(add, { variant_id: '<variant:LOW-STOCK-S>', quantity: 2 }),
      'items.item-add-inventory-merge-exceeds-2',
      'items.item-add-sale-price',
    ],
  },
  {
    scenario: 'items-change',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 3, 'PRODUCT-02-S': 2 } }),
      does(add, { variant_id: '<variant:PRODUCT-01-S>', quantity: 2, metadata: engraved }),
      line('<item:1>', '<cart:1>', 'PRODUCT-01-S', (metadata) => !('engraving' in metadata)),
      line('<item:2>', '<cart:1>', 'PRODUCT-01-S', (metadata) => 'engraving' in metadata),
      line('<item:3>', '<cart:1>', 'PRODUCT-02-S'),
      'items.item-update-quantity',
      'items.item-update-metadata',
      does('POST /store/carts/<cart:1>/line-items/<item:1>', { quantity: 3 }),
      'items.item-update-quantity-zero-deletes',
      'items.item-delete',
    ],
  },
  {
    scenario: 'items-change-refused',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 3, 'LOW-STOCK-S': 2 } }),
      cart('<cart:2>'),
      line('<item:1>', '<cart:1>', 'PRODUCT-01-S'),
      line('<item:2>', '<cart:1>', 'LOW-STOCK-S'),
      'items.item-update-bad-body',
      'items.item-update-negative',
      'items.item-update-line-of-other-cart',
      'items.item-update-beyond-inventory',
    ],
  },
  {
    scenario: 'key-of-the-client',
    steps: [
      cart('<cart:1>'),
      'idempotency.item-add-client-idempotency-key',
      'idempotency.item-add-client-idempotency-key-again',
    ],
  },
  {
    scenario: 'key-of-the-server',
    steps: [
      cart('<cart:1>'),
      async ({ replay }) => {
        const first = await replay('idempotency.item-add-without-key')
        const key = { 'idempotency-key': first.headers.get('idempotency-key') ?? '' }
        await replay('idempotency.item-add-server-idempotency-key-replay', key)
        await replay('idempotency.cart-get-after-idempotent-adds')
        await replay('idempotency.payment-sessions-foreign-idempotency-key', key)
      },
    ],
  },
  {
    scenario: 'addresses',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 3 } }),
      'update.cart-update-email-addresses',
      'update.cart-update-address-again-in-place',
      'update.cart-update-address-country-outside-region',
      'update.cart-update-billing-country-outside-region',
      'update.cart-update-address-unknown-id',
      'update.cart-update-country-only',
    ],
  },
  {
    scenario: 'update-rest',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 1 } }),
      'update.cart-update-unknown-property',
      'update.cart-update-metadata-rejected',
      'update.cart-update-context',
    ],
  },
  {
    scenario: 'update-region',
    steps: [
      cart('<cart:1>', {
        goods: { 'PRODUCT-01-S': 3, 'PRODUCT-02-S': 1 },
        update: { email: 'mover@peer.test', shipping_address: address },
        ship: 'Standard',
      }),
      'update.cart-update-region-to-us',
      'update.cart-update-region-back-eu',
    ],
  },
  {
    scenario: 'discounts-refused',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 3 } }),
      ...['unknown', 'expired', 'disabled', 'wrong-region', 'null'].map((why) => `discounts.discount-${why}`),
      'discounts.discount-delete-unknown',
    ],
  },
  {
    scenario: 'discounts',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 3, 'PRODUCT-03-S': 1 } }),
      does('POST /store/carts/<cart:1>', discounts('tenpercent')),
      'discounts.discount-replace',
      'discounts.discount-two-non-shipping',
      does('POST /store/carts/<cart:1>', discounts('TENPERCENT', 'FREESHIP')),
      'discounts.discount-delete',
      'discounts.discount-empty-list-removes',
    ],
  },
  {
    scenario: 'gift-cards',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 3, 'PRODUCT-07-S': 1 } }),
      'gift-cards.giftcard-unknown',
      'gift-cards.giftcard-disabled',
      'gift-cards.giftcard-apply',
      'gift-cards.giftcard-apply-lowercase',
      does('POST /store/carts/<cart:1>', giftCards('GCEU1000', 'GCEU5000')),
      'gift-cards.giftcard-remove',
    ],
  },
  {
    scenario: 'taxes-on-request',
    steps: [
      cart('<cart:1>', { region: 'se-manual-tax', goods: three, ship: 'Standard', update: discounts('TENPERCENT') }),
      'taxes.totals-manual-tax-region-get',
      'taxes.taxes-manual-region',
      'taxes.payment-sessions-manual-tax-region',
      'taxes.totals-manual-tax-region-get-after-sessions',
    ],
  },
]
