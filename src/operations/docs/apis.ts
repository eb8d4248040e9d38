/** One API, as the document tells of it. */
export interface Api {
  readonly description: string
  /** Media type of its refusals. */
  readonly errorType: string
  /** Which recording has them. */
  readonly recording: string
}

const json = 'application/json'
const problem = 'application/problem+json'

/** What is said of an API that nobody described. */
export const fallbackApi: Api = { description: 'Further operations.', errorType: problem, recording: 'shop' }

const brink = 'The shopper API of Brink Commerce: one session, one cart. Most operations take the token of a session.'

/** By tag, in the order in which they are shown. */
export const apis: Readonly<Record<string, Api>> = {
  Medusa: {
    description:
      'The store API of Medusa v1. Amounts are minor units. Everybody may use it; accounts sign in by cookie or by access token.',
    errorType: json,
    recording: 'medusa',
  },
  Brink: { description: brink, errorType: json, recording: 'brink' },
  'Brink below /shopper': {
    description: `${brink} The same operations where Brink’s own server has them.`,
    errorType: json,
    recording: 'brink',
  },
  BigCommerce: {
    description:
      'Carts and checkouts of BigCommerce’s management API V3, for servers with a management key. Amounts are decimals of the currency.',
    errorType: json,
    recording: 'bigcommerce',
  },
  'headlesscommerce.io': {
    description: 'The storefront API of headlesscommerce.io: a publishable or secret key says which shop asks.',
    errorType: json,
    recording: 'headless',
  },
  'Checkout pages': {
    description: 'What links of carts lead shoppers’ browsers to, where the shop has no checkout page of its own.',
    errorType: 'text/html',
    recording: 'pages',
  },
  Checkouts: {
    description: 'Attempts at buying a cart, whichever API it came in by. Who knows the id may watch and cancel.',
    errorType: problem,
    recording: 'shop',
  },
  Operators: {
    description: 'Running the shop: with the admin token or a secret key. Lists answer `count`, `offset` and `limit`.',
    errorType: problem,
    recording: 'shop',
  },
  Providers: {
    description: 'Where payment providers tell what happened; they sign what they send.',
    errorType: problem,
    recording: 'shop',
  },
  Program: {
    description: 'Whether the program lives, its figures, and this document.',
    errorType: problem,
    recording: 'shop',
  },
}

/** How callers prove who they are. */
export const securitySchemes = {
  medusaSession: {
    type: 'apiKey',
    in: 'cookie',
    name: 'connect.sid',
    description: 'Set by `POST /store/auth`.',
  },
  medusaToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'From `POST /store/auth/token`.' },
  sessionToken: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      'The token of `POST /sessions/start`, or of starting a checkout where that is asked for; alone, or after `Bearer`.',
  },
  managementKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Auth-Token',
    description: 'A management key: `cartwright keys create --kind management`.',
  },
  storefrontKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A publishable or secret key: `cartwright keys create --kind publishable`.',
  },
  customerToken: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Customer-Token',
    description: 'What signing in at this API answered with.',
  },
  operatorBearer: { type: 'http', scheme: 'bearer', description: 'The admin token, or a secret key.' },
  operatorBasic: { type: 'http', scheme: 'basic', description: 'The same as password; the name counts for nothing.' },
} as const
