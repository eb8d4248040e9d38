import { type Checkout, type CheckoutState, isTerminal, moves } from '../checkout/checkout.ts'
import { cancelCheckout } from '../commands/cancellation.ts'
import { readCheckoutHistory, retryCheckout } from '../commands/operating.ts'
import type { Shop } from '../commands/shop.ts'
import { toDecimal } from '../money/currency.ts'
import { adminCheckoutJson } from '../operations/admin/checkouts.ts'
import { type Call, exitDone, UsageError } from './call.ts'
import { spanOf, tableOf } from './table.ts'
import { withShop } from './with-shop.ts'

const states = Object.keys(moves) as CheckoutState[]
const liveStates = states.filter((state) => !isTerminal(state))
const listMax = 100

/** The operator's view of checkouts in a terminal. */
export async function checkouts(call: Call): Promise<number> {
  const [verb = '', id] = call.operands
  if (verb === 'ls' && id === undefined) return withShop(call, (shop) => list(shop, call))
  if (id !== undefined && verb === 'show') return withShop(call, (shop) => show(shop, call, id))
  if (id !== undefined && verb === 'retry') {
    return withShop(call, async (shop) => told(call, `${(await retryCheckout(shop, id)).id}: its work is due now.`))
  }
  if (id !== undefined && verb === 'cancel') {
    return withShop(call, async (shop) => told(call, `${(await cancelCheckout(shop, id, 'operator')).id} is canceled.`))
  }
  throw new UsageError('checkouts knows "ls", "show ID", "retry ID" and "cancel ID"')
}

/** Without a state: those that have not ended. */
async function list(shop: Shop, { options, voice }: Call): Promise<number> {
  const said = options.get('--state') ?? 'live'
  const state = states.find((each) => each === said)
  if (!state && said !== 'live') throw new UsageError(`--state takes live, ${states.join(', ')}, not "${said}"`)
  const asked = { states: state ? [state] : liveStates, text: null, offset: 0, limit: listMax }
  const { items, count } = await shop.store.overview.checkouts(asked)
  if (options.has('--json')) {
    voice.out(JSON.stringify({ checkouts: items.map(adminCheckoutJson), count }))
    return exitDone
  }
  const now = shop.now()
  const rows = items.map((checkout) => [
    checkout.id,
    checkout.state,
    spanOf(now - checkout.updatedAt),
    checkout.payment?.providerId ?? '',
    totalOf(checkout),
    checkout.cart.email,
  ])
  voice.out(tableOf(['ID', 'STATE', 'FOR', 'PROVIDER', 'TOTAL', 'E-MAIL'], rows))
  if (count > items.length) voice.error(`${items.length} of ${count} are shown.`)
  return exitDone
}

async function show(shop: Shop, { options, voice }: Call, id: string): Promise<number> {
  const { checkout, events } = await readCheckoutHistory(shop, id)
  if (options.has('--json')) {
    voice.out(JSON.stringify({ ...adminCheckoutJson(checkout), events }))
    return exitDone
  }
  voice.out(`${id}  ${checkout.state}  ${totalOf(checkout)}  cart ${checkout.cartId}`)
  if (checkout.problem) voice.out(`problem: ${checkout.problem.message}`)
  const rows = events.map(({ at, from, to, by, why }) => [new Date(at).toISOString(), from, to, by, why])
  voice.out(tableOf(['WHEN', 'FROM', 'TO', 'BY', 'WHY'], rows))
  return exitDone
}

function totalOf({ bill }: Checkout): string {
  return `${toDecimal(bill.total, bill.currencyCode)} ${bill.currencyCode.toUpperCase()}`
}

async function told({ voice }: Call, sentence: string): Promise<number> {
  voice.out(sentence)
  return exitDone
}
