import { Refusal } from '../refusal.ts'
import { whereBroken } from './broken-json.ts'

/** Bytes of a catalog file. */
export const catalogFileBytesMax = 64 * 1024 * 1024

/** A file's text as JSON. Refuses what is too large or not JSON, saying where it breaks. */
export function parseCatalogJson(text: string, fileName: string): unknown {
  if (Buffer.byteLength(text) > catalogFileBytesMax) {
    const sentence = `${fileName} is larger than ${catalogFileBytesMax} bytes; nothing was imported`
    throw new Refusal('catalog-invalid', sentence, { file: fileName })
  }
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return JSON.parse(json)
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error
    const sentence = `${fileName} is not JSON: ${whereBroken(json)}; nothing was imported`
    throw new Refusal('catalog-invalid', sentence, { file: fileName })
  }
}
