import { listView } from './list.ts'
import { money } from './money.ts'
import { chip } from './pieces.ts'
import type { Order } from './shapes.ts'
import { ago } from './time.ts'
import type { View } from './view.ts'
import { orderWording, paymentWording } from './words.ts'

const statuses = [
  ['', 'All'],
  ['pending', 'Open'],
  ['completed', 'Completed'],
  ['canceled', 'Canceled'],
] as const

const paymentStatuses = [
  ['', 'All'],
  ['awaiting', 'To be captured'],
  ['captured', 'Captured'],
  ['partially_refunded', 'Partly refunded'],
  ['refunded', 'Refunded'],
  ['canceled', 'Canceled'],
] as const

export function ordersView(query: URLSearchParams): View {
  return listView<Order>(
    {
      title: 'Orders',
      section: 'orders',
      path: '/orders',
      noun: 'orders',
      search: { name: 'q', label: 'Number, or a part of an e-mail or first name' },
      filters: [
        { name: 'status', label: 'Order', options: statuses },
        { name: 'payment_status', label: 'Payment', options: paymentStatuses },
      ],
      columns: [
        { name: 'Order', cell: ({ display_id: number }) => `#${number}` },
        { name: 'Shopper', cell: ({ email }) => email },
        { name: 'Order is', cell: ({ status }) => chip(orderWording(status)) },
        { name: 'Payment', cell: ({ payment_status: status }) => chip(paymentWording(status)) },
        { name: 'Total', cell: ({ total, currency_code: code }) => money(total, code), isNumber: true },
        { name: 'Placed', cell: ({ created_at: at }) => ago(at), isNumber: true },
      ],
      idOf: ({ id }) => id,
      empty: 'No order is like that.',
    },
    query,
  )
}
