import { asc, eq, sql } from 'drizzle-orm'
import { giftCards } from '../../../db/schema/gift-cards.ts'
import type { GiftCard } from '../../catalog/discount.ts'
import { minor } from '../../money/money.ts'
import { Refusal } from '../../refusal.ts'
import { giftCardHoldsOn } from './gift-card-ledger.ts'
import { type Db, given, givenColumns, type StoreOptions } from './tables.ts'

type Row = typeof giftCards.$inferSelect

/** Stored value and its ledger; always read fresh, since every attempt moves balances. */
export function giftCardsOn(db: Db, options: StoreOptions) {
  const byId = db
    .select()
    .from(giftCards)
    .where(eq(giftCards.id, sql.placeholder('id')))
    .prepare()
  const byCode = db
    .select()
    .from(giftCards)
    .where(eq(giftCards.code, sql.placeholder('code')))
    .prepare()
  const all = db.select().from(giftCards).orderBy(asc(giftCards.position)).prepare()
  const insert = db
    .insert(giftCards)
    .values(givenColumns(giftCards, ['position']))
    .prepare()
  const update = updateOn(db)

  function issue(card: GiftCard): void {
    insert.run({ ...columnsOf(card), initial: card.balance, balance: card.balance })
  }

  return {
    ...giftCardHoldsOn(db, options),
    issue,
    find: (id: string): GiftCard | null => cardIn(byId.get({ id })),
    findByCode: (code: string): GiftCard | null => cardIn(byCode.get({ code })),
    all: (): readonly GiftCard[] => all.all().map(read),

    /** Keeps what was spent: another value shifts the balance by the difference, and a card spent up stays disabled. */
    save(card: GiftCard): void {
      const row = byId.get({ id: card.id })
      if (!row) {
        issue(card)
        return
      }
      const difference = card.value - read(row).value
      if (row.balance + difference < 0) {
        throw new Refusal('catalog-invalid', `Gift card ${card.code} has spent more than ${card.value}.`, {
          code: card.code,
        })
      }
      const isSpent = row.isDisabled && row.balance + difference === 0
      update.run({ ...columnsOf(card), difference, isDisabled: card.isDisabled || isSpent })
    },
  }
}

function updateOn(db: Db) {
  return db
    .update(giftCards)
    .set({
      code: given('code'),
      isDisabled: given('isDisabled'),
      updatedAt: given('updatedAt'),
      doc: given('doc'),
      initial: sql`${giftCards.initial} + ${sql.placeholder('difference')}`,
      balance: sql`${giftCards.balance} + ${sql.placeholder('difference')}`,
    })
    .where(eq(giftCards.id, sql.placeholder('id')))
    .prepare()
}

function columnsOf(card: GiftCard) {
  return {
    id: card.id,
    code: card.code,
    isDisabled: card.isDisabled,
    updatedAt: card.updatedAt,
    doc: JSON.stringify(card),
  }
}

function cardIn(row: Row | undefined): GiftCard | null {
  return row ? read(row) : null
}

function read(row: Row): GiftCard {
  const card = JSON.parse(row.doc) as GiftCard
  return { ...card, balance: minor(row.balance), isDisabled: row.isDisabled, updatedAt: row.updatedAt }
}
