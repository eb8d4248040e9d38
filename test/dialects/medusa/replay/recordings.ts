import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** What was sent to a real Medusa 1.20.11 and what it answered; ids, times and secrets are words in angle brackets. */
export interface Recording {
  readonly exchange: string
  readonly scenario: string
  readonly step: number
  /** Null for what was worked out from several answers. */
  readonly request: RecordedRequest | null
  readonly response: Expected
}

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
  readonly raw?: string
}

export interface Expected {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Json
}

/** Where this shop answers otherwise on purpose. */
export interface Deviations {
  readonly answers: readonly (Rule & { readonly answer: Expected })[]
  readonly changes: readonly (Rule & { readonly change: { readonly body: Json } })[]
  readonly fields: readonly (Rule & {
    readonly paths: readonly string[]
    readonly accept: 'any' | { readonly within: number }
  })[]
  readonly checks: readonly Rule[]
}

interface Rule {
  readonly exchanges: readonly string[]
  readonly reason: string
}

const folder = join(import.meta.dir, '..', 'recorded')

export function readRecordings(): ReadonlyMap<string, Recording> {
  const files = readdirSync(join(folder, 'answers')).filter((name) => name.endsWith('.json'))
  const recordings = files.map((name): Recording => JSON.parse(readFileSync(join(folder, 'answers', name), 'utf8')))
  return new Map(recordings.map((recording) => [recording.exchange, recording]))
}

export function readDeviations(): Deviations {
  return JSON.parse(readFileSync(join(folder, 'deviations.json'), 'utf8'))
}

/** Whether the rule is about that exchange; `*` stands for anything. */
export function concerns(rule: Rule, exchange: string): boolean {
  return rule.exchanges.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`).test(exchange)
  })
}
