import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { collections } from '../../../db/schema/collections.ts'
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
    const { count, ...lists } = statements[query.ids !== null ? 'ids' : query.handles !== null ? 'handles' : 'all']
    const asked = askedFor(query)
    const page = { limit: Math.min(query.limit, limitMax), offset: query.offset }
    const rows = lists[listFor(query)].all({ ...asked, ...page })
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
  const field = sql`json_extract(${products.doc}, ${sql.placeholder('order')}) collate nocase`
  const titles = (extreme: SQL) => sql`(select ${extreme} from json_each(${products.doc}, '$.variants') as variant)`
  const first = titles(sql`min(variant.value ->> 'title' collate nocase)`)
  const last = titles(sql`max(variant.value ->> 'title' collate nocase)`)
  const list = (...order: SQL[]) =>
    db
      .select({ id: products.id })
      .from(products)
      .where(wanted)
      .orderBy(...order)
      .limit(sql.placeholder('limit'))
      .offset(sql.placeholder('offset'))
      .prepare()
  return {
    oldest: list(asc(products.position)),
    newest: list(desc(products.position)),
    ascending: list(sql`${field} asc nulls last`, asc(products.position)),
    descending: list(sql`${field} desc nulls first`, desc(products.position)),
    variantsAscending: list(sql`${first} collate nocase asc`, asc(products.position)),
    variantsDescending: list(sql`${last} collate nocase desc`, desc(products.position)),
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
    unasked(
      'text',
      sql`(${products.searched} like ${sql.placeholder('text')} escape '\\' or ${collectionIsCalled('text')})`,
    ),
    unasked('typeIds', oneOfGiven('typeIds', documented('$.type.id'))),
    unasked('description', sql`${documented('$.description')} = ${sql.placeholder('description')}`),
    unasked('createdFrom', sql`${documented('$.createdAt')} >= ${sql.placeholder('createdFrom')}`),
    unasked('createdTo', sql`${documented('$.createdAt')} <= ${sql.placeholder('createdTo')}`),
    unasked('updatedFrom', sql`${documented('$.updatedAt')} >= ${sql.placeholder('updatedFrom')}`),
    unasked('updatedTo', sql`${documented('$.updatedAt')} <= ${sql.placeholder('updatedTo')}`),
    unasked('isGiftcard', sql`${products.isGiftcard} = ${sql.placeholder('isGiftcard')}`),
  ]
}

/** A field of the product that has no column. */
function documented(path: string): SQL {
  return sql`json_extract(${products.doc}, ${path})`
}

function collectionIsCalled(name: string): SQL {
  const title = sql`lower(json_extract(${collections.doc}, '$.title'))`
  return sql`exists (select 1 from ${collections}
    where ${collections.id} = ${products.collectionId} and ${title} like ${sql.placeholder(name)} escape '\\')`
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
    typeIds: listed(query.typeIds ?? null),
    description: query.description ?? null,
    createdFrom: query.created?.from ?? null,
    createdTo: query.created?.to ?? null,
    updatedFrom: query.updated?.from ?? null,
    updatedTo: query.updated?.to ?? null,
    order: `$.${query.order?.field ?? 'id'}`,
    text: query.text === null ? null : `%${query.text.toLowerCase()}%`,
    isGiftcard: query.isGiftcard,
  }
}

type List = 'ascending' | 'descending' | 'newest' | 'oldest' | 'variantsAscending' | 'variantsDescending'

function listFor({ order, newestFirst }: ProductQuery): List {
  const isByAge = !order || order.field === 'createdAt'
  if (isByAge) return (order ? order.isDescending : newestFirst) ? 'newest' : 'oldest'
  if (order.field === 'variants.title') return order.isDescending ? 'variantsDescending' : 'variantsAscending'
  return order.isDescending ? 'descending' : 'ascending'
}

function listed(values: readonly string[] | null): string | null {
  return values === null ? null : JSON.stringify(values)
}
