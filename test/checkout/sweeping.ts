import { runJob, type StockedShop } from '../support/shop.ts'

/** Runs the job that ends and removes what is over, once; nothing else that is due. */
export async function sweep({ shop }: StockedShop): Promise<void> {
  await shop.store.jobs.ensure({ id: 'job_expire-carts', kind: 'expire-carts', runAt: shop.now() }, shop.now())
  const [job] = await shop.store.jobs.claimDue(1, shop.now(), ['expire-carts'])
  if (!job) throw new Error('the sweep is not due yet')
  await runJob(shop, job)
}
