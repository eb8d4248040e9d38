import { type AnyElysia, Elysia } from 'elysia'
import { etagOf, isFresh } from '../../http/etag.ts'
import type { Log } from '../log.ts'
import { problemResponse } from '../problem.ts'
import type { ApiDocument, Program } from './document.ts'

/** The viewer sets styles and draws small pictures of its own; all else comes from here, and nobody frames the page. */
const contentPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const safety = { 'content-security-policy': contentPolicy, 'referrer-policy': 'no-referrer' }

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Cartwright: the APIs</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/viewer.css">
  </head>
  <body>
    <div id="document"></div>
    <script src="/docs/viewer.js"></script>
    <script src="/docs/page.js"></script>
  </body>
</html>
`

/** Asks nobody whether the document is right: the viewer's own way would be to tell a host of its makers. */
const script = `SwaggerUIBundle({
  url: '/docs/json',
  dom_id: '#document',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
})
`

const said = (summary: string) => ({ detail: { summary, tags: ['Program'] } })

/** The document of everything that the app answers, and a page that shows it; both as open as the APIs themselves. */
export function docRoutes(app: AnyElysia, program: Program, log: Log) {
  let drawn: Promise<string> | null = null
  const text = (): Promise<string> => {
    drawn ??= documentText(app, program)
    return drawn
  }
  return new Elysia({ prefix: '/docs' })
    .onError(({ error }) => problemResponse(error, log))
    .get('', ({ request }) => sent(request, 'text/html;charset=utf-8', html), said('The page that shows this document'))
    .get('/json', async ({ request }) => sent(request, 'application/json', await text()), said('This document'))
    .get('/page.js', ({ request }) => sent(request, 'text/javascript;charset=utf-8', script), said('The page’s script'))
    .get('/viewer.js', ({ request }) => viewer(request, 'script'), said('The viewer, swagger-ui'))
    .get('/viewer.css', ({ request }) => viewer(request, 'style'), said('The viewer’s style'))
}

async function documentText(app: AnyElysia, program: Program): Promise<string> {
  const { documentOf } = await import('./document.ts')
  const document: ApiDocument = await documentOf(app, program)
  return JSON.stringify(document)
}

/** Kept by the browser, and asked for anew each time: after an upgrade all parts of the page fit together. */
function sent(request: Request, type: string, text: string): Response {
  const etag = etagOf(text)
  const headers = { ...safety, 'content-type': type, 'cache-control': 'no-cache', etag }
  return isFresh(request, etag) ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
}

async function viewer(request: Request, name: 'script' | 'style'): Promise<Response> {
  const { viewerFiles } = await import('./viewer-files.ts')
  const type = name === 'script' ? 'text/javascript;charset=utf-8' : 'text/css;charset=utf-8'
  return sent(request, type, await Bun.file(viewerFiles[name]).text())
}
