import { importCatalog } from '../../../src/commands/catalog.ts'
import type { BigCommerceDoor } from './door.ts'

const banks = { payment_providers: ['manual'], fulfillment_providers: ['manual'] }

/** Regions whose prices contain tax, and currencies without decimals and with three; a promotion that has something to say. */
export async function importFurther({ shop }: BigCommerceDoor): Promise<void> {
  const file = {
    store: { currencies: ['usd', 'eur', 'jpy', 'kwd', 'sek'] },
    regions: [
      { name: 'jp', currency_code: 'jpy', countries: ['jp'], tax_rate: 10, ...banks },
      { name: 'kw', currency_code: 'kwd', countries: ['kw'], tax_rate: 0, ...banks },
      { name: 'gross', currency_code: 'sek', countries: ['no'], tax_rate: 25, includes_tax: true, ...banks },
    ],
    shipping_options: [{ name: 'Standard', region: 'gross', amount: 5000 }],
    products: [
      {
        title: 'Tea',
        handle: 'tea',
        thumbnail: 'https://example.com/tea.png',
        variants: [
          {
            title: 'Tin',
            sku: 'TEA',
            inventory_quantity: 1000,
            prices: [
              { currency_code: 'jpy', amount: 500 },
              { currency_code: 'kwd', amount: 1234 },
              { currency_code: 'sek', amount: 12500 },
              { currency_code: 'eur', amount: 400 },
            ],
          },
        ],
      },
      {
        title: 'Song',
        handle: 'song',
        profile: 'digital',
        variants: [
          { title: 'File', sku: 'SONG', inventory_quantity: 9, prices: [{ currency_code: 'eur', amount: 100 }] },
        ],
      },
    ],
    discounts: [
      {
        code: 'LOUD',
        rule: { type: 'fixed', value: 2500, allocation: 'total', description: 'Twenty-five off' },
        metadata: { banner: { text: 'You save!', page: ['cart_page'] } },
      },
    ],
  }
  await importCatalog(shop, { text: JSON.stringify(file), fileName: 'further.json', format: null })
}
