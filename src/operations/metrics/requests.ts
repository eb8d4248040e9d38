import { routeNames } from '../shown-path.ts'
import type { Metrics } from './metrics.ts'

/** What HTTP knows (RFC 9110 and 5789); whatever else callers make up shares one name. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Paths that no route has are one, so that nobody can invent names to be kept. */
const nowhere = 'none'

export type CountRequest = (method: string, pathname: string, status: number, ms: number) => void

/** Counts and times each answer by its route. */
export function requestsCounted(metrics: Metrics, routes: readonly { readonly path: string }[]): CountRequest {
  const nameOf = routeNames(routes)
  const known = new Set(routes.map(({ path }) => path).filter((path) => !path.includes('*')))
  return (method, pathname, status, ms) => {
    const name = nameOf(pathname)
    const route = known.has(name) ? name : nowhere
    const verb = methods.has(method) ? method : 'other'
    metrics.requests.inc({ method: verb, route, status })
    metrics.requestSeconds.observe({ method: verb, route }, ms / 1000)
  }
}
