import { cart, does, italian, line, readyCart, secondProviderCart } from './preparations.ts'
import type { Flow } from './stage.ts'

const two = { 'PRODUCT-01-S': 1, 'PRODUCT-02-S': 1 }
const at = '/store/carts/<cart:1>'

/** Shipping methods and payment sessions. */
export const paymentFlows: readonly Flow[] = [
  {
    scenario: 'shipping',
    steps: [
      cart('<cart:1>', { goods: two }),
      'shipping.shipping-options-cart',
      'shipping.shipping-method-add',
      does(`POST ${at}/shipping-methods`, { option_id: '<so:eu/Express>', data: { note: 'x' } }),
      'shipping.shipping-method-unknown-option',
      'shipping.shipping-method-other-region',
      'shipping.shipping-method-bad-body',
      cart('<cart:2>'),
      'shipping.shipping-method-on-empty-cart',
    ],
  },
  {
    scenario: 'shipping-requirement',
    steps: [cart('<cart:1>', { goods: { 'PRODUCT-08-S': 1 } }), 'shipping.shipping-method-requirement-met'],
  },
  {
    scenario: 'sessions-one-provider',
    steps: [
      cart('<cart:1>', { goods: two, ship: 'Express' }),
      'sessions.payment-sessions-create',
      'sessions.payment-sessions-create-again',
      does(`POST ${at}/line-items`, { variant_id: '<variant:PRODUCT-03-S>', quantity: 1 }),
      'sessions.shipping-method-add-with-session',
      line('<item:3>', '<cart:1>', 'PRODUCT-03-S'),
      'sessions.item-update-with-session-and-shipping',
      does(`POST ${at}`, { discounts: [{ code: 'TENPERCENT' }] }),
      'sessions.discount-delete-with-session',
      'sessions.shipping-method-add-with-session-2',
    ],
  },
  {
    scenario: 'sessions-select',
    steps: [
      cart('<cart:1>', { goods: two, sessions: true }),
      does(`POST ${at}/payment-session`, { provider_id: 'manual' }),
      'sessions.payment-session-select-unknown-provider',
      'sessions.payment-session-select-bad-body',
      does(`POST ${at}/payment-sessions/manual`, { data: { card: '4242' } }),
      'sessions.payment-session-update-bad-body',
      'sessions.payment-session-delete',
      does(`DELETE ${at}/payment-sessions/manual`),
      'sessions.payment-session-select-without-any',
    ],
  },
  { scenario: 'sessions-empty-cart', steps: [cart('<cart:1>'), 'sessions.payment-sessions-empty-cart'] },
  {
    scenario: 'sessions-refresh',
    steps: [
      cart('<cart:1>', { goods: two, ship: 'Standard', sessions: true }),
      does(`POST ${at}/payment-sessions/manual/refresh`),
      'sessions.item-add-after-session-refresh',
      'sessions.cart-get-after-session-refresh',
    ],
  },
  {
    scenario: 'sessions-two-providers',
    steps: [
      readyCart('<cart:1>', { region: 'duo', update: italian }),
      'sessions.duo-complete-without-selection',
      'sessions.duo-select-second',
      does(`POST ${at}/payment-session`, { provider_id: 'manual' }),
      'sessions.duo-select-second-again',
      'sessions.duo-update-session-data',
      does(`POST ${at}/line-items`, { variant_id: '<variant:PRODUCT-02-S>', quantity: 1 }),
      'sessions.duo-delete-unselected-session',
      'sessions.duo-complete-authorized',
    ],
  },
  {
    scenario: 'payment-requires-action',
    steps: [
      ...secondProviderCart('<cart:1>', 'requires_action'),
      'complete.duo-complete-requires-more',
      'complete.duo-cart-after-requires-more',
    ],
  },
  {
    scenario: 'payment-requires-action-then-authorized',
    steps: [
      ...secondProviderCart('<cart:1>', 'requires_action'),
      does(`POST ${at}/complete`),
      does(`POST ${at}/payment-sessions/<second>`, { data: { outcome: 'authorize' } }),
      'complete.duo-complete-after-requires-more',
    ],
  },
  {
    scenario: 'payment-error',
    steps: [...secondProviderCart('<cart:1>', 'error'), 'complete.duo-complete-error-status'],
  },
  {
    scenario: 'payment-declined',
    steps: [
      ...secondProviderCart('<cart:1>', 'decline'),
      'complete.duo-complete-declined',
      'complete.duo-cart-after-decline',
    ],
  },
]
