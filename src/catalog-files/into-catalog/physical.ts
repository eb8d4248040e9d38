import type { Physical } from '../../catalog/product.ts'
import type { ProductRecord, VariantRecord } from '../product-records.ts'

/** Weight, measures and what customs wants to know; nothing said means nothing known. */
export function physicalOf(record: ProductRecord | VariantRecord): Physical {
  return {
    weight: record.weight ?? null,
    length: record.length ?? null,
    height: record.height ?? null,
    width: record.width ?? null,
    hsCode: record.hs_code ?? null,
    originCountry: record.origin_country ?? null,
    midCode: record.mid_code ?? null,
    material: record.material ?? null,
  }
}
