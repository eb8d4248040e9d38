import { and, eq, sql } from 'drizzle-orm'
import { giftCardEntries, giftCards } from '../../../db/schema/gift-cards.ts'
import { invariant } from '../../invariant.ts'
import type { Minor } from '../../money/money.ts'
import { Refusal } from '../../refusal.ts'
import { type Db, given, givenColumns, type StoreOptions } from './tables.ts'

/** What attempts hold of gift cards and orders spent, and how it comes back. */
export function giftCardHoldsOn(db: Db, options: StoreOptions) {
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
    /** What was spent is on the card again, and a card that this had spent up is good again. */
    takeBack(checkoutId: string): void {
      const now = options.now()
      for (const { giftCardId, amount } of statements.spent.all({ checkoutId })) {
        statements.putBack.run({ giftCardId, amount, now })
        add.run({ checkoutId, giftCardId, kind: 'release', amount, isFinal: true, at: now })
      }
    },
    switchOff(giftCardId: string, isDisabled: boolean): void {
      statements.switchOff.run({ giftCardId, isDisabled, now: options.now() })
    },
  }
}

function ledgerOn(db: Db) {
  const thisCard = eq(giftCards.id, sql.placeholder('giftCardId'))
  const ofCheckout = eq(giftCardEntries.checkoutId, sql.placeholder('checkoutId'))
  const isNotReleased = sql`not exists (select 1 from ${giftCardEntries} as released where released.checkout_id = ${giftCardEntries.checkoutId}
    and released.gift_card_id = ${giftCardEntries.giftCardId} and released.kind = 'release')`
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
    putBack: db
      .update(giftCards)
      .set({
        balance: sql`${giftCards.balance} + ${sql.placeholder('amount')}`,
        isDisabled: sql`${giftCards.isDisabled} and ${giftCards.balance} > 0`,
        updatedAt: given('now'),
      })
      .where(thisCard)
      .prepare(),
    switchOff: db
      .update(giftCards)
      .set({ isDisabled: given('isDisabled'), updatedAt: given('now') })
      .where(thisCard)
      .prepare(),
    spent: db
      .select({ giftCardId: giftCardEntries.giftCardId, amount: giftCardEntries.amount })
      .from(giftCardEntries)
      .where(and(ofCheckout, sql`${giftCardEntries.kind} = 'redeem' and ${giftCardEntries.isFinal}`, isNotReleased))
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
