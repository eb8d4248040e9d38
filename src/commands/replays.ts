import type { Announcement, Delivery, DeliveryAttempt } from '../checkout/announcement.ts'
import type { Books } from '../checkout/books.ts'
import { Refusal } from '../refusal.ts'
import type { Shop } from './shop.ts'

/** What one endpoint was told, and every try at it. */
export interface DeliveryLog {
  readonly announcement: Announcement
  readonly delivery: Delivery
  readonly attempts: readonly DeliveryAttempt[]
}

/** Refused as `delivery-not-found`. */
export function readDelivery(shop: Shop, deliveryId: string): Promise<DeliveryLog> {
  return shop.store.read((books) => logOf(books, deliveryId))
}

/**
 * Tells the endpoint once more, under the id it was told under before, so that a receiver which has it knows. Refused as
 * `delivery-settled` while it is being told, and when what was to be told is no longer kept.
 */
export function replayDelivery(shop: Shop, deliveryId: string): Promise<DeliveryLog> {
  return shop.store.change((books) => {
    const log = logOf(books, deliveryId)
    const { announcement, delivery } = log
    if (delivery.state === 'waiting') throw settled(deliveryId, 'It is being told already.')
    if (announcement.data === null) throw settled(deliveryId, 'What was to be told was secret and is no longer kept.')
    const now = shop.now()
    const waiting: Delivery = { ...delivery, state: 'waiting', updatedAt: now }
    const payload = { kind: 'deliver-webhook', deliveryId } as const
    return {
      result: { ...log, delivery: waiting },
      changes: [
        { kind: 'save-delivery', delivery: waiting, attempt: null },
        { kind: 'promise', job: { id: shop.newId('job'), payload, runAt: now } },
      ],
    }
  })
}

function settled(deliveryId: string, sentence: string): Refusal {
  return new Refusal('delivery-settled', sentence, { deliveryId })
}

function logOf(books: Books, deliveryId: string): DeliveryLog {
  const delivery = books.delivery(deliveryId)
  const announcement = delivery && books.announcement(delivery.announcementId)
  if (!delivery || !announcement) {
    throw new Refusal('delivery-not-found', `There is no delivery ${deliveryId}.`, { deliveryId })
  }
  return { announcement, delivery, attempts: books.deliveryAttempts(deliveryId) }
}
