#!/usr/bin/env bun
// Elysia looks at this once, when it is loaded; without it a refused body would be printed whole into the answer.
Object.assign(process.env, { NODE_ENV: 'production' })

const { run } = await import('./cli/run.ts')

const status = await run(process.argv.slice(2), {
  env: process.env,
  voice: {
    out: (text) => process.stdout.write(`${text}\n`),
    error: (text) => process.stderr.write(`${text}\n`),
    redraw: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
  },
})

// What was said is to arrive: in a pipe that fills up, only ending the stream waits for it. But nothing that still ticks, such as a client of a Redis that is away, keeps us.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.end(() => done(null)))))
process.exit(status)

export {}
