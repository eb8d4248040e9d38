import type { Cart } from '../../cart/cart.ts'
import type { Books } from '../../checkout/books.ts'
import { billOf } from '../../commands/bills.ts'
import { consignmentOf, optionsFor, shippedLines, unshippedLines } from '../../commands/shipped-lines.ts'
import { toDecimal } from '../../money/currency.ts'
import type { Minor } from '../../money/money.ts'
import { countryName } from './address-json.ts'
import { escaped } from './page-html.ts'

/** The bank that asks nothing of the shopper. */
const noBank = 'manual'

/** Fields of the address form, in its order: name, words, and whether it may stay empty. */
const addressInputs = [
  ['email', 'E-mail', true],
  ['first_name', 'First name', true],
  ['last_name', 'Last name', true],
  ['address1', 'Street and number', true],
  ['address2', 'Apartment, floor', false],
  ['postal_code', 'Postal code', true],
  ['city', 'City', true],
  ['state_or_province', 'State or province', false],
  ['phone', 'Telephone', false],
] as const

/** What a shopper sees of a cart, and the one thing that is to be done next. */
export function checkoutPage(cart: Cart, books: Books, action: string, problem: string | null): string {
  const said = problem === null ? '' : `<p class="problem">${escaped(problem)}</p>`
  return `${said}${linesTable(cart, books)}${nextStep(cart, books, action)}`
}

function linesTable(cart: Cart, books: Books): string {
  const bill = billOf(cart, books, 'due')
  const money = (amount: Minor): string => `${toDecimal(amount, cart.currencyCode)} ${cart.currencyCode.toUpperCase()}`
  const row = (words: string, amount: Minor, name = ''): string =>
    `<tr${name && ` class="${name}"`}><td>${escaped(words)}</td><td>${escaped(money(amount))}</td></tr>`
  const lines = cart.lines.map((line, at) =>
    row(`${line.quantity} × ${line.title}`, bill.lines[at]?.subtotal ?? (0 as Minor)),
  )
  const rest = [
    ['Discounts', -bill.discountTotal as Minor],
    ['Shipping', bill.shippingTotal],
    ['Tax', bill.taxTotal],
    ['Gift cards', -(bill.giftCardTotal + bill.giftCardTaxTotal) as Minor],
  ] as const
  const others = rest.filter(([, amount]) => amount !== 0).map(([words, amount]) => row(words, amount))
  return `<table>${lines.join('')}${others.join('')}${row('Total', bill.total, 'total')}</table>`
}

function nextStep(cart: Cart, books: Books, action: string): string {
  if (cart.stage === 'completed') {
    const order = books.orderOfCart(cart.id)
    return `<p>Thank you. Your order has the number <strong>${order?.displayId ?? ''}</strong>.</p>`
  }
  if (cart.stage !== 'open') return '<p>Your order is being made. Please reload this page in a moment.</p>'
  const ships = shippedLines(cart, books).length > 0
  if (!cart.email || (ships && !consignmentOf(cart))) return addressForm(cart, books, action)
  if (unshippedLines(cart, books).length > 0) return shippingForm(cart, books, action)
  return orderForm(cart, books, action)
}

function addressForm(cart: Cart, books: Books, action: string): string {
  const countries = books.regions().filter(({ currencyCode }) => currencyCode === cart.currencyCode)
  const options = countries
    .flatMap((region) => region.countries)
    .map((code) => `<option value="${code}">${escaped(countryName(code) ?? code)}</option>`)
  const inputs = addressInputs.map(([name, words, isNeeded]) => {
    const type = name === 'email' ? 'email' : 'text'
    const value = name === 'email' ? (cart.email ?? '') : ''
    const needed = isNeeded ? ' required' : ''
    return `<label>${words}<input name="${name}" type="${type}" maxlength="255" value="${escaped(value)}"${needed}></label>`
  })
  const country = `<label>Country<select name="country_code">${options.join('')}</select></label>`
  return form(action, 'address', `${inputs.join('')}${country}`, 'Continue')
}

function shippingForm(cart: Cart, books: Books, action: string): string {
  const waiting = new Set(unshippedLines(cart, books).map(({ profileId }) => profileId))
  const options = optionsFor(cart, books).filter(({ profileId }) => waiting.has(profileId))
  if (options.length === 0) return '<p>There is no way to ship this to you. Please ask the shop.</p>'
  const choices = options.map(({ id, name, amount }, at) => {
    const price = `${toDecimal(amount, cart.currencyCode)} ${cart.currencyCode.toUpperCase()}`
    const chosen = at === 0 ? ' checked' : ''
    return `<label><input type="radio" name="option" value="${escaped(id)}"${chosen}> ${escaped(`${name}, ${price}`)}</label>`
  })
  return form(action, 'shipping', choices.join(''), 'Continue')
}

function orderForm(cart: Cart, books: Books, action: string): string {
  if (!mayOrderHere(cart, books)) return '<p>Please pay on the pages of the shop.</p>'
  return form(action, 'order', '', 'Place the order')
}

/** Whether a shopper may order without talking to a bank: where the shop offers that, or nothing is due. */
export function mayOrderHere(cart: Cart, books: Books): boolean {
  if (billOf(cart, books, 'due').total <= 0) return true
  return books.region(cart.regionId)?.paymentProviders.includes(noBank) ?? false
}

function form(action: string, step: string, inputs: string, words: string): string {
  const hidden = `<input type="hidden" name="step" value="${step}">`
  return `<form method="post" action="${escaped(action)}">${hidden}${inputs}<button>${words}</button></form>`
}
