import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Happening } from '../../commands/meter.ts'

/** Seconds. A request is to be answered in milliseconds, a bank in seconds, a shopper at their bank in minutes. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const checkoutBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600]
const commitBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

/** Every figure there is, by the name under which it is scraped; names and labels are what dashboards rely on. */
export type Metrics = ReturnType<typeof createMetrics>

/** A registry of its own, so that two servers in one process do not share figures. */
export function createMetrics() {
  const register = new Registry()
  const registers = [register]
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames], registers })
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name, help, buckets, labelNames: [...labelNames], registers })

  const happenings: Readonly<Record<Happening, Counter>> = {
    'idempotency-replay': counter('idempotency_replays_total', 'Answers that were given again under their key'),
    'idempotency-conflict': counter('idempotency_conflicts_total', 'Keys that came with another request'),
    'inventory-refusal': counter('inventory_refusals_total', 'Changes and checkouts refused for want of stock'),
    'cart-expired': counter('carts_expired_total', 'Carts removed because nobody touched them'),
  }
  return {
    register,
    happenings,
    requests: counter('http_requests_total', 'Answered requests', ['method', 'route', 'status']),
    requestSeconds: histogram('http_request_duration_seconds', 'From a request to its answer', requestBuckets, [
      'method',
      'route',
    ]),
    accepted: counter('checkout_accepted_total', 'Checkouts that began'),
    finished: counter('checkout_finished_total', 'Checkouts that ended', ['result']),
    checkoutSeconds: histogram(
      'checkout_duration_seconds',
      'From the beginning of a checkout to its end',
      checkoutBuckets,
      ['result'],
    ),
    inState: gauge('checkout_in_state', 'Checkouts that have not ended', ['state']),
    oldestCheckout: gauge('checkout_oldest_nonterminal_seconds', 'How long the oldest of them has not moved'),
    paymentCalls: counter('payment_calls_total', 'Questions to payment providers', ['provider', 'op', 'result']),
    paymentSeconds: histogram('payment_call_duration_seconds', 'How long they took', requestBuckets, [
      'provider',
      'op',
    ]),
    paymentUnknown: gauge('payment_unknown', 'Checkouts of which nobody knows whether they are paid'),
    reconcileMismatch: gauge('payment_reconcile_mismatch', 'Differences that the last reconcile found'),
    taxCalls: counter('tax_calls_total', 'Questions to the tax provider', ['provider', 'result']),
    cartsOpen: gauge('carts_open', 'Carts that may still be bought'),
    outboxPending: gauge('outbox_pending', 'Promised jobs that are due and not begun'),
    outboxOldest: gauge('outbox_oldest_seconds', 'How long the oldest of them has been due'),
    deliveries: counter('webhook_deliveries_total', 'Tries at telling webhook receivers', ['result']),
    webhookOldest: gauge('webhook_oldest_pending_seconds', 'How long the oldest untold webhook has waited'),
    jobCount: gauge('bullmq_job_count', 'Jobs per queue and state; without Redis, those of the embedded runner', [
      'queue',
      'state',
    ]),
    jobSeconds: histogram('bullmq_job_duration_seconds', 'How long jobs ran', requestBuckets, ['queue']),
    redisUp: gauge('redis_up', '1 while Redis answers; 1 also where none is used'),
    busy: counter('sqlite_busy_total', 'Times that another process had the write lock'),
    walBytes: gauge('sqlite_wal_bytes', 'Size of the write-ahead log'),
    commitSeconds: histogram('sqlite_tx_duration_seconds', 'How long write transactions took', commitBuckets),
    lastBackup: gauge('sqlite_last_backup_timestamp_seconds', 'When the last backup was made; 0 for never'),
    build: gauge('build_info', 'Always 1', ['version', 'commit']),
    memory: gauge('process_resident_memory_bytes', 'Memory of the process'),
    started: gauge('process_start_time_seconds', 'When the process began'),
  }
}
