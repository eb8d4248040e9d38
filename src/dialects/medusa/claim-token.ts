import { jwt } from '@elysiajs/jwt'
import { type OrderClaim, orderClaimMs } from '../../commands/order-claims.ts'

/** Tells these tokens from those that sign somebody in. */
const domain = 'order-claim'

/** Characters of a token that is looked at. */
const lengthMax = 8192

/** Leave to take orders over: JSON Web Tokens (RFC 7519), signed with HS256 and nothing else. */
export interface ClaimTokens {
  issue(claim: OrderClaim): Promise<string>
  /** Null for whatever is not exactly a token of ours that is still good. */
  read(token: string): Promise<OrderClaim | null>
}

export function createClaimTokens(secret: string, now: () => number): ClaimTokens {
  const { claimToken } = jwt({ name: 'claimToken', secret, alg: 'HS256' }).decorator
  return {
    issue({ customerId, email, orderIds }) {
      const exp = Math.floor((now() + orderClaimMs) / 1000)
      return claimToken.sign({ domain, claimingCustomerId: customerId, email, orders: [...orderIds], exp })
    },
    async read(token) {
      if (token.length > lengthMax) return null
      const options = { algorithms: ['HS256'], requiredClaims: ['exp'], currentDate: new Date(now()) }
      const payload = await claimToken.verify(token, options)
      return payload === false ? null : claimIn(payload)
    },
  }
}

function claimIn(payload: Readonly<Record<string, unknown>>): OrderClaim | null {
  const { domain: said, claimingCustomerId: customerId, email, orders } = payload
  if (said !== domain || typeof customerId !== 'string' || typeof email !== 'string' || !Array.isArray(orders))
    return null
  return { customerId, email, orderIds: orders.filter((id) => typeof id === 'string') }
}
