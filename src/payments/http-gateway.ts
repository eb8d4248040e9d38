import type { Gateway, NoticeReading, PaymentReference, SettleOutcome } from './gateway.ts'
import { readCapped } from './http-answer.ts'
import { isSigned, type SignedMessage, signedHeaders } from './http-signature.ts'
import {
  authorizeOutcomeIn,
  lookupOutcomeIn,
  noticeIn,
  referenceJson,
  requestJson,
  settleOutcomeIn,
} from './http-wire.ts'

/** Bytes of an answer that are read; what goes on after them is no answer. */
const answerBytesMax = 65_536

/** Refusals that are about the moment, not about the payment: RFC 9110 408 and 409, RFC 8470 425, RFC 6585 429. */
const passing = new Set([408, 409, 425, 429])

export interface HttpGatewayOptions {
  /** The verbs are below it: `<base>/authorize`. */
  readonly base: URL
  readonly secret: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A payment provider of the operator's own, in any language, behind five signed requests: `docs/http-gateway.md`. */
export function createHttpGateway(options: HttpGatewayOptions): Gateway {
  const { secret, now } = options
  return {
    id: 'http',
    initiate: (given) => ({ ...given, status: 'pending' }),
    authorize: async (request) => {
      const said = await ask(options, 'authorize', requestJson(request), request)
      if (said.kind === 'refused') return { kind: 'error', message: said.message, data: { status: 'error' } }
      return read(said, authorizeOutcomeIn)
    },
    lookup: async (request) => read(await ask(options, 'lookup', requestJson(request), request), lookupOutcomeIn),
    capture: (request) => settle(options, 'capture', request),
    cancel: (request) => settle(options, 'cancel', request),
    refund: (request) => settle(options, 'refund', request),
    readNotice: async (message) => noticeFrom(message, secret, now()),
    payments: 'by-lookup',
  }
}

async function settle(
  options: HttpGatewayOptions,
  verb: 'capture' | 'cancel' | 'refund',
  request: PaymentReference,
): Promise<SettleOutcome> {
  return read(await ask(options, verb, referenceJson(request), request), settleOutcomeIn)
}

type Said =
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string }

interface Keyed {
  readonly key: string
  readonly deadlineMs: number
}

async function ask(
  { base, secret, now }: HttpGatewayOptions,
  verb: string,
  fields: object,
  { key, deadlineMs }: Keyed,
): Promise<Said> {
  const body = JSON.stringify({ verb, ...fields })
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...signedHeaders(body, secret, now()) }
  try {
    const answer = await fetch(`${base.href.replace(/\/$/, '')}/${verb}`, {
      method: 'POST',
      body,
      headers,
      redirect: 'manual', // what was signed for one place is for no other
      signal: AbortSignal.timeout(deadlineMs),
    })
    return saidBy(answer.status, await readCapped(answer, answerBytesMax))
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return { kind: 'unknown', message: isLate ? 'the provider did not answer in time' : 'the connection was lost' }
  }
}

function saidBy(status: number, text: string): Said {
  if (status === 200) return { kind: 'answer', answer: parsed(text) }
  const isDefinite = status >= 400 && status < 500 && !passing.has(status)
  const message = `the provider answered with status ${status}`
  return { kind: isDefinite ? 'refused' : 'unknown', message }
}

/** A refusal without an outcome says nothing about a payment that may be there, so only a first question takes it. */
function read<Outcome>(
  said: Said,
  outcomeIn: (answer: unknown) => Outcome | null,
): Outcome | { readonly kind: 'unknown'; readonly message: string } {
  if (said.kind !== 'answer') return { kind: 'unknown', message: said.message }
  return outcomeIn(said.answer) ?? { kind: 'unknown', message: 'the answer is not of the agreed shape' }
}

function noticeFrom(message: SignedMessage, secret: string, now: number): NoticeReading {
  if (!isSigned(message, secret, now)) {
    return { kind: 'refused', message: 'The webhook is not signed as agreed, or is too old.' }
  }
  return noticeIn(parsed(message.body)) ?? { kind: 'refused', message: 'The webhook is not of the agreed shape.' }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
