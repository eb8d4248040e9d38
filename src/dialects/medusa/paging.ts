import { Type } from 'typebox'
import type { Query } from '../../http/query.ts'
import { shapeOf } from '../../http/schema.ts'
import { checked } from './validation.ts'

/** Things on one page; who asks for more gets this many. */
export const pageMax = 500

const page = shapeOf(Type.Object({ limit: Type.Integer({ minimum: 0 }), offset: Type.Integer({ minimum: 0 }) }))

export interface Page {
  readonly limit: number
  readonly offset: number
}

/** Which part of a list is wanted. */
export function pageAsked(query: Query, usualLimit: number): Page {
  const number = (name: string, otherwise: number): number => {
    const text = query.one(name)
    return text === null || text.trim() === '' ? otherwise : Number(text)
  }
  const asked = checked(page, { limit: number('limit', usualLimit), offset: number('offset', 0) }, 'query-invalid')
  return { limit: Math.min(asked.limit, pageMax), offset: asked.offset }
}

export function pageOf<Thing>(things: readonly Thing[], { limit, offset }: Page): readonly Thing[] {
  return things.slice(offset, offset + limit)
}
