import { type BrowserContext, chromium, type Page } from 'playwright-core'

/** What calls itself Chromium on the machine; bin/test installs it where there is none. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Long, for a machine that has much else to do. */
const waitMs = 30_000

/** How somebody looks at a page: a screen, and whether it is dark. */
export interface Screen {
  readonly width: number
  readonly height: number
  readonly isDark?: boolean
}

export const desktop: Screen = { width: 1280, height: 900 }
export const phone: Screen = { width: 390, height: 844, isDark: true }

/** A real browser, and what a careful developer would see in its tools. */
export interface TestBrowser {
  /** A page of somebody who is signed in by HTTP Basic with that password. */
  open(base: string, password: string, screen: Screen): Promise<Page>
  /** Mistakes in the console, and requests to anywhere but the page's own host, since it was asked last. */
  complaints(): readonly string[]
  close(): Promise<void>
}

export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = names.map((name) => Bun.which(name)).find((path) => path !== null)
  if (!executablePath) throw new Error('no Chromium is on the PATH; bin/test installs it')
  const browser = await chromium.launch({ executablePath, args: flags })
  const complaints: string[] = []

  async function open(base: string, password: string, screen: Screen): Promise<Page> {
    const context = await browser.newContext({
      httpCredentials: { username: 'operator', password },
      viewport: { width: screen.width, height: screen.height },
      colorScheme: screen.isDark ? 'dark' : 'light',
      locale: 'en-GB',
    })
    context.setDefaultTimeout(waitMs)
    listen(context, new URL(base).host)
    return context.newPage()
  }

  function listen(context: BrowserContext, host: string): void {
    context.on('request', (request) => {
      if (new URL(request.url()).host !== host) complaints.push(`asked ${request.url()}`)
    })
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(`said ${message.text()}`)
    })
    context.on('weberror', (error) => complaints.push(`threw ${error.error().message}`))
  }

  return { open, complaints: () => complaints.splice(0), close: () => browser.close() }
}
