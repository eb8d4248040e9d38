import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { builtBinary } from '../../support/binary.ts'
import { desktop, openBrowser, phone, type TestBrowser } from '../../support/browser.ts'
import { command, fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'

const buildMs = 180_000
const browserMs = 60_000

const programs = [
  { name: 'from the checkout', find: async (): Promise<readonly string[]> => fromCheckout },
  { name: 'as the binary', find: async (folder: string): Promise<readonly string[]> => [await builtBinary(folder)] },
]

describe.each(programs)('the page of the document, $name', ({ find }) => {
  const folder = temporaryFolder()
  let program: readonly string[]
  let server: Running
  let browser: TestBrowser

  beforeAll(async () => {
    program = await find(folder.path)
    browser = await openBrowser()
    server = await serve({ program, dataDir: folder.path, env: { DEMO: '1' }, words: [] })
  }, buildMs)
  afterEach(() => {
    expect(browser.complaints()).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    folder.remove()
  })

  test.each([
    ['a desk', desktop],
    ['a phone', phone],
  ] as const)(
    'shows every API on %s and asks no other host',
    async (_, screen) => {
      const page = await browser.open(server.base, 'nobody', screen)
      await page.goto(`${server.base}/docs`)
      await page.locator('.opblock-tag').first().waitFor()
      const apis = await page
        .locator('.opblock-tag')
        .evaluateAll((tags) => tags.map((tag) => tag.getAttribute('data-tag')))
      expect(apis).toEqual(
        expect.arrayContaining(['Medusa', 'Brink', 'BigCommerce', 'Checkouts', 'Operators', 'Program']),
      )
      await page.context().close()
    },
    browserMs,
  )

  test(
    'an operation opens, with an answer to look at',
    async () => {
      const page = await browser.open(server.base, 'nobody', desktop)
      await page.goto(`${server.base}/docs`)
      await page.locator('[data-tag=Medusa]').click()
      await page.getByText('Create a cart', { exact: true }).first().click()
      await page.getByText('"shipping_tax_total"').first().waitFor()
      await page.context().close()
    },
    browserMs,
  )

  test('nothing of it runs in the frame of others, or loads from elsewhere', async () => {
    for (const path of ['/docs', '/docs/json', '/docs/page.js', '/docs/viewer.js', '/docs/viewer.css']) {
      const answer = await fetch(`${server.base}${path}`)
      expect(answer.status).toBe(200)
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/https?:|\*/)
      const etag = answer.headers.get('etag') ?? ''
      await answer.arrayBuffer()
      const again = await fetch(`${server.base}${path}`, { headers: { 'if-none-match': etag } })
      expect(again.status).toBe(304)
    }
  })

  test(
    'the command prints what the server shows, and leaves nothing behind',
    async () => {
      const empty = temporaryFolder()
      const { status, output } = await command(program, empty.path, ['openapi'])
      expect(status).toBe(0)
      expect(JSON.parse(output)).toEqual(await (await fetch(`${server.base}/docs/json`)).json())
      expect([...new Bun.Glob('**').scanSync({ cwd: empty.path, dot: true })]).toEqual([])
      empty.remove()
    },
    browserMs,
  )
})
