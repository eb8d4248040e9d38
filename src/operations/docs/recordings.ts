import bigcommerce from './examples/bigcommerce.json' with { type: 'json' }
import brink from './examples/brink.json' with { type: 'json' }
import headless from './examples/headless.json' with { type: 'json' }
import medusa from './examples/medusa.json' with { type: 'json' }
import pages from './examples/pages.json' with { type: 'json' }
import shop from './examples/shop.json' with { type: 'json' }

/** Examples of each API, nearly all as a server answered them to its tests, by the name that theirs begin with. */
export const recordings = { medusa, brink, bigcommerce, headless, pages, shop } as const
