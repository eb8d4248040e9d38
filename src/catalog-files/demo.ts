import demo from './demo.json' with { type: 'json' }

/** The built-in demo shop, compiled in; a catalog file like any other. Its customer's password is in it for all to read. */
export const demoCatalog: unknown = demo
