import type { Command } from './command.ts'
import { dataPages } from './manual/data.ts'
import { operatingPages } from './manual/operating.ts'
import { runningPages } from './manual/running.ts'
import { noWords, plainCommands } from './plain-commands.ts'

const oneFile = { synopsis: 'FILE', operandsMin: 1, operandsMax: 1, options: [] } as const

/** What the program does when nothing is said. */
export const defaultCommand = 'serve'

export const commands: readonly Command[] = [
  {
    ...noWords,
    name: 'serve',
    page: runningPages.serve,
    synopsis: '[--no-workers]',
    does: 'HTTP server, and the job runner unless --no-workers (the default command)',
    options: [
      {
        flag: '--no-workers',
        value: null,
        meaning: 'only answer; the work is done by `cartwright work` (needs REDIS_URL)',
      },
    ],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    ...noWords,
    name: 'work',
    page: runningPages.work,
    does: 'BullMQ workers alone (needs REDIS_URL)',
    load: async () => (await import('./work.ts')).work,
  },
  {
    ...oneFile,
    name: 'import',
    page: dataPages.import,
    synopsis: 'FILE [--format cartwright|medusa-seed|shopify-csv] [--currency eur]',
    does: "a catalog file, Medusa v1's seed.json, or Shopify's product CSV; all of it or nothing",
    options: [
      {
        flag: '--format',
        value: 'FORMAT',
        meaning: 'cartwright, medusa-seed or shopify-csv; told by the content unless said',
      },
      {
        flag: '--currency',
        value: 'CODE',
        meaning: 'of the prices in a Shopify CSV, which names none; the default one unless said',
      },
    ],
    load: async () => (await import('./import-catalog.ts')).importFile,
  },
  {
    ...oneFile,
    name: 'export',
    page: dataPages.export,
    synopsis: 'FILE [--ids] [--passwords]',
    options: [
      { flag: '--ids', value: null, meaning: 'with the ids of things, so that another shop has the same' },
      { flag: '--passwords', value: null, meaning: 'with the password hashes of customers' },
    ],
    does: 'writes the catalog as a catalog file; - is standard output',
    load: async () => (await import('./export-catalog.ts')).exportFile,
  },
  {
    ...noWords,
    name: 'migrate',
    page: dataPages.migrate,
    synopsis: '[status]',
    does: 'runs the migrations that are missing, or shows them',
    operandsMax: 1,
    load: async () => (await import('./migrate.ts')).migrate,
  },
  {
    ...noWords,
    name: 'keys',
    page: operatingPages.keys,
    synopsis: 'create --kind publishable|secret|management [--test] [--name N] [--json] | list [--json] | revoke ID',
    does: 'API keys of storefronts and programs; a key is shown once',
    operandsMin: 1,
    operandsMax: 2,
    options: [
      { flag: '--kind', value: 'KIND', meaning: 'create: publishable, secret or management' },
      { flag: '--test', value: null, meaning: 'create: a key for trying things out (pk_test_…, sk_test_…)' },
      { flag: '--name', value: 'NAME', meaning: 'create: what you will know it by' },
      { flag: '--json', value: null, meaning: 'create, list: the answer as JSON' },
    ],
    load: async () => (await import('./keys.ts')).keys,
  },
  {
    ...oneFile,
    name: 'backup',
    page: dataPages.backup,
    does: 'copies the database to a new file, also while a server runs',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    ...oneFile,
    name: 'restore',
    page: dataPages.restore,
    does: 'puts a backup in place of the database; the server has to be stopped; what was there is kept beside it',
    load: async () => (await import('./backup.ts')).restoreBackup,
  },
  {
    ...noWords,
    name: 'jobs',
    page: operatingPages.jobs,
    synopsis: 'ls [--state S] [--kind K] [--json] | show ID | retry ID|dead | drain [--seconds N]',
    does: 'promised work: lists it, shows one, runs it again; drain waits until nothing is due',
    operandsMin: 1,
    operandsMax: 2,
    options: [
      { flag: '--state', value: 'STATE', meaning: 'ls: only those that are available, running, done or dead' },
      {
        flag: '--kind',
        value: 'KIND',
        meaning: 'ls: only this kind of work, such as complete-cart or deliver-webhook',
      },
      { flag: '--seconds', value: 'SECONDS', meaning: 'drain: how long to wait, 60 unless said' },
      { flag: '--json', value: null, meaning: 'ls: the answer as JSON' },
    ],
    load: async () => (await import('./jobs.ts')).jobs,
  },
  {
    ...noWords,
    name: 'checkouts',
    page: operatingPages.checkouts,
    synopsis: 'ls [--state S|live] [--json] | show ID [--json] | retry ID | cancel ID',
    does: 'checkouts under way: lists them, shows what happened to one, pushes it on, cancels it',
    operandsMin: 1,
    operandsMax: 2,
    options: [
      {
        flag: '--state',
        value: 'STATE',
        meaning: 'ls: only those in this state, such as payment_unknown; live: all that have not ended',
      },
      { flag: '--json', value: null, meaning: 'ls, show: the answer as JSON' },
    ],
    load: async () => (await import('./checkouts.ts')).checkouts,
  },
  {
    ...noWords,
    name: 'doctor',
    page: operatingPages.doctor,
    synopsis: '[--fix] [--json]',
    does: 'looks for what does not add up or was left behind; --fix mends counters and holds; exits with 1 on findings',
    options: [
      { flag: '--fix', value: null, meaning: 'mend counters and holds that follow from the rows' },
      { flag: '--json', value: null, meaning: 'the answer as JSON' },
    ],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    ...noWords,
    name: 'reconcile',
    page: operatingPages.reconcile,
    synopsis: '[--since 72h] [--json]',
    does: "the providers' payments against the orders; exits with 1 when they differ",
    options: [
      { flag: '--since', value: 'SPAN', meaning: 'how far back to look: 90m, 72h or 30d; 72h unless said' },
      { flag: '--json', value: null, meaning: 'the answer as JSON' },
    ],
    load: async () => (await import('./reconcile.ts')).reconcilePayments,
  },
  ...plainCommands,
]
