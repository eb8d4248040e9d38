import { Refusal } from '../refusal.ts'

/** Bytes of a request's body; Medusa's own limit (express's `100kb`). The catalog upload alone may pass a larger one. */
export const bodyMaxBytes = 102_400

/** Objects and arrays within each other; judged on the text, before anything is built from it. */
export const bodyMaxDepth = 32

/** How long a body may take to come, however busily it trickles. */
export const bodyMaxMs = 30_000

/** A request's body: its text to the byte, for fingerprints, and what the text says; undefined when there was none. */
export interface Payload {
  readonly text: string
  readonly json: unknown
}

const none: Payload = { text: '', json: undefined }

/**
 * Reads a JSON body whole, on every route that could be sent one, whether it wants one or not.
 * Refuses what is too large (with or without a stated length), too slow, not JSON, or nested too deep. A body that calls itself
 * something other than JSON is refused as well: such requests reach us from foreign pages without a preflight.
 */
export async function readPayload(request: Request, maxBytes = bodyMaxBytes, maxMs = bodyMaxMs): Promise<Payload> {
  const text = await inTime(readText(request, maxBytes), maxMs)
  if (text === '') return none
  const contentType = request.headers.get('content-type')
  if (contentType !== null && !/^application\/([\w.-]+\+)?json\b/i.test(contentType)) {
    throw new Refusal('body-broken', 'The body must be JSON, sent as application/json')
  }
  return { text, json: parseJson(text) }
}

/** A file in a body, as text; refuses what is too large, or nothing at all. */
export async function readUpload(request: Request, maxBytes: number): Promise<string> {
  const text = await readText(request, maxBytes)
  if (text === '') throw new Refusal('body-broken', 'The body is empty: it is to be the file')
  return text
}

/** The text as JSON. A key `__proto__` is left out, so that nothing built from it can change what objects inherit. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new Refusal('body-too-deep', `The body is nested deeper than ${bodyMaxDepth} levels`)
  try {
    return /__proto__|\\u/.test(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('body-broken', 'The body is not valid JSON')
    throw error
  }
}

async function inTime(text: Promise<string>, maxMs: number): Promise<string> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal('body-broken', 'The body did not come in time')), maxMs)
  })
  try {
    return await Promise.race([text.catch(brokenOff), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** Whoever goes away in the middle of a sentence caused that themselves. */
function brokenOff(error: unknown): never {
  const isGone = error instanceof DOMException && error.name === 'AbortError'
  throw isGone ? new Refusal('body-broken', 'The body broke off') : error
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const stated = request.headers.get('content-length')
  if (stated !== null) {
    if (Number(stated) > maxBytes) throw tooLarge(maxBytes)
    return await request.text()
  }
  if (request.body === null) return ''
  return await readCapped(request.body, maxBytes)
}

async function readCapped(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal('body-too-large', `The body is larger than ${maxBytes} bytes`, { maxBytes })
}

function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at)
    if (letter === 34) at = endOfString(text, at)
    else if (letter === 123 || letter === 91) {
      depth += 1
      if (depth > bodyMaxDepth) return true
    } else if (letter === 125 || letter === 93) depth -= 1
  }
  return false
}

/** Where the string that opens at `start` closes; the text's end when it never does. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at < 0 ? text.length : at
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes += 1
  return backslashes % 2 === 1
}

function withoutPrototype(this: unknown, key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}
