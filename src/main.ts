#!/usr/bin/env bun
// Elysia looks at this once, when it is loaded; without it a refused body would be printed whole into the answer.
Object.assign(process.env, { NODE_ENV: 'production' })

const { run } = await import('./cli/run.ts')

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  voice: {
    out: (text) => process.stdout.write(`${text}\n`),
    error: (text) => process.stderr.write(`${text}\n`),
    redraw: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
  },
})

export {}
