import { address, cart } from './preparations.ts'
import type { Flow, Stage, Step } from './stage.ts'

const ada = { email: 'ada@peer.test', password: 'adapassword' }
const at = '/store/carts/<cart:1>'

const billing = {
  ...{ first_name: 'Ada', last_name: 'Account', address_1: 'Billing 1', city: 'Berlin' },
  ...{ country_code: 'de', postal_code: '10115' },
}

/** Accounts, and the carts of who has one. They come before other flows change what the catalog said of Ada. */
export const accountFlows: readonly Flow[] = [
  {
    scenario: 'sign-in',
    steps: [
      'auth.auth-email-exists',
      'auth.auth-email-unknown',
      'auth.auth-wrong-password',
      'auth.auth-unknown-email',
      async ({ replay, send }) => {
        const session = cookieOf(await replay('auth.auth-login'))
        await replay('auth.auth-get-session', session)
        await send('DELETE /store/auth', undefined, session)
        await replay('auth.auth-get-after-logout', session)
      },
      'auth.auth-delete-anonymous',
    ],
  },
  { scenario: 'tokens', steps: ['auth.auth-token-wrong', ...byToken('auth.customer-me-bearer')] },
  {
    scenario: 'register',
    steps: ['customers.customer-register', 'customers.customer-register-duplicate', 'customers.customer-me-anonymous'],
  },
  { scenario: 'account', steps: [account] },
  { scenario: 'create', steps: byToken('create.cart-create-logged-in') },
  {
    scenario: 'update-customer',
    steps: [cart('<cart:1>'), 'update.cart-update-registered-email', 'update.cart-update-unknown-customer-id'],
  },
  {
    scenario: 'update-takeover',
    steps: [cart('<cart:1>', { goods: { 'PRODUCT-01-S': 2 } }), ...byToken('update.cart-get-logged-in-takes-over')],
  },
  {
    scenario: 'complete-signed-in',
    steps: [
      async (stage) => {
        const signedIn = await tokenOf(stage)
        const made: { cart?: { id: string } } = await stage.send(
          'POST /store/carts',
          { region_id: '<reg:eu>' },
          signedIn,
        )
        stage.meanings.bind('<cart:1>', made.cart?.id ?? '')
        const goods = { variant_id: '<variant:PRODUCT-04-S>', quantity: 1 }
        await stage.send(`POST ${at}/line-items`, goods, signedIn)
        await stage.send(`POST ${at}`, { shipping_address: address }, signedIn)
        await stage.send(`POST ${at}/shipping-methods`, { option_id: '<so:eu/Standard>' }, signedIn)
        await stage.send(`POST ${at}/payment-sessions`, undefined, signedIn)
        await stage.replay('orders.complete-success-logged-in', signedIn)
        await stage.replay('orders.customer-orders', signedIn)
      },
    ],
  },
]

async function account({ replay, send, call, meanings }: Stage): Promise<void> {
  const { headers } = await call('POST /store/auth', ada)
  const session = cookieOf({ headers })
  await replay('customers.customer-me', session)
  const changes = { first_name: 'Ada Mary', metadata: { vip: true }, billing_address: billing }
  await send('POST /store/customers/me', changes, session)
  await replay('customers.customer-address-add', session)
  await replay('customers.customer-address-add-duplicate', session)
  if (meanings.of('<addr:2>') === undefined) throw new Error('the address book has no address')
  await replay('customers.customer-address-update', session)
  await replay('customers.customer-address-delete', session)
  await replay('customers.customer-payment-methods', session)
}

function byToken(exchange: string): readonly Step[] {
  return [async (stage) => void (await stage.replay(exchange, await tokenOf(stage)))]
}

async function tokenOf({ send }: Stage): Promise<{ authorization: string }> {
  const { access_token: token }: { access_token?: string } = await send('POST /store/auth/token', ada)
  return { authorization: `Bearer ${token}` }
}

function cookieOf({ headers }: Pick<Response, 'headers'>): { cookie: string } {
  return { cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}
