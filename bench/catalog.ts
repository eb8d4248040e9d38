/** How many products there are to choose from. */
export const productCount = 20

const plenty = 1_000_000_000

/** A shop with tax, shipping and a discount, in which nothing ever runs out. */
export function benchCatalog(): object {
  return {
    store: { name: 'Bench', currencies: ['eur'], default_currency_code: 'eur' },
    channels: [{ name: 'Web', channel_id: 1, store_group_id: 'BENCH' }],
    regions: [
      {
        name: 'eu',
        currency_code: 'eur',
        tax_rate: 20,
        automatic_taxes: true,
        countries: ['de'],
        payment_providers: ['manual'],
        fulfillment_providers: ['manual'],
      },
    ],
    shipping_options: [
      {
        name: 'Standard',
        region: 'eu',
        profile: 'default',
        provider_id: 'manual',
        price_type: 'flat_rate',
        amount: 500,
      },
    ],
    products: Array.from({ length: productCount }, (_, at) => ({
      title: `Product ${at}`,
      handle: `product-${at}`,
      options: [{ title: 'Size' }],
      variants: [
        {
          title: 'One',
          sku: `SKU-${at}`,
          inventory_quantity: plenty,
          options: [{ value: 'One' }],
          prices: [{ currency_code: 'eur', amount: 1999 + at }],
        },
      ],
    })),
  }
}
