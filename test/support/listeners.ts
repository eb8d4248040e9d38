import type { Announcer } from '../../src/announcements/announcer.ts'

/** Nobody is told anything. */
export const noListeners: Announcer = {
  endpointIds: [],
  tell: async () => ({ kind: 'unknown-endpoint' }),
}
