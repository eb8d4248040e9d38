import { etagOf, isFresh } from '../../http/etag.ts'
import { type AdminRoute, adminGet } from '../admin/route.ts'

/** Only what comes from here runs, loads or is asked; nobody puts the page into a frame of theirs. */
const contentPolicy =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const safety = { 'content-security-policy': contentPolicy, 'referrer-policy': 'no-referrer' }

const kinds = {
  html: 'text/html;charset=utf-8',
  css: 'text/css;charset=utf-8',
  script: 'text/javascript;charset=utf-8',
  icon: 'image/svg+xml',
} as const

/** The operators' page: one document, one style sheet, one script, all compiled in. */
export function consoleRoutes(): readonly AdminRoute[] {
  return [
    adminGet('/console', 'The operators’ page', (call) => sent(call.request, 'html')),
    adminGet('/console/console.css', 'Its style', (call) => sent(call.request, 'css')),
    adminGet('/console/console.js', 'Its script', (call) => sent(call.request, 'script')),
    adminGet('/console/icon.svg', 'Its icon', (call) => sent(call.request, 'icon')),
  ]
}

/** Kept by the browser, and asked for anew each time: after an upgrade the page and its script fit together. */
async function sent(request: Request, name: keyof typeof kinds): Promise<Response> {
  const { consoleFiles } = await import('./files.ts')
  const text = consoleFiles[name]
  const etag = etagOf(text)
  const headers = { ...safety, 'content-type': kinds[name], 'cache-control': 'private, no-cache', etag }
  return isFresh(request, etag) ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
}
