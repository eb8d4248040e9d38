import { afterAll, beforeAll, expect, test } from 'bun:test'
import { resolve } from 'node:path'
import { fromCheckout, type Running, serve, temporaryFolder } from '../../support/cartwright.ts'

const root = resolve(import.meta.dir, '../../..')
const program = resolve(root, 'src/main.ts')

let server: Running
let folder: ReturnType<typeof temporaryFolder>
beforeAll(async () => {
  folder = temporaryFolder()
  server = await serve({ program: fromCheckout, dataDir: folder.path, env: { DEMO: '1' }, words: [] })
}, 60_000)
afterAll(async () => {
  await server?.stop()
  folder?.remove()
})

test('what the page about BigCommerce shows works, command by command', async () => {
  const page = await Bun.file(resolve(root, 'docs/bigcommerce.md')).text()
  const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = '']) => command)
  const [makeKey = '', create = '', bill = '', ship = '', choose = '', order = ''] = commands
  const known: Record<string, string> = { SHOP: server.base, DATA_DIR: folder.path }
  known['TOKEN'] = await run(`${makeKey}\nprintf %s "$TOKEN"`, known)
  const cart = await asked(create, known)
  expect(cart.data.redirect_urls.checkout_url).toStartWith(server.base)
  known['CART'] = cart.data.id
  known['ITEM'] = cart.data.line_items.physical_items[0].id
  expect((await asked(bill, known)).data.cart.email).toBe('ada@example.com')
  const [consignment] = (await asked(ship, known)).data.consignments
  known['CONSIGNMENT'] = consignment.id
  known['OPTION'] = consignment.available_shipping_options[0].id
  expect((await asked(choose, known)).data.consignments[0].selected_shipping_option.id).toBe(known['OPTION'])
  expect(await asked(order, known)).toEqual({ data: { id: 1 }, meta: {} })
}, 60_000)

async function asked(command: string, known: Readonly<Record<string, string>>) {
  return JSON.parse(await run(command, known))
}

/** As in a terminal where the program is called cartwright. */
async function run(command: string, known: Readonly<Record<string, string>>): Promise<string> {
  const script = `cartwright() { bun ${program} "$@"; }\n${command}`
  const env = { PATH: process.env['PATH'] ?? '', ...known }
  const shell = Bun.spawn(['bash', '-c', script], { env, stdout: 'pipe', stderr: 'pipe' })
  const [text, problem] = await Promise.all([new Response(shell.stdout).text(), new Response(shell.stderr).text()])
  if ((await shell.exited) !== 0) throw new Error(problem)
  return text
}
