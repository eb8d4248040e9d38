import { and, asc, eq, inArray, lt, lte, notExists, sql } from 'drizzle-orm'
import { announcements, deliveries, deliveryAttempts } from '../../../db/schema/announcements.ts'
import type { Metadata } from '../../catalog/product.ts'
import type { Announcement, Delivery, DeliveryAttempt } from '../../checkout/announcement.ts'
import { Conflict } from '../conflict.ts'
import { isDuplicate } from './errors.ts'
import { type Db, given, givenColumns } from './tables.ts'

/** What others are told of, and whether they were. */
export function announcementsOn(db: Db) {
  const finds = findsOn(db)
  const saves = savesOn(db)
  const endings = endingsOn(db)

  return {
    find(id: string): Announcement | null {
      const row = finds.announcement.get({ id })
      return row
        ? { ...(row as Announcement), data: row.data === null ? null : (JSON.parse(row.data) as Metadata) }
        : null
    },
    findOld: (before: number, limit: number): readonly string[] => finds.old.all({ before, limit }).map(({ id }) => id),
    findDelivery: (id: string): Delivery | null => finds.delivery.get({ id }) ?? null,
    deliveriesOf: (announcementId: string): readonly Delivery[] => finds.deliveries.all({ announcementId }),
    attempts: (deliveryId: string): readonly DeliveryAttempt[] => finds.attempts.all({ deliveryId }),

    announce(announcement: Announcement, to: readonly Delivery[]): void {
      try {
        saves.announce.run({ ...announcement, data: announcement.data && JSON.stringify(announcement.data) })
      } catch (error) {
        if (isDuplicate(error)) throw new Conflict('announced-twice', announcement.subject)
        throw error
      }
      for (const delivery of to) saves.addDelivery.run({ ...delivery })
    },
    saveDelivery(delivery: Delivery, attempt: DeliveryAttempt | null): void {
      saves.moveDelivery.run({ ...delivery })
      if (attempt) saves.addAttempt.run({ ...attempt, deliveryId: delivery.id })
      if (delivery.state !== 'waiting') endings.forgetOfNobody.run({ id: delivery.announcementId })
    },
    forgetSecrets: (now: number): void => void endings.forgetOver.run({ now }),
    remove: (ids: readonly string[]): void => void endings.remove.run({ ids: JSON.stringify(ids) }),
  }
}

function findsOn(db: Db) {
  return {
    announcement: db
      .select()
      .from(announcements)
      .where(eq(announcements.id, sql.placeholder('id')))
      .prepare(),
    old: db
      .select({ id: announcements.id })
      .from(announcements)
      .where(lt(announcements.at, sql.placeholder('before')))
      .orderBy(asc(announcements.at))
      .limit(sql.placeholder('limit'))
      .prepare(),
    delivery: db
      .select()
      .from(deliveries)
      .where(eq(deliveries.id, sql.placeholder('id')))
      .prepare(),
    deliveries: db
      .select()
      .from(deliveries)
      .where(eq(deliveries.announcementId, sql.placeholder('announcementId')))
      .prepare(),
    attempts: db
      .select({
        attempt: deliveryAttempts.attempt,
        status: deliveryAttempts.status,
        error: deliveryAttempts.error,
        durationMs: deliveryAttempts.durationMs,
        at: deliveryAttempts.at,
      })
      .from(deliveryAttempts)
      .where(eq(deliveryAttempts.deliveryId, sql.placeholder('deliveryId')))
      .orderBy(asc(deliveryAttempts.id))
      .prepare(),
  }
}

function savesOn(db: Db) {
  return {
    announce: db.insert(announcements).values(givenColumns(announcements)).prepare(),
    addDelivery: db.insert(deliveries).values(givenColumns(deliveries)).prepare(),
    moveDelivery: db
      .update(deliveries)
      .set({ state: given('state'), updatedAt: given('updatedAt') })
      .where(eq(deliveries.id, sql.placeholder('id')))
      .prepare(),
    addAttempt: db
      .insert(deliveryAttempts)
      .values(givenColumns(deliveryAttempts, ['id']))
      .prepare(),
  }
}

function endingsOn(db: Db) {
  const isSecret = sql`${announcements.secretUntil} is not null and ${announcements.data} is not null`
  const waiting = db
    .select({ one: sql`1` })
    .from(deliveries)
    .where(and(eq(deliveries.announcementId, announcements.id), eq(deliveries.state, 'waiting')))
  const ids = sql`(select value from json_each(${sql.placeholder('ids')}))`
  return {
    forgetOfNobody: db
      .update(announcements)
      .set({ data: null })
      .where(and(eq(announcements.id, sql.placeholder('id')), isSecret, notExists(waiting)))
      .prepare(),
    forgetOver: db
      .update(announcements)
      .set({ data: null })
      .where(and(isSecret, lte(announcements.secretUntil, sql.placeholder('now'))))
      .prepare(),
    remove: db.delete(announcements).where(inArray(announcements.id, ids)).prepare(),
  }
}
