import { type Difference, reconcile } from '../commands/reconciliation.ts'
import { readConfig } from '../config.ts'
import { noteMismatch } from '../operations/last-reconcile.ts'
import { openLog } from '../operations/log.ts'
import { type Call, exitDone, exitFailed, UsageError } from './call.ts'
import { openShop } from './open-shop.ts'

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const spanDefault = '72h'

/** Compares the providers' payments with the orders; exits with 0 when they agree, 1 when they do not. */
export async function reconcilePayments({ options, settings, voice }: Call): Promise<number> {
  const spanMs = spanOf(options.get('--since') ?? spanDefault)
  const config = readConfig(settings)
  const log = openLog(config.logLevel, 2, voice.isTerminal)
  const { shop, close } = openShop(config, log, () => ({}))
  try {
    const { payments, checkouts, differences } = await reconcile(shop, shop.now() - spanMs)
    noteMismatch(config.dataDir, differences.length)
    if (options.has('--json')) voice.out(JSON.stringify({ payments, checkouts, differences: differences.map(jsonOf) }))
    else {
      for (const difference of differences) voice.out(lineOf(difference))
      voice.out(`${payments} payments, ${checkouts} checkouts, ${differences.length} differences`)
    }
    return differences.length > 0 ? exitFailed : exitDone
  } finally {
    await close()
    log.flush()
  }
}

/** `90m`, `72h` or `30d`, in milliseconds. */
function spanOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  const each = unitMs[unit]
  if (each === undefined || Number(count) === 0) throw new UsageError(`--since takes 90m, 72h or 30d, not "${text}"`)
  return Number(count) * each
}

function jsonOf({ kind, provider, reference, checkoutId, orderId, amount, currencyCode }: Difference): object {
  const named = { kind: kind.replaceAll('-', '_'), provider, reference }
  return { ...named, checkout_id: checkoutId, order_id: orderId, amount, currency_code: currencyCode }
}

function lineOf(difference: Difference): string {
  const { kind, provider, reference, checkoutId, orderId, amount, currencyCode } = difference
  const money = amount === null ? '' : ` ${amount} ${currencyCode ?? ''}`
  const words = [kind, provider, reference ?? '(no reference)', checkoutId ?? '', orderId ?? ''].filter(Boolean)
  return `${words.join(' ')}${money}`
}
