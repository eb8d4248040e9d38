import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { products } from '../../../db/schema/products.ts'
import type { Product } from '../../catalog/product.ts'
import type { ProductQuery } from '../../checkout/books.ts'
import type { CatalogMemory } from './catalog-memory.ts'
import type { Db } from './tables.ts'

/** Products at most in one answer, whatever is asked for. */
const limitMax = 1_000
const answersMax = 1_000

interface Found {
  readonly ids: readonly string[]
  readonly count: number
}

/** Lists of products, each question answered once per import. */
export function productQueryOn(db: Db, memory: CatalogMemory, find: (id: string) => Product | null) {
  const statements = {
    all: statementsFor(db, sql`true`),
    ids: statementsFor(db, oneOfGiven('ids', products.id)),
    handles: statementsFor(db, oneOfGiven('handles', products.handle)),
  }

  const answer = memory.of(answersMax, (question): Found => {
    const query = JSON.parse(question) as ProductQuery
    const { oldest, newest, count } =
      statements[query.ids !== null ? 'ids' : query.handles !== null ? 'handles' : 'all']
    const asked = askedFor(query)
    const page = { limit: Math.min(query.limit, limitMax), offset: query.offset }
    const rows = (query.newestFirst ? newest : oldest).all({ ...asked, ...page })
    return { ids: rows.map((row) => row.id), count: count.get(asked)?.count ?? 0 }
  })

  return (query: ProductQuery): { readonly products: readonly Product[]; readonly count: number } => {
    const found = answer(JSON.stringify(query))
    return { products: found?.ids.flatMap((id) => find(id) ?? []) ?? [], count: found?.count ?? 0 }
  }
}

/** One set of statements for every question: what is not asked for is null and holds for all. `narrow` uses an index. */
function statementsFor(db: Db, narrow: SQL) {
  const wanted = sql.join([narrow, ...conditions()], sql` and `)
  const list = (order: SQL) =>
    db
      .select({ id: products.id })
      .from(products)
      .where(wanted)
      .orderBy(order)
      .limit(sql.placeholder('limit'))
      .offset(sql.placeholder('offset'))
      .prepare()
  return {
    oldest: list(asc(products.position)),
    newest: list(desc(products.position)),
    count: db.select({ count: sql<number>`count(*)` }).from(products).where(wanted).prepare(),
  }
}

function conditions(): readonly SQL[] {
  return [
    unasked('ids', oneOfGiven('ids', products.id)),
    unasked('handles', oneOfGiven('handles', products.handle)),
    unasked('collectionIds', oneOfGiven('collectionIds', products.collectionId)),
    unasked('statuses', oneOfGiven('statuses', products.status)),
    unasked(
      'tags',
      sql`exists (select 1 from json_each(${products.tags}) as tag where ${oneOfGiven('tags', sql`tag.value`)})`,
    ),
    unasked('title', sql`${products.title} = ${sql.placeholder('title')}`),
    unasked('text', sql`instr(${products.searched}, ${sql.placeholder('text')}) > 0`),
    unasked('isGiftcard', sql`${products.isGiftcard} = ${sql.placeholder('isGiftcard')}`),
  ]
}

function unasked(name: string, condition: SQL): SQL {
  return sql`(${sql.placeholder(name)} is null or ${condition})`
}

function oneOfGiven(name: string, column: SQLWrapper): SQL {
  return sql`${column} in (select value from json_each(${sql.placeholder(name)}))`
}

function askedFor(query: ProductQuery) {
  return {
    ids: listed(query.ids),
    handles: listed(query.handles),
    collectionIds: listed(query.collectionIds),
    tags: listed(query.tags),
    statuses: listed(query.statuses.length > 0 ? query.statuses : null),
    title: query.title,
    text: query.text?.toLowerCase() ?? null,
    isGiftcard: query.isGiftcard,
  }
}

function listed(values: readonly string[] | null): string | null {
  return values === null ? null : JSON.stringify(values)
}
