import type { Customer } from '../../cart/customer.ts'
import type { Channel, Region } from '../../catalog/region.ts'
import type { ShippingOption } from '../../catalog/shipping-option.ts'
import type { CatalogView } from '../../checkout/books.ts'
import type { ChannelRecord, CustomerRecord, RegionRecord, ShippingOptionRecord } from '../catalog-file.ts'
import { allProducts, allShippingOptions, inOrder } from '../everything.ts'
import { groupNameOf } from '../into-catalog/shop-profile.ts'
import { discountRecord, giftCardRecord } from './discount-records.ts'
import { type ExportedCatalog, type ExportOptions, plainExport } from './exported.ts'
import { idFields } from './ids.ts'
import { numbersToTell } from './numbers.ts'
import { productRecords } from './product-records.ts'
import { metadataOf, spare } from './spare.ts'

/**
 * The catalog as a file that makes an equal shop when it is imported into an empty one, and changes nothing when it is
 * imported here. Stock is what was put in, sales not taken off, for that is what an import means by it.
 * Left out: what has its default, numbers that an import would hand out anyway, ids that we made, and passwords.
 */
export function exportCatalog(view: CatalogView, options: ExportOptions = plainExport): ExportedCatalog {
  const profile = view.profile()
  return {
    store: {
      name: profile.name,
      currencies: [...profile.currencies],
      default_currency_code: profile.defaultCurrencyCode,
    },
    channels: view.channels().map(channelRecord),
    regions: inOrder(view.regions()).map((region) => regionRecord(view, region, options)),
    shipping_options: allShippingOptions(view).map((option) => shippingOptionRecord(view, option, options)),
    collections: inOrder(view.collections()).map(({ handle, title, metadata }) => ({
      handle,
      title,
      ...spare({ metadata: metadataOf(metadata) }),
    })),
    ...productRecords(view, allProducts(view), options),
    discounts: inOrder(view.discounts()).map((discount) => discountRecord(view, discount, options)),
    gift_cards: inOrder(view.giftCards()).map((card) => giftCardRecord(view, card, options)),
    customers: customerRecords(
      view.customers().filter(({ isTest }) => !isTest),
      options,
    ),
  }
}

function channelRecord(channel: Channel): ChannelRecord {
  return {
    name: channel.name,
    ...spare({ description: channel.description }),
    channel_id: channel.number,
    ...(channel.storeGroupId === groupNameOf(channel.name) ? {} : { store_group_id: channel.storeGroupId }),
  }
}

function regionRecord(view: CatalogView, region: Region, options: ExportOptions): RegionRecord {
  return {
    ...idFields(region.id, options),
    name: region.name,
    currency_code: region.currencyCode,
    tax_rate: region.taxRate,
    ...spare({ tax_code: region.taxCode }),
    automatic_taxes: region.automaticTaxes,
    includes_tax: region.includesTax,
    gift_cards_taxable: region.giftCardsTaxable,
    countries: [...region.countries],
    payment_providers: [...region.paymentProviders],
    fulfillment_providers: [...region.fulfillmentProviders],
    tax_rates: region.taxRates.map((rate) => ({
      code: rate.code,
      name: rate.name,
      rate: rate.rate,
      ...spare({
        products: rate.productIds.flatMap((id) => view.product(id)?.handle ?? []),
        shipping_options: [...new Set(rate.shippingOptionIds.flatMap((id) => view.shippingOption(id)?.name ?? []))],
      }),
    })),
    ...spare({ metadata: metadataOf(region.metadata) }),
  }
}

function shippingOptionRecord(view: CatalogView, option: ShippingOption, options: ExportOptions): ShippingOptionRecord {
  return {
    ...idFields(option.id, options),
    name: option.name,
    ...spare({ region: view.region(option.regionId)?.name, profile: view.shippingProfile(option.profileId)?.key }),
    provider_id: option.providerId,
    price_type: option.priceType,
    amount: option.amount,
    requirements: option.requirements.map(({ type, amount }) => ({ type, amount })),
    data: { ...option.data },
    ...spare({ metadata: metadataOf(option.metadata) }),
  }
}

/** One record for each e-mail: the account, where there is a guest as well. */
function customerRecords(customers: readonly Customer[], options: ExportOptions): CustomerRecord[] {
  const accounts = new Set(customers.filter((one) => one.hasAccount).map((one) => one.email))
  const told = customers.filter((one) => one.hasAccount || !accounts.has(one.email))
  const numbers = numbersToTell(told)
  return told.map((customer) => ({
    ...idFields(customer.id, options),
    ...spare({
      number: numbers.get(customer.id),
      first_name: customer.firstName,
      last_name: customer.lastName,
    }),
    email: customer.email,
    ...spare({
      password_hash: options.passwords ? customer.passwordHash : null,
      phone: customer.phone,
      metadata: metadataOf(customer.metadata),
    }),
  }))
}
