import { defineConfig } from 'drizzle-kit'

/** `bun run migration` compares `db/schema` with the last snapshot and writes the next numbered SQL file. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './db/schema',
  out: './db/migrations',
})
