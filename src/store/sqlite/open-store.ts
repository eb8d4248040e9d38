import type { Database } from 'bun:sqlite'
import type { Store } from '../store.ts'
import { apply, isOneWrite } from './apply.ts'
import { auditOn } from './audit.ts'
import { booksOn } from './books.ts'
import { catalogBookOn } from './catalog.ts'
import { CatalogMemory } from './catalog-memory.ts'
import { GroupCommit } from './group-commit.ts'
import { jobBookOn } from './job-book.ts'
import { overviewOn } from './overview.ts'
import { rowsOn } from './rows.ts'
import { drizzleOn, type StoreOptions } from './tables.ts'

/** The store on one SQLite connection, which it closes at its end; `openDatabase` has checked and migrated it. */
export function openStore(connection: Database, options: StoreOptions): Store {
  const db = drizzleOn(connection)
  const memory = new CatalogMemory(connection, db, options)
  const rows = rowsOn(db, memory, options)
  const books = booksOn(rows)
  const commits = new GroupCommit(connection, {
    undone: () => memory.forget(),
    log: options.log ?? (() => {}),
    measure: options.measure,
  })
  const look = { begin: connection.prepare('begin'), end: connection.prepare('commit') }

  return {
    change(decide) {
      return commits.write(({ begin, news }) => {
        memory.look()
        const { changes, result } = decide(books)
        if (changes.length > 0 && !isOneWrite(changes)) begin()
        for (const change of changes) apply(rows, change, news)
        return result
      })
    },

    /** One look sees one moment, whatever another process commits meanwhile. */
    async read(question) {
      memory.look()
      look.begin.run()
      try {
        return question(books)
      } finally {
        look.end.run()
      }
    },

    jobs: jobBookOn(db, commits, rows.jobs, options),
    catalog: catalogBookOn(rows, books, memory, commits),
    audit: auditOn(connection, commits, memory),
    overview: overviewOn(connection),
    onCommit: (listener) => commits.onCommit(listener),

    async close() {
      await commits.close()
      connection.close(true)
    },
  }
}
