import { Refusal } from '../refusal.ts'

/** Shortest and longest account number of a payment card (ISO/IEC 7812-1). */
const digitsMin = 13
const digitsMax = 19

/** Digits of a telephone number at most (ITU-T E.164). */
const phoneDigitsMax = 15

/** Digits of the only cards whose number begins with a 1: airlines' (UATP). */
const airlineDigits = 15

/** How the digits are set on cards: how many in each group. */
const cardGroupings = ['4-4-4-1', '4-4-4-4', '4-4-4-4-3', '4-6-4', '4-6-5']
const groupsMax = 5

/** How deep and how much is looked at; what is beyond is suspected, so that nothing hides behind size. */
const depthMax = 32
const valuesMax = 100_000

/** Refuses what may be a card number, wherever somebody wrote it: it belongs to the payment provider alone. */
export function assertNoCardNumber(...values: readonly unknown[]): void {
  if (!values.some(containsCardNumber)) return
  throw new Refusal('possible-card-data', 'This may contain a card number, which must not be sent here.')
}

/** What people say of themselves. */
interface Particulars {
  readonly phone?: string | null
  readonly [field: string]: unknown
}

/** As `assertNoCardNumber`, for who and where somebody is: a telephone number can look like a card's, whatever its digits. */
export function assertNoCardNumberOf(person: Particulars): void {
  const { phone, ...rest } = person
  assertNoCardNumber(rest)
  if (phone && phone.replaceAll(/\D/g, '').length > phoneDigitsMax) assertNoCardNumber(phone)
}

/** The text with a star for each digit of what may be a card number: for logs, which keep what callers made up. */
export function withoutCardNumbers(text: string): string {
  return text.replaceAll(digitRuns, (run) => (runHasCardNumber(run) ? run.replaceAll(/\d/g, '*') : run))
}

/**
 * Whether somewhere in a JSON value, its keys included, there is a text or number that may be a card number: 13 to 19
 * digits, also with spaces or dashes between them, whose check digit is right (Luhn, ISO/IEC 7812-1 annex B).
 */
export function containsCardNumber(value: unknown): boolean {
  let left = valuesMax
  const pending: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    left -= 1
    if (left < 0 || next.depth > depthMax) return true
    if (isCardNumber(next.value)) return true
    for (const part of partsOf(next.value)) pending.push({ value: part, depth: next.depth + 1 })
  }
  return false
}

function partsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value
  return Object.entries(value).flat()
}

function isCardNumber(value: unknown): boolean {
  if (typeof value === 'string') return textHasCardNumber(value)
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return false
  return isNumberedLikeCard(String(value))
}

/** Digits with nothing but spaces and dashes between them. */
const digitRuns = /\d(?:[ -]{0,2}\d)*/g

function textHasCardNumber(text: string): boolean {
  for (const [run] of text.matchAll(digitRuns)) if (runHasCardNumber(run)) return true
  return false
}

/** Looks at a run of digits as a whole, and at the groups in it that are set like on a card. */
function runHasCardNumber(run: string): boolean {
  const groups = run.split(/[ -]+/)
  if (isNumberedLikeCard(groups.join(''))) return true
  return groups.some((_, from) => beginsLikeCard(groups.slice(from, from + groupsMax)))
}

function beginsLikeCard(groups: readonly string[]): boolean {
  const sizes = groups.map((group) => group.length).join('-')
  return (
    isNumberedLikeCard(groups[0] ?? '') ||
    cardGroupings.some((grouping) => {
      const begins = sizes === grouping || sizes.startsWith(`${grouping}-`)
      return begins && isNumberedLikeCard(groups.slice(0, grouping.split('-').length).join(''))
    })
  )
}

function isNumberedLikeCard(digits: string): boolean {
  return digits.length >= digitsMin && digits.length <= digitsMax && isIssuers(digits) && passesLuhn(digits)
}

/**
 * Cards that pay begin with 2 to 6, 8 or 9 (ISO/IEC 7812-1: 0 and 7 are other industries'). Times in milli-, micro- and
 * nanoseconds begin with 1 until 2033, and many programs write those into addresses and names. Cards of 13 digits are
 * Visa's; barcodes have as many.
 */
function isIssuers(digits: string): boolean {
  if (digits.length === digitsMin) return digits.startsWith('4')
  return digits.startsWith('1') ? digits.length === airlineDigits : !/^[07]/.test(digits)
}

/** All zeros pass the sum, yet no card is numbered so. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum > 0 && sum % 10 === 0
}
