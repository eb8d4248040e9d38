import { describe, expect, test } from 'bun:test'
import { bodyMaxBytes, bodyMaxDepth, parseJson, readPayload } from '../../src/http/body.ts'
import { Refusal } from '../../src/refusal.ts'

const json = { 'content-type': 'application/json' }

function post(body: BodyInit | null, headers: Record<string, string> = json): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers })
}

async function refusedCode(request: Request): Promise<string> {
  try {
    await readPayload(request)
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'accepted'
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}

function inChunks(text: string, bytes: number): ReadableStream<Uint8Array> {
  const whole = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= whole.length) return controller.close()
      controller.enqueue(whole.subarray(at, at + bytes))
      at += bytes
    },
  })
}

describe('readPayload', () => {
  test('gives the text and what it says', async () => {
    expect(await readPayload(post('{"a": 1}'))).toEqual({ text: '{"a": 1}', json: { a: 1 } })
  })

  test('takes no body and an empty one as nothing, whatever they call themselves', async () => {
    expect(await readPayload(post(null))).toEqual({ text: '', json: undefined })
    expect(await readPayload(post('', { 'content-type': 'text/plain' }))).toEqual({ text: '', json: undefined })
  })

  test('counts bytes up to the limit, with and without a stated length', async () => {
    const fits = `"${'x'.repeat(bodyMaxBytes - 2)}"`
    const over = `"${'x'.repeat(bodyMaxBytes - 1)}"`
    const length = (text: string) => ({ ...json, 'content-length': String(text.length) })
    expect(await refusedCode(post(fits, length(fits)))).toBe('accepted')
    expect(await refusedCode(post(over, length(over)))).toBe('body-too-large')
    expect(await refusedCode(post(inChunks(fits, 1000)))).toBe('accepted')
    expect(await refusedCode(post(inChunks(over, 1000)))).toBe('body-too-large')
  })

  test('joins letters that two chunks share', async () => {
    expect(await readPayload(post(inChunks('"ø€"', 1)))).toEqual({ text: '"ø€"', json: 'ø€' })
  })

  test('refuses broken JSON and what calls itself something else', async () => {
    for (const broken of ['{"a": ', '{a: 1}', '"', '"\\', 'nope', '[1,]']) {
      expect(await refusedCode(post(broken))).toBe('body-broken')
    }
    expect(await refusedCode(post('{}', { 'content-type': 'text/plain' }))).toBe('body-broken')
    expect(await refusedCode(post('{}', { 'content-type': 'application/vnd.api+json; charset=utf-8' }))).toBe(
      'accepted',
    )
  })

  test('counts levels outside of strings only', async () => {
    expect(await refusedCode(post(nested(bodyMaxDepth)))).toBe('accepted')
    expect(await refusedCode(post(nested(bodyMaxDepth + 1)))).toBe('body-too-deep')
    expect(await refusedCode(post(JSON.stringify({ note: '['.repeat(100) })))).toBe('accepted')
    expect(await refusedCode(post(JSON.stringify(['\\"', nested(100)])))).toBe('accepted')
  })
})

describe('parseJson', () => {
  test('leaves out __proto__ however it is spelled', () => {
    for (const text of ['{"__proto__": {"admin": true}, "a": 1}', '{"\\u005f_proto__": {"admin": true}, "a": 1}']) {
      const value = parseJson(text) as { a: number; admin?: boolean }
      expect(Object.keys(value)).toEqual(['a'])
      expect({ ...value }.admin).toBeUndefined()
    }
  })

  test('keeps text that only mentions it', () => {
    expect(parseJson('{"note": "__proto__"}')).toEqual({ note: '__proto__' })
  })
})

test('a body that trickles is not waited for without end', async () => {
  const trickling = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await Bun.sleep(20)
      controller.enqueue(new Uint8Array([32]))
    },
  })
  const waited = readPayload(post(trickling), bodyMaxBytes, 150)
  await expect(waited).rejects.toMatchObject({ code: 'body-broken', message: 'The body did not come in time' })
})
