import type { Line } from './cart.ts'

/** Who gives stored value to whom, and with what words; a card with it in its metadata comes to life with the order. */
export interface GiftCertificate {
  readonly theme: string
  readonly sender: Contact
  readonly recipient: Contact
  readonly message: string
}

export interface Contact {
  readonly name: string
  readonly email: string
}

/** How a line, and the card that it becomes, say it. */
export function certificateMetadata({ theme, sender, recipient, message }: GiftCertificate): Line['metadata'] {
  return { gift_certificate: { theme, sender: { ...sender }, recipient: { ...recipient }, message } }
}

/** What the line says; storefronts may have written something else over it. */
export function certificateOf({ metadata }: Line): GiftCertificate {
  const said = objectIn(metadata['gift_certificate'])
  return {
    theme: textIn(said['theme']),
    sender: contactIn(said['sender']),
    recipient: contactIn(said['recipient']),
    message: textIn(said['message']),
  }
}

function contactIn(value: unknown): Contact {
  const said = objectIn(value)
  return { name: textIn(said['name']), email: textIn(said['email']) }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
