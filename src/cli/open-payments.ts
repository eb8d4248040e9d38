import type { Gateway } from '../payments/gateway.ts'
import { createHttpGateway } from '../payments/http-gateway.ts'
import { manualGateway } from '../payments/manual.ts'
import type { PaymentChoice } from '../payments/payment-choice.ts'
import { createStripeGateway } from '../payments/stripe.ts'
import type { TestCharges } from '../payments/test-charges.ts'
import { createTestGateway } from '../payments/test-gateway.ts'

/** Every gateway that the settings allow, by id; regions name which of them they offer. */
export function openGateways({ stripe, http }: PaymentChoice, charges: TestCharges): ReadonlyMap<string, Gateway> {
  const gateways = [
    manualGateway,
    createTestGateway(charges, Bun.sleep),
    ...(stripe ? [createStripeGateway({ ...stripe, now: Date.now })] : []),
    ...(http ? [createHttpGateway({ ...http, now: Date.now })] : []),
  ]
  return new Map(gateways.map((gateway) => [gateway.id, gateway]))
}
