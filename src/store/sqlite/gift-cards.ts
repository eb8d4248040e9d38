import { and, asc, eq, sql } from 'drizzle-orm'
import { giftCardEntries, giftCards } from '../../../db/schema/gift-cards.ts'
import type { GiftCard } from '../../catalog/discount.ts'
import { invariant } from '../../invariant.ts'
import { type Minor, minor } from '../../money/money.ts'
import { Refusal } from '../../refusal.ts'
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

function giftCardHoldsOn(db: Db, options: StoreOptions) {
  const statements = ledgerOn(db)
  const { find, take, add, running } = statements
  return {
    /** Again for the same attempt changes nothing. */
    hold(checkoutId: string, giftCardId: string, amount: Minor): void {
      if (amount === 0) return
      const earlier = find.get({ checkoutId, giftCardId })
      if (earlier) {
        invariant(!earlier.isFinal && earlier.amount === amount, `attempt ${checkoutId} has held another amount`)
        return
      }
      const now = options.now()
      if (!take.get({ giftCardId, amount, now })) {
        const code = statements.code.get({ giftCardId })?.code ?? giftCardId
        throw new Refusal('gift-card-short', `The gift card ${code} holds less than that.`, { code })
      }
      add.run({ checkoutId, giftCardId, kind: 'redeem', amount, isFinal: false, at: now })
    },
    release(checkoutId: string): void {
      const now = options.now()
      for (const { giftCardId, amount } of running.all({ checkoutId })) {
        statements.giveBack.run({ giftCardId, amount, now })
        add.run({ checkoutId, giftCardId, kind: 'release', amount, isFinal: true, at: now })
      }
      statements.end.run({ checkoutId })
    },
    settle(checkoutId: string): void {
      const held = running.all({ checkoutId })
      statements.end.run({ checkoutId })
      for (const { giftCardId } of held) statements.disableSpent.run({ giftCardId, now: options.now() })
    },
  }
}

function ledgerOn(db: Db) {
  const thisCard = eq(giftCards.id, sql.placeholder('giftCardId'))
  const ofCheckout = eq(giftCardEntries.checkoutId, sql.placeholder('checkoutId'))
  const isHeld = sql`${giftCardEntries.kind} = 'redeem' and not ${giftCardEntries.isFinal}`
  const isHeldByNobody = sql`not exists (select 1 from ${giftCardEntries} where ${giftCardEntries.giftCardId} = ${giftCards.id} and ${isHeld})`
  return {
    code: db.select({ code: giftCards.code }).from(giftCards).where(thisCard).prepare(),
    find: db
      .select({ amount: giftCardEntries.amount, isFinal: giftCardEntries.isFinal })
      .from(giftCardEntries)
      .where(
        and(
          ofCheckout,
          eq(giftCardEntries.giftCardId, sql.placeholder('giftCardId')),
          sql`${giftCardEntries.kind} = 'redeem'`,
        ),
      )
      .prepare(),
    take: db
      .update(giftCards)
      .set({ balance: sql`${giftCards.balance} - ${sql.placeholder('amount')}`, updatedAt: given('now') })
      .where(and(thisCard, sql`${giftCards.balance} >= ${sql.placeholder('amount')} and not ${giftCards.isDisabled}`))
      .returning({ id: giftCards.id })
      .prepare(),
    giveBack: db
      .update(giftCards)
      .set({ balance: sql`${giftCards.balance} + ${sql.placeholder('amount')}`, updatedAt: given('now') })
      .where(thisCard)
      .prepare(),
    add: db.insert(giftCardEntries).values(givenColumns(giftCardEntries)).prepare(),
    running: db
      .select({ giftCardId: giftCardEntries.giftCardId, amount: giftCardEntries.amount })
      .from(giftCardEntries)
      .where(and(ofCheckout, isHeld))
      .prepare(),
    end: db.update(giftCardEntries).set({ isFinal: true }).where(and(ofCheckout, isHeld)).prepare(),
    // Not while another attempt holds a part of it: that part may come back.
    disableSpent: db
      .update(giftCards)
      .set({ isDisabled: true, updatedAt: given('now') })
      .where(and(thisCard, sql`${giftCards.balance} = 0`, isHeldByNobody))
      .prepare(),
  }
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
