import { type Static, Type } from 'typebox'
import { lineMax } from '../../cart/line-items.ts'
import type { Metadata } from '../../catalog/product.ts'
import type { CatalogItem, NewItems } from '../../commands/managed-lines.ts'
import type { CertificateItem, CustomItem } from '../../commands/named-lines.ts'
import type { Selection } from '../../commands/option-selections.ts'
import { Refusal } from '../../refusal.ts'
import { decimal, email, name, nameMax, number, optional, price, quantity } from './bodies.ts'

const selectionMax = 50
const messageMax = 200
const wrappingMax = 1_000
const urlMax = 2_048
const certificateMin = 1
const certificateAmountMax = 1_000

/** What was chosen of an option: an id, words, a time, a date as `{day, month, year}`, or a file that was sent before. */
const optionValue = Type.Union([
  Type.Number(),
  Type.Boolean(),
  Type.String({ maxLength: wrappingMax }),
  Type.Record(Type.String({ maxLength: nameMax }), Type.Union([Type.String({ maxLength: urlMax }), Type.Number()])),
])

const selection = Type.Object({
  option_id: optional(number),
  option_value: optional(optionValue),
  name: optional(Type.String({ maxLength: nameMax })),
  value: optional(Type.Union([Type.String({ maxLength: wrappingMax }), Type.Number()])),
})

const wrapping = Type.Object({
  wrap_together: optional(Type.Boolean()),
  wrap_details: optional(
    Type.Array(
      Type.Object({ id: optional(Type.Integer()), message: optional(Type.String({ maxLength: wrappingMax })) }),
      {
        maxItems: selectionMax,
      },
    ),
  ),
})

/** An item of the catalog, as it is added or changed. */
export const lineItem = Type.Object({
  quantity,
  product_id: number,
  variant_id: optional(number),
  list_price: optional(decimal),
  name: optional(name),
  option_selections: optional(Type.Array(selection, { maxItems: selectionMax })),
  gift_wrapping: optional(wrapping),
})

const customItem = Type.Object({
  name,
  sku: optional(Type.String({ maxLength: nameMax })),
  quantity,
  list_price: decimal,
  image_url: optional(Type.String({ maxLength: urlMax })),
})

const contact = Type.Object({ name, email })

/** BigCommerce's words for them; files of 2024 called them by the names of their pictures. */
const themes = ['Birthday', 'Boy', 'Celebration', 'Christmas', 'General', 'Girl']

const giftCertificate = Type.Object({
  name,
  theme: Type.Enum([...themes, ...themes.map((theme) => `${theme.toLowerCase()}.html`)], {
    'x-words': `must be one of ${themes.join(', ')}`,
  }),
  amount: Type.Number({ minimum: certificateMin, maximum: certificateAmountMax }),
  quantity,
  sender: contact,
  recipient: contact,
  message: optional(Type.String({ maxLength: messageMax })),
})

/** The three lists of things that go into a cart. */
export const itemLists = {
  line_items: optional(Type.Array(lineItem, { maxItems: lineMax })),
  custom_items: optional(Type.Array(customItem, { maxItems: lineMax })),
  gift_certificates: optional(Type.Array(giftCertificate, { maxItems: lineMax })),
}

type ItemLists = Static<Type.TObject<typeof itemLists>>

/** What is to go into the cart; refuses three lists with nothing in them. */
export function itemsIn(body: ItemLists): NewItems {
  const items: NewItems = {
    catalog: (body.line_items ?? []).map((item, at) => catalogItem(item, `line_items.${at}`)),
    custom: (body.custom_items ?? []).map((item, at) => custom(item, `custom_items.${at}`)),
    certificates: (body.gift_certificates ?? []).map((item, at) => certificate(item, `gift_certificates.${at}`)),
  }
  if (items.catalog.length + items.custom.length + items.certificates.length > 0) return items
  throw new Refusal('body-invalid', 'Missing line_items in request body', { field: 'line_items' })
}

function catalogItem(item: Static<typeof lineItem>, field: string): CatalogItem {
  return {
    field,
    productNumber: item.product_id,
    variantNumber: item.variant_id ?? null,
    selections: (item.option_selections ?? []).map(selectionOf),
    quantity: item.quantity,
    price: priceOf(item.list_price, `${field}.list_price`),
    title: item.name ?? null,
    metadata: item.gift_wrapping ? { gift_wrapping: item.gift_wrapping as Metadata } : {},
  }
}

/** A price of its own; null leaves it to the catalog. */
export function priceOf(said: number | null | undefined, field: string): CatalogItem['price'] {
  return said === null || said === undefined ? null : price(said, field)
}

function selectionOf({ option_id, option_value, name: named, value }: Static<typeof selection>): Selection {
  return {
    optionNumber: option_id ?? null,
    value: option_value ?? null,
    name: named ?? null,
    valueName: value === null || value === undefined ? null : String(value),
  }
}

function custom(item: Static<typeof customItem>, field: string): CustomItem {
  return {
    name: item.name,
    sku: item.sku || null,
    quantity: item.quantity,
    price: price(item.list_price, `${field}.list_price`),
    imageUrl: item.image_url || null,
  }
}

function certificate(item: Static<typeof giftCertificate>, field: string): CertificateItem {
  const { sender, recipient, message } = item
  return {
    name: item.name,
    amount: price(item.amount, `${field}.amount`),
    quantity: item.quantity,
    certificate: {
      theme: themeMeant(String(item.theme)),
      sender: { name: sender.name, email: sender.email },
      recipient: { name: recipient.name, email: recipient.email },
      message: message ?? '',
    },
  }
}

function themeMeant(said: string): string {
  return themes.find((theme) => `${theme.toLowerCase()}.html` === said) ?? said
}
