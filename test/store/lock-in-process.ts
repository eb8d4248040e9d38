import { Database } from 'bun:sqlite'

/** A program that takes the file's write lock over and over until the time is up: so long each time, with such pauses between. */
const [file = '', totalMs, heldMs, pauseMs] = Bun.argv.slice(2)
const until = Date.now() + Number(totalMs)
const connection = new Database(file)
connection.run('pragma busy_timeout = 5000')
connection.run('begin immediate')
console.log('locked')
for (;;) {
  Bun.sleepSync(Number(heldMs))
  connection.run('commit')
  if (Date.now() >= until) break
  Bun.sleepSync(Number(pauseMs))
  connection.run('begin immediate')
}
connection.close(true)
