/** The text of an answer, cut after so many bytes: what is longer is no answer that anybody agreed on. */
export async function readCapped({ body }: Response, bytesMax: number): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk.subarray(0, bytesMax - bytes), { stream: true })
    bytes += chunk.byteLength
    if (bytes > bytesMax) return text
  }
  return text + decoder.decode()
}
