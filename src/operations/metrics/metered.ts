import type { Meter } from '../../commands/meter.ts'
import type { Gateway } from '../../payments/gateway.ts'
import type { TaxProvider } from '../../taxes/tax-provider.ts'
import type { Metrics } from './metrics.ts'

type Asked = (request: never) => Promise<{ readonly kind: string }>

/** What the shop tells of itself. */
export function meterOn(metrics: Metrics): Meter {
  return {
    happened: (what, count) => metrics.happenings[what].inc(count),
    jobTook: (queue, ms) => metrics.jobSeconds.observe({ queue }, ms / 1000),
  }
}

/** What the store tells of its writing; nothing where nobody counts. */
export function measuredBy(metrics: Metrics | null) {
  if (!metrics) return {}
  return {
    measure: {
      committed: (ms: number) => metrics.commitSeconds.observe(ms / 1000),
      wasBusy: () => metrics.busy.inc(),
    },
  }
}

export function meteredGateways(
  gateways: ReadonlyMap<string, Gateway>,
  metrics: Metrics,
): ReadonlyMap<string, Gateway> {
  return new Map([...gateways].map(([id, gateway]) => [id, meteredGateway(gateway, metrics)]))
}

/** The gateway, with every question to it counted and timed. One that throws counts as `error`. */
function meteredGateway(gateway: Gateway, metrics: Metrics): Gateway {
  const metered = <Verb extends Asked>(op: string, verb: Verb): Verb =>
    (async (request: never) => {
      const begun = performance.now()
      let result = 'error'
      try {
        const outcome = await verb(request)
        result = outcome.kind
        return outcome
      } finally {
        metrics.paymentCalls.inc({ provider: gateway.id, op, result })
        metrics.paymentSeconds.observe({ provider: gateway.id, op }, (performance.now() - begun) / 1000)
      }
    }) as Verb
  return {
    ...gateway,
    authorize: metered('authorize', gateway.authorize),
    capture: metered('capture', gateway.capture),
    cancel: metered('cancel', gateway.cancel),
    refund: metered('refund', gateway.refund),
    lookup: metered('lookup', gateway.lookup),
  }
}

/** The provider, with every question to it counted. */
export function meteredTaxes(taxes: TaxProvider, metrics: Metrics): TaxProvider {
  return {
    ...taxes,
    calculate: async (question) => {
      let result = 'error'
      try {
        const outcome = await taxes.calculate(question)
        result = outcome.kind
        return outcome
      } finally {
        metrics.taxCalls.inc({ provider: taxes.id, result })
      }
    },
  }
}
