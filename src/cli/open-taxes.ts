import type { Store } from '../store/store.ts'
import { createHttpTaxes } from '../taxes/http-taxes.ts'
import type { TaxMemory } from '../taxes/memory.ts'
import { rateTable } from '../taxes/rate-table.ts'
import { createRemoteTaxes } from '../taxes/remote-taxes.ts'
import { createStripeTaxes } from '../taxes/stripe-taxes.ts'
import type { ChosenProvider, TaxChoice } from '../taxes/tax-choice.ts'
import type { TaxProvider } from '../taxes/tax-provider.ts'

export interface TaxSurroundings {
  readonly store: Store
  readonly now: () => number
  readonly log: (event: string, details: Readonly<Record<string, unknown>>) => void
}

/** The provider that was chosen; one far away with everything around it that keeps a shop going when it is not there. */
export function openTaxes({ provider, policy }: TaxChoice, { store, now, log }: TaxSurroundings): TaxProvider {
  if (provider.kind === 'rates') return rateTable
  const tell = (event: string, message: string): void => log(event, { provider: provider.kind, message })
  return createRemoteTaxes(remoteProvider(provider, now), { policy, memory: memoryIn(store), now, tell })
}

function remoteProvider(provider: Exclude<ChosenProvider, { kind: 'rates' }>, now: () => number): TaxProvider {
  if (provider.kind === 'stripe') return createStripeTaxes(provider.access)
  return createHttpTaxes({ url: provider.url, secret: provider.secret, now })
}

/** What was given is kept in the shop's own file, for every process and after every restart. */
export function memoryIn(store: Store): TaxMemory {
  return {
    find: (question) => store.read((books) => books.rememberedTaxes(question)),
    findLast: (situation) => store.read((books) => books.lastTaxesIn(situation)),
    keep: (remembered) =>
      store.change(() => ({ result: undefined, changes: [{ kind: 'remember-taxes', remembered }] })),
  }
}
