import { carryOutAuthorization, carryOutCancellation } from '../src/commands/authorization.ts'
import { carryOutDelivery } from '../src/commands/deliveries.ts'
import { carryOutExpiry } from '../src/commands/expiry.ts'
import { carryOutCompletion } from '../src/commands/fulfilment.ts'
import { carryOutOrderAction } from '../src/commands/order-actions.ts'
import { carryOutLook } from '../src/commands/payment-webhooks.ts'
import { carryOutTaxes } from '../src/commands/taxation.ts'
import type { Handlers } from './run-job.ts'

/** What each kind of promised work is done by. The commands do the work and retire the job in the same commit. */
export const handlers: Handlers = {
  'calculate-taxes': carryOutTaxes,
  'authorize-payment': carryOutAuthorization,
  'complete-cart': carryOutCompletion,
  'cancel-payment': carryOutCancellation,
  'look-at-payment': carryOutLook,
  'settle-order': carryOutOrderAction,
  'deliver-webhook': carryOutDelivery,
  'expire-carts': carryOutExpiry,
}
