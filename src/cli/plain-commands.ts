import type { Command } from './command.ts'
import { runningPages } from './manual/running.ts'

/** A command that takes no words of its own. */
export const noWords = { synopsis: '', operandsMin: 0, operandsMax: 0, options: [] } as const

/** Commands that only tell something. */
export const plainCommands: readonly Command[] = [
  {
    ...noWords,
    name: 'healthcheck',
    page: runningPages.healthcheck,
    does: 'asks a running server on HOST and PORT whether it is ready',
    load: async () => (await import('./healthcheck.ts')).healthcheck,
  },
  {
    ...noWords,
    name: 'openapi',
    page: runningPages.openapi,
    does: 'the OpenAPI document of all APIs, as a server shows it at /docs/json',
    load: async () => (await import('./openapi.ts')).openapi,
  },
  {
    ...noWords,
    name: 'config',
    page: runningPages.config,
    does: 'the settings as understood, secrets masked',
    load: async () => (await import('./show-config.ts')).showConfig,
  },
  {
    ...noWords,
    name: 'version',
    page: runningPages.version,
    does: 'version and commit',
    load: async () => (await import('./version.ts')).version,
  },
  {
    ...noWords,
    name: 'help',
    page: runningPages.help,
    synopsis: '[COMMAND]',
    operandsMax: 1,
    does: 'all commands and settings, or one command with examples',
    load: async () => (await import('./help.ts')).help,
  },
]
