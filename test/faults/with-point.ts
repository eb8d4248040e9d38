import { plugin } from 'bun'

/**
 * Loaded before the program (`bun --preload`): its own `openShop`, unchanged, hands out a shop that ends the process at the
 * point named in FAULT_POINT. So the program that is tested is the one that is shipped, and knows of none of this.
 */
const point = process.env['FAULT_POINT'] ?? ''
delete process.env['FAULT_POINT']
const points = `${import.meta.dir}/points.ts`

plugin({
  name: 'a point at which to end',
  setup(build) {
    build.onLoad({ filter: /\/src\/cli\/open-shop\.ts$/ }, ({ path }) => ({ loader: 'ts', contents: wrapped(path) }))
  },
})

function wrapped(path: string): string {
  const original = JSON.stringify(`${path}?as-it-is`)
  return `
    import { openShop as open } from ${original}
    import { withPoint } from ${JSON.stringify(points)}
    export * from ${original}
    export const openShop = (...words) => {
      const opened = open(...words)
      return { ...opened, shop: withPoint(opened.shop, ${JSON.stringify(point)}) }
    }`
}
