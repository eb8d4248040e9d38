import type { Run } from './call.ts'

/** An option of one command; the settings are options of every command that opens the shop. */
export interface CommandOption {
  readonly flag: string
  readonly takesValue: boolean
}

export interface Command {
  readonly name: string
  /** What follows the name, as shown in help. */
  readonly synopsis: string
  readonly does: string
  readonly operandsMin: number
  readonly operandsMax: number
  readonly options: readonly CommandOption[]
  /** Loaded when asked for, so that `version` does not wait for a web server. */
  readonly load: () => Promise<Run>
}

const noWords = { synopsis: '', operandsMin: 0, operandsMax: 0, options: [] } as const
const oneFile = { synopsis: 'FILE', operandsMin: 1, operandsMax: 1, options: [] } as const

/** What the program does when nothing is said. */
export const defaultCommand = 'serve'

export const commands: readonly Command[] = [
  {
    ...noWords,
    name: 'serve',
    synopsis: '[--no-workers]',
    does: 'HTTP server, and the job runner unless --no-workers (the default command)',
    options: [{ flag: '--no-workers', takesValue: false }],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    ...noWords,
    name: 'work',
    does: 'BullMQ workers alone (needs REDIS_URL)',
    load: async () => (await import('./work.ts')).work,
  },
  {
    ...oneFile,
    name: 'import',
    synopsis: 'FILE [--format cartwright|medusa-seed|shopify-csv] [--currency eur]',
    does: "a catalog file, Medusa v1's seed.json, or Shopify's product CSV; all of it or nothing",
    options: [
      { flag: '--format', takesValue: true },
      { flag: '--currency', takesValue: true },
    ],
    load: async () => (await import('./import-catalog.ts')).importFile,
  },
  {
    ...oneFile,
    name: 'export',
    synopsis: 'FILE [--ids] [--passwords]',
    options: [
      { flag: '--ids', takesValue: false },
      { flag: '--passwords', takesValue: false },
    ],
    does: 'writes the catalog as a catalog file; - is standard output',
    load: async () => (await import('./export-catalog.ts')).exportFile,
  },
  {
    ...noWords,
    name: 'migrate',
    synopsis: '[status]',
    does: 'runs the migrations that are missing, or shows them',
    operandsMax: 1,
    load: async () => (await import('./migrate.ts')).migrate,
  },
  {
    ...noWords,
    name: 'keys',
    synopsis: 'create --kind publishable|secret|management [--test] [--name N] [--json] | list [--json] | revoke ID',
    does: 'API keys of storefronts and programs; a key is shown once',
    operandsMin: 1,
    operandsMax: 2,
    options: [
      { flag: '--kind', takesValue: true },
      { flag: '--test', takesValue: false },
      { flag: '--name', takesValue: true },
      { flag: '--json', takesValue: false },
    ],
    load: async () => (await import('./keys.ts')).keys,
  },
  {
    ...oneFile,
    name: 'backup',
    does: 'copies the database to a new file, also while a server runs',
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    ...oneFile,
    name: 'restore',
    does: 'puts a backup in place of the database; the server has to be stopped; what was there is kept beside it',
    load: async () => (await import('./backup.ts')).restoreBackup,
  },
  {
    ...noWords,
    name: 'jobs',
    synopsis: 'ls [--state S] [--kind K] [--json] | show ID | retry ID|dead | drain [--seconds N]',
    does: 'promised work: lists it, shows one, runs it again; drain waits until nothing is due',
    operandsMin: 1,
    operandsMax: 2,
    options: [
      { flag: '--state', takesValue: true },
      { flag: '--kind', takesValue: true },
      { flag: '--seconds', takesValue: true },
      { flag: '--json', takesValue: false },
    ],
    load: async () => (await import('./jobs.ts')).jobs,
  },
  {
    ...noWords,
    name: 'checkouts',
    synopsis: 'ls [--state S|live] [--json] | show ID [--json] | retry ID | cancel ID',
    does: 'checkouts under way: lists them, shows what happened to one, pushes it on, cancels it',
    operandsMin: 1,
    operandsMax: 2,
    options: [
      { flag: '--state', takesValue: true },
      { flag: '--json', takesValue: false },
    ],
    load: async () => (await import('./checkouts.ts')).checkouts,
  },
  {
    ...noWords,
    name: 'doctor',
    synopsis: '[--fix] [--json]',
    does: 'looks for what does not add up or was left behind; --fix mends counters and holds; exits with 1 on findings',
    options: [
      { flag: '--fix', takesValue: false },
      { flag: '--json', takesValue: false },
    ],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    ...noWords,
    name: 'reconcile',
    synopsis: '[--since 72h] [--json]',
    does: "the providers' payments against the orders; exits with 1 when they differ",
    options: [
      { flag: '--since', takesValue: true },
      { flag: '--json', takesValue: false },
    ],
    load: async () => (await import('./reconcile.ts')).reconcilePayments,
  },
  {
    ...noWords,
    name: 'healthcheck',
    does: 'asks a running server on HOST and PORT whether it is ready',
    load: async () => (await import('./healthcheck.ts')).healthcheck,
  },
  {
    ...noWords,
    name: 'config',
    does: 'the settings as understood, secrets masked',
    load: async () => (await import('./show-config.ts')).showConfig,
  },
  { ...noWords, name: 'version', does: 'version and commit', load: async () => (await import('./version.ts')).version },
  { ...noWords, name: 'help', does: 'this page', load: async () => (await import('./help.ts')).help },
]
