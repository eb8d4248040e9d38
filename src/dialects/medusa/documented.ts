import type { Route } from './route.ts'

/** What is told to nobody but the account whose it is. */
const forAccounts = /^\w+ \/customers\/me(?:\/|$)|^GET \/auth$|^POST \/orders\/batch\//

/** For the document of the API: what an operation reads, and who may. */
export function documented({
  method,
  summary,
  path,
  body,
  query,
}: Pick<Route, 'method' | 'summary' | 'path' | 'body' | 'query'>): object {
  const parameters = Object.entries(query ?? {}).map(([name, { schema }]) => ({ in: 'query', name, schema }))
  const account = [{ medusaSession: [] }, { medusaToken: [] }]
  return {
    summary,
    tags: ['Medusa'],
    // Without an account first: most of the API is for whoever comes.
    security: forAccounts.test(`${method} ${path}`) ? account : [{}, ...account],
    ...(query && { parameters }),
    ...(body && { requestBody: { content: { 'application/json': { schema: body.schema } } } }),
  }
}
