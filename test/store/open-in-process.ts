import { migrations } from '../../db/migrations.ts'
import { openDatabase } from '../../db/open.ts'

/** A program that opens the file named first, with one more migration that writes as many rows as said second. */
const [file = '', rowCount = '0'] = Bun.argv.slice(2)
const sql = `create table slow (a text);
  with recursive counted(n) as (select 1 union all select n + 1 from counted where n < ${rowCount})
  insert into slow select hex(randomblob(40)) from counted where ${rowCount} > 0;`
console.log('opening')
openDatabase(file, { migrations: [...migrations, { name: '9999_slow', sql }], now: Date.now() }).close(true)
