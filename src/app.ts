import { Elysia } from 'elysia'
import { createPasswords } from './commands/passwords.ts'
import type { Shop } from './commands/shop.ts'
import { bigCommerceRoutes } from './dialects/bigcommerce/bigcommerce.ts'
import { type BrinkOptions, brinkRoutes } from './dialects/brink/brink.ts'
import { headlessRoutes } from './dialects/headless/headless.ts'
import { type MedusaOptions, medusaRoutes } from './dialects/medusa/medusa.ts'
import { createAttempts } from './http/attempts.ts'
import { createCodeGuesses } from './http/code-guesses.ts'
import type { CheckoutStreams } from './operations/checkout-streams.ts'
import type { Program } from './operations/docs/document.ts'
import { docRoutes } from './operations/docs/page.ts'
import { operationRoutes, type Surroundings } from './operations/operations.ts'
import type { OverviewStreams } from './operations/overview-streams.ts'

/** What every door needs besides the shop. */
export interface AppOptions
  extends Omit<MedusaOptions, 'codeGuesses' | 'attempts' | 'passwords'>,
    Pick<BrinkOptions, 'requestId'>,
    Surroundings,
    Program {
  readonly limitsAttempts: boolean
  readonly adminOrigins: readonly string[]
  readonly adminToken: string
  readonly storeHash: string
  readonly checkoutUrl: string | null
}

/** Streams that the server ends itself, since each is a request that is never answered whole. */
export interface Streams {
  readonly streams: CheckoutStreams
  readonly overviews: OverviewStreams
}

/** Every door of the shop, and the document of them all; nothing listens yet. */
export function appOf(shop: Shop, options: AppOptions, { streams, overviews }: Streams) {
  const { limitsAttempts } = options
  const limits = { codeGuesses: createCodeGuesses(limitsAttempts), attempts: createAttempts(limitsAttempts) }
  const doors = { ...options, ...limits, passwords: createPasswords() }
  const app = new Elysia()
    .use(medusaRoutes(shop, doors))
    .use(bigCommerceRoutes(shop, options))
    .use(brinkRoutes(shop, doors))
    .use(headlessRoutes(shop, doors))
    .use(operationRoutes({ ...options, shop }, options, streams, overviews))
  return app.use(docRoutes(app, options, options.log))
}
