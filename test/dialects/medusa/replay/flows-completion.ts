import {
  address,
  cart,
  discounts,
  does,
  giftCards,
  guest,
  line,
  readyCart,
  readyToPickUp,
  three,
} from './preparations.ts'
import type { Flow, Step } from './stage.ts'

const american = {
  email: 'us@peer.test',
  shipping_address: {
    ...address,
    ...{ address_1: '1 Main', city: 'NYC', country_code: 'us', postal_code: '10001', province: 'NY', phone: '' },
  },
}

/** From cart to order, and what a completed cart still allows. */
export const completionFlows: readonly Flow[] = [
  {
    scenario: 'broken-requests',
    steps: [
      cart('<cart:1>'),
      'errors.cart-create-invalid-json',
      'errors.cart-update-body-too-large',
      'errors.method-not-allowed',
    ],
  },
  {
    scenario: 'complete-refused',
    steps: [
      cart('<cart:1>', { goods: { 'PRODUCT-01-S': 1 }, ship: 'Express', update: guest }),
      'complete.complete-without-payment-session',
      cart('<cart:2>'),
      'complete.complete-empty-cart',
    ],
  },
  {
    scenario: 'complete-barely',
    steps: [
      readyToPickUp('<cart:1>'),
      'complete.complete-without-shipping-method',
      readyCart('<cart:2>', { update: { email: 'noaddr@peer.test' } }),
      'complete.complete-without-address',
    ],
  },
  {
    scenario: 'complete',
    steps: [
      readyCart('<cart:1>', {
        goods: three,
        update: { ...guest, ...discounts('TENPERCENT'), ...giftCards('GCEU1000') },
      }),
      'complete.complete-success',
      'complete.complete-again',
      'complete.complete-client-key',
      'complete.cart-get-completed',
    ],
  },
  {
    scenario: 'orders',
    steps: [
      readyCart('<cart:1>', {
        goods: three,
        update: { ...guest, ...discounts('FIFTEENITEM'), ...giftCards('GCEU5000') },
      }),
      async ({ send, meanings }) => {
        const completed: { data?: { id: string } } = await send('POST /store/carts/<cart:1>/complete')
        meanings.bind('<order:1>', completed.data?.id ?? '')
      },
      'orders.order-get',
      'orders.order-get-fields-expand',
      'orders.order-lookup',
      'orders.order-lookup-wrong-email',
      'orders.order-get-by-unknown-cart',
      'orders.order-lookup-missing',
    ],
  },
  {
    scenario: 'complete-kinds',
    steps: [
      readyCart('<cart:1>', { region: 'na', goods: three, update: american }),
      'complete.complete-success-us-no-billing',
      readyCart('<cart:2>', { goods: three, update: { ...guest, ...discounts('FREESHIP') } }),
      'complete.complete-success-freeship',
      readyCart('<cart:4>', { goods: three, update: { ...guest, ...discounts('FIXED5') } }),
      'complete.complete-success-fixed-discount',
    ],
  },
  {
    scenario: 'complete-paid-by-gift-card',
    steps: [
      cart('<cart:1>', {
        region: 'duo',
        goods: three,
        ship: 'Standard',
        update: { email: 'gift@peer.test', ...giftCards('GCDUO100000') },
      }),
      'complete.payment-sessions-zero-total',
      does('POST /store/carts/<cart:1>/complete'),
      'complete.giftcard-get-after-full-cover',
    ],
  },
  {
    scenario: 'complete-gift-card-product',
    steps: [
      readyCart('<cart:1>', { goods: { 'gift-card/25': 1 }, ship: 'Gift card delivery' }),
      'complete.cart-with-gift-card-product',
    ],
  },
  {
    scenario: 'completed-cart',
    steps: [
      readyCart('<cart:1>', { goods: { 'PRODUCT-01-S': 2, 'PRODUCT-02-S': 1 } }),
      line('<item:1>', '<cart:1>', 'PRODUCT-01-S'),
      'completed-cart.complete-success-plain-eu',
      'completed-cart.completed-add-item',
      'completed-cart.completed-delete-item',
      'completed-cart.completed-update-email',
      'completed-cart.completed-discount',
      'completed-cart.completed-shipping-method',
      'completed-cart.completed-payment-session-select',
      'completed-cart.completed-taxes',
      'completed-cart.completed-complete-after-mutations',
      'completed-cart.completed-delete-discount',
    ],
  },
  {
    scenario: 'completed-cart-without-shipping',
    steps: [
      readyToPickUp('<cart:1>'),
      line('<item:1>', '<cart:1>', 'PRODUCT-01-S'),
      does('POST /store/carts/<cart:1>/complete'),
      'completed-cart.completed-no-shipping-add-item',
      'completed-cart.completed-no-shipping-update-item',
      'completed-cart.completed-no-shipping-cart',
      'completed-cart.completed-no-shipping-order',
    ],
  },
  {
    scenario: 'discount-used-up',
    steps: [
      readyCart('<cart:1>', { update: { ...guest, ...discounts('ONCE') } }),
      does('POST /store/carts/<cart:1>/complete'),
      cart('<cart:2>', { goods: { 'PRODUCT-01-S': 1 } }),
      'discounts.discount-usage-limit-reached',
    ],
  },
  {
    scenario: 'last-units',
    steps: [
      readyCart('<cart:1>', { goods: { 'LOW-STOCK-S': 2 } }),
      readyCart('<cart:2>', { goods: { 'LOW-STOCK-S': 2, 'PRODUCT-01-S': 1 } }),
      'inventory.inventory-complete-first',
      'inventory.inventory-complete-second-409',
      'inventory.inventory-complete-second-again',
      'inventory.product-low-stock-after',
    ],
  },
  { scenario: 'complete-at-once', steps: [readyCart('<cart:1>'), fourAtOnce()] },
]

/** Completes one cart four times at the same moment and tells what kinds of answers there were. */
function fourAtOnce(): Step {
  return async ({ call, note }) => {
    const completes = [1, 2, 3, 4].map(() => call('POST /store/carts/<cart:1>/complete'))
    const answers = (await Promise.all(completes)) as { status: number; body: { type: string; data: { id: string } } }[]
    const kinds = <Kind>(list: readonly Kind[]): Kind[] => [...new Set(list)]
    note('complete.complete-concurrent', {
      status: 200,
      body: {
        statuses: kinds(answers.map(({ status }) => status)),
        types: kinds(answers.map(({ body }) => body.type)),
        orders: kinds(answers.map(({ body }) => body.data.id)).length,
      },
    })
  }
}
