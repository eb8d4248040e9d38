import type { ShippingOption } from '../catalog/shipping-option.ts'
import type { Minor } from '../money/money.ts'

/** Whether a cart of that subtotal may ship so: from a minimum on, and below a maximum (as in Medusa). */
export function meetsRequirements(option: ShippingOption, subtotal: Minor): boolean {
  return option.requirements.every(({ type, amount }) => {
    return type === 'min_subtotal' ? amount <= subtotal : subtotal < amount
  })
}
