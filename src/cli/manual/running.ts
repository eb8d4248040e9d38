import type { Page } from './page.ts'

/** Commands that run the server, or say how it is set up. */
export const runningPages = {
  serve: {
    text: [
      'Starts the server and keeps running until it is stopped with Ctrl-C or SIGTERM; it then answers what was begun and ends within ten seconds.',
      'The data directory is made if there is none, and a database of an older version is brought up to date after a copy of it. The first start shows the token with which operators sign in to /admin/console.',
      'The work behind orders (payments, taxes, webhooks) runs in the server. With REDIS_URL it is handed to BullMQ workers: those of this process, and those of every `cartwright work` beside it.',
    ],
    words: [],
    examples: [
      ['cartwright serve', 'on http://127.0.0.1:9000, with the data in ./data'],
      ['cartwright serve --demo --port 8080', 'a shop to try things out, on another port'],
      ['cartwright serve --no-workers --redis-url redis://127.0.0.1:6379', 'only answers; needs a `cartwright work`'],
    ],
    settings: ['HOST', 'PORT', 'DATA_DIR', 'REDIS_URL', 'STORE_CORS', 'TRUST_PROXY', 'LOG_LEVEL', 'DEMO'],
    done: 'it was asked to stop and everything begun was answered',
    failed: 'it could not start, or was cut off while stopping',
  },
  work: {
    text: [
      'Runs BullMQ workers alone: no port is opened. For machines on which answering and working should be in separate processes. It uses the same DATA_DIR on the same machine as the server; SQLite files do not work over a network.',
      'It waits for a Redis that is away. Stop it as the server is stopped.',
    ],
    words: [],
    examples: [['cartwright work --redis-url redis://127.0.0.1:6379', 'does the work of the server beside it']],
    settings: ['REDIS_URL', 'DATA_DIR', 'LOG_LEVEL'],
    done: 'it was asked to stop, and running jobs ended',
    failed: 'it could not start, or was cut off while stopping',
  },
  healthcheck: {
    text: [
      'Asks the server on this machine whether it can take orders, prints what it says (/readyz), and exits accordingly. Made for containers and scripts that have no curl.',
      '"degraded" counts as ready: something wants looking at, but orders are taken.',
    ],
    words: [],
    examples: [['cartwright healthcheck --port 9000', 'is the server on port 9000 ready?']],
    settings: ['HOST', 'PORT'],
    done: 'the server is ready',
    failed: 'it is not, or nothing answers',
  },
  config: {
    text: [
      'Prints every setting as it would be used, one NAME=value a line, and checks them all. Secrets show as stars when they are given. Nothing is opened or started.',
    ],
    words: [],
    examples: [
      ['cartwright config', 'what the environment comes to'],
      ['cartwright config --cart-ttl-days 7', 'the same, with one setting said otherwise'],
    ],
    settings: [],
    done: 'every setting can be meant',
    failed: 'does not happen; settings that cannot be meant are 2, with a sentence each',
  },
  openapi: {
    text: [
      'Prints the OpenAPI 3.1 document of every API and shared endpoint, as a server shows it at /docs/json. It needs no running server and no data directory.',
    ],
    words: [],
    examples: [['cartwright openapi', 'for a generator of clients: write it to a file']],
    settings: [],
    done: 'the document is printed',
    failed: 'there is no room for temporary files',
  },
  version: {
    text: ['Prints the version, and the commit that the program was built from.'],
    words: [],
    examples: [['cartwright version', 'which program is this?']],
    settings: [],
    done: 'always',
    failed: 'does not happen',
  },
  help: {
    text: ['Shows all commands and settings, or one command with its options and examples.'],
    words: [['COMMAND', 'the command to explain; `cartwright COMMAND --help` is the same']],
    examples: [
      ['cartwright help', 'everything at a glance'],
      ['cartwright help import', 'one command'],
      ['cartwright import --help', 'the same'],
    ],
    settings: [],
    done: 'it was shown',
    failed: 'does not happen; a command that does not exist is 2',
  },
} as const satisfies Record<string, Page>
