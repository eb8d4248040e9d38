import { change } from './api.ts'
import { ask, attempt, type Field } from './dialog.ts'
import { amountIn, money, typed } from './money.ts'
import type { ActionButton } from './pieces.ts'
import type { Order } from './shapes.ts'

const reason: Field = { name: 'reason', label: 'Reason (optional)', value: '', hint: 'Kept with the order.' }

/** What can be asked of the order as it stands; each asks first. */
export function orderButtons(order: Order, refresh: () => Promise<void>): readonly ActionButton[] {
  const then = (act: () => Promise<void>) => () => act().then(refresh)
  const canCapture = order.status !== 'canceled' && order.payment_status === 'awaiting' && order.payments.length > 0
  return [
    ...(canCapture ? [{ name: 'Capture…', isMain: true, act: then(() => capture(order)) }] : []),
    ...(order.refundable_amount > 0 ? [{ name: 'Refund…', isMain: true, act: then(() => refund(order)) }] : []),
    ...(order.status === 'canceled' ? [] : [{ name: 'Cancel order…', isDanger: true, act: then(() => cancel(order)) }]),
  ]
}

async function capture(order: Order): Promise<void> {
  const sum = money(order.payments[0]?.amount ?? order.total, order.currency_code)
  const text = `${sum} that the payment provider set aside are taken.`
  const said = await ask({ title: `Capture order #${order.display_id}?`, text, yes: `Capture ${sum}` })
  if (said !== null) await carryOut(order, 'capture', {}, `${sum} of order #${order.display_id} are captured.`)
}

async function refund(order: Order): Promise<void> {
  const { currency_code: code, refundable_amount: left, display_id: number } = order
  const amount: Field = {
    name: 'amount',
    label: `Amount in ${code.toUpperCase()}`,
    value: typed(left, code),
    inputMode: 'decimal',
    hint: `At most ${money(left, code)}.`,
    check: (text) => wrongAmount(text, left, code),
  }
  const text = 'The money goes back the way it came.'
  const said = await ask({
    title: `Refund order #${number}?`,
    text,
    yes: 'Refund',
    isDanger: true,
    fields: [amount, reason],
  })
  const wanted = said && amountIn(said['amount'] ?? '', code)
  if (wanted === null) return
  const done = `${money(wanted, code)} of order #${number} are refunded.`
  await carryOut(order, 'refund', { amount: wanted, ...reasonIn(said) }, done)
}

async function cancel(order: Order): Promise<void> {
  const { refundable_amount: left, currency_code: code, display_id: number } = order
  const money_ = left > 0 ? `${money(left, code)} are refunded` : 'The payment is given back'
  const text = `${money_}, and stock, codes and gift cards go back. This cannot be undone.`
  const said = await ask({
    title: `Cancel order #${number}?`,
    text,
    yes: 'Cancel the order',
    isDanger: true,
    fields: [reason],
  })
  if (said !== null) await carryOut(order, 'cancel', reasonIn(said), `Order #${number} is canceled.`)
}

async function carryOut({ id }: Order, what: string, body: object, done: string): Promise<void> {
  await attempt(async () => {
    const { order } = await change<{ readonly order: Order }>(`/orders/${id}/${what}`, body)
    const isWaiting = order.actions.some(({ state }) => state === 'waiting')
    return isWaiting ? 'Asked: the payment provider has not answered yet. The page shows it as soon as it has.' : done
  })
}

function wrongAmount(text: string, most: number, code: string): string | null {
  const amount = amountIn(text, code)
  if (amount === null) return `That is no amount in ${code.toUpperCase()}.`
  if (amount <= 0) return 'More than nothing is to be refunded.'
  return amount > most ? `At most ${money(most, code)} can be refunded.` : null
}

function reasonIn(said: Readonly<Record<string, string>> | null): { readonly reason?: string } {
  const text = said?.['reason']?.trim() ?? ''
  return text === '' ? {} : { reason: text }
}
