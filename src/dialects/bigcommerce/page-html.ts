/** Text that can stand anywhere in a page. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

const style = `
body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{width:100%;border-collapse:collapse}td,th{padding:.3rem 0;text-align:left}td:last-child{text-align:right}
.total td{border-top:1px solid #999;font-weight:600}label{display:block;margin:.5rem 0}
input:not([type=radio]),select{display:block;width:100%;padding:.4rem;font:inherit;box-sizing:border-box}
button{font:inherit;padding:.6rem 1.2rem;margin:1rem 0;background:#1b1b1b;color:#fff;border:0;border-radius:.3rem}
.problem{padding:.6rem;background:#fde8e8;border-radius:.3rem}`

const styleHash = new Bun.CryptoHasher('sha256').update(style).digest('base64')

/** Nothing from elsewhere, nothing in frames, no scripts at all. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`

/** A page of its own: what is in `body` is HTML already. */
export function htmlPage(title: string, body: string, status = 200): Response {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title><style>${style}</style></head><body><h1>${escaped(title)}</h1>
${body}
</body></html>`
  return new Response(html, { status, headers: { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' } })
}

/** What every answer to a shopper's browser carries: nobody keeps it, and no address of ours is told to others. */
export const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': policy,
  'referrer-policy': 'no-referrer',
} as const
