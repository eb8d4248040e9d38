import type { Page } from './page.ts'

/** Commands that bring data in and out. */
export const dataPages = {
  import: {
    text: [
      "Reads products, prices, regions, shipping, discounts, gift cards and customers from a catalog file, from Medusa v1's seed.json, or products from Shopify's CSV. What is there already is found by its natural key (the handle of a product, the sku of a variant, a code, an e-mail) and changed; what is new is made; nothing is deleted. The same file again changes nothing.",
      'All of the file is imported or nothing: a record that is wrong is named with file, position, field and reason. A running server shows the result with its next answer.',
    ],
    words: [['FILE', 'the catalog to read']],
    examples: [
      ['cartwright import catalog.json', 'says per noun what is new, changed and as it was'],
      ['cartwright import products.csv --currency eur', "Shopify's export of products"],
      ['cartwright import seed.json --format medusa-seed', "when the file's kind is not to be guessed"],
    ],
    settings: ['DATA_DIR'],
    done: 'the whole file is imported, or was before',
    failed: 'nothing of it is imported',
  },
  export: {
    text: [
      'Writes the catalog as a file that `import` reads: to look at, to keep under version control, or for another shop. Carts, orders and payments are not in it; `backup` copies everything.',
    ],
    words: [['FILE', 'where to write; - is standard output']],
    examples: [
      ['cartwright export catalog.json', 'what is sold, as a file'],
      ['cartwright export - --ids', 'to standard output, with ids'],
    ],
    settings: ['DATA_DIR'],
    done: 'the file is written whole',
    failed: 'no file was written',
  },
  migrate: {
    text: [
      'Brings the database to the version of this program and prints one line per step. `serve` and all commands that write do the same by themselves, so this is for who wants to see it happen first. Before anything changes a copy is made beside the database, cartwright.db.before- and the name of the step.',
    ],
    words: [['status', 'only show which steps were taken and which are missing; changes nothing']],
    examples: [
      ['cartwright migrate status', 'what would an upgrade do?'],
      ['cartwright migrate', 'do it now'],
    ],
    settings: ['DATA_DIR'],
    done: 'the database is up to date, or its state was shown',
    failed: 'the database is as it was',
  },
  backup: {
    text: [
      'Copies the whole database to a new file, as it stands at one moment, while the server goes on reading and writing. The file appears under its name when it is complete and on the disk. It never writes over a file.',
      'Keys and tokens that were made by the program (admin-token, jwt-secret, cookie-secret in DATA_DIR) are not in the copy: keep them, too.',
    ],
    words: [['FILE', 'where the copy goes; the folder has to exist, the file must not']],
    examples: [['cartwright backup shop-copy.db', 'a copy of the shop as it is now']],
    settings: ['DATA_DIR'],
    done: 'the copy is complete',
    failed: 'there is no copy',
  },
  restore: {
    text: [
      'Puts a backup in place of the database. Stop the server and all workers first: a database that is open is not replaced. A copy that is damaged, is no backup of a shop, or was made by a newer program is refused. What was there before is kept beside it, as cartwright.db.before-restore- and the time.',
      'Orders that were placed after the backup are not in it: run `cartwright reconcile` afterwards, which names payments without an order.',
    ],
    words: [['FILE', 'the backup; it stays as it is']],
    examples: [['cartwright restore shop-copy.db', 'the shop as it was when the copy was made']],
    settings: ['DATA_DIR'],
    done: 'the backup is in place',
    failed: 'the database is as it was',
  },
} as const satisfies Record<string, Page>
