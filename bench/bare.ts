import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { Elysia } from 'elysia'
import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'

/**
 * The least that a durable cart server on this stack has to do: one validated body, one document row read and written,
 * full synchronisation, many requests in one commit. No money, no rules, no refusals. What Cartwright is measured beside.
 */
const newLine = Type.Object(
  { variant_id: Type.String(), quantity: Type.Integer({ minimum: 1, maximum: 1000 }) },
  { additionalProperties: false },
)

interface Line {
  readonly variant_id: string
  quantity: number
  readonly unit_price: number
}

interface Cart {
  readonly id: string
  readonly items: Line[]
  total: number
}

/** What else a cart and a line of it say: nothing, or as much as Cartwright's, so that the answers have the same size. */
interface Ballast {
  readonly cart: object
  readonly line: object
}

const unitPrice = 1999
const batchMax = 128

const [dataDir = '.', port = '0', ballastFile] = process.argv.slice(2)
const empty: Ballast = { cart: {}, line: {} }
const ballast = ballastFile === undefined ? empty : ((await Bun.file(ballastFile).json()) as Ballast)
const db = new Database(join(dataDir, ballastFile === undefined ? 'bare.db' : 'wide.db'), { create: true })
db.run('pragma busy_timeout = 5000')
db.run('pragma journal_mode = wal')
db.run('pragma synchronous = full')
db.run('pragma wal_autocheckpoint = 200')
db.run('create table carts (id text primary key not null, body text not null)')
const find = db.prepare<{ body: string }, [string]>('select body from carts where id = ?')
const save = db.prepare('insert into carts (id, body) values (?, ?) on conflict do update set body = excluded.body')
const begin = db.prepare('begin immediate')
const commit = db.prepare('commit')

const waiting: (() => () => void)[] = []

/** Everything that is asked for at the same moment is saved by one commit, and answered after it. */
function change<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    waiting.push(() => {
      const result = work()
      return () => resolve(result)
    })
    if (waiting.length === 1) setImmediate(flush)
  })
}

function flush(): void {
  begin.run()
  const answers = waiting.splice(0, batchMax).map((work) => work())
  commit.run()
  if (waiting.length > 0) setImmediate(flush)
  for (const answer of answers) answer()
}

function load(id: string): Cart {
  const row = find.get(id)
  if (row === null) throw new Error(`no cart ${id}`)
  return JSON.parse(row.body) as Cart
}

function addLine(id: string, { variant_id, quantity }: Static<typeof newLine>): string {
  const cart = load(id)
  const line = cart.items.find((candidate) => candidate.variant_id === variant_id)
  if (line === undefined) cart.items.push({ ...ballast.line, variant_id, quantity, unit_price: unitPrice })
  else line.quantity += quantity
  cart.total = cart.items.reduce((sum, each) => sum + each.quantity * each.unit_price, 0)
  const body = JSON.stringify(cart)
  save.run(id, body)
  return body
}

/** What Elysia wants of a validator that is not its own (https://standardschema.dev). */
interface Standard<Value> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly types?: { readonly input: Value; readonly output: Value } | undefined
    readonly validate: (value: unknown) => { readonly value: Value } | { readonly issues: readonly object[] }
  }
}

/** Typebox 1 is not Elysia's own: that is an older one. */
function standard<Schema extends TSchema>(schema: Schema): Standard<Static<Schema>> {
  const compiled = Compile(schema)
  const validate = (value: unknown) => (compiled.Check(value) ? { value: value as Static<Schema> } : { issues: [{}] })
  return { '~standard': { version: 1, vendor: 'typebox', validate } }
}

function json(body: string): Response {
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

new Elysia({ normalize: false })
  .post('/carts', async () => {
    const cart: Cart = { ...ballast.cart, id: `cart_${Bun.randomUUIDv7()}`, items: [], total: 0 }
    const body = JSON.stringify(cart)
    await change(() => save.run(cart.id, body))
    return json(body)
  })
  .get('/carts/:id', ({ params }) => json(JSON.stringify(load(params.id))))
  .post('/carts/:id/lines', async ({ params, body }) => json(await change(() => addLine(params.id, body))), {
    body: standard(newLine),
    parse: 'json',
  })
  .listen({ port: Number(port), hostname: '127.0.0.1' })
