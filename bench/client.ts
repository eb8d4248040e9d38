import type { Socket } from 'bun'

/** One answer; the body as text. */
export interface Reply {
  readonly status: number
  readonly body: string
}

/** One connection that is kept, with one request at a time: the least work for whoever makes load. */
export interface Client {
  ask(method: 'GET' | 'POST', path: string, body?: string): Promise<Reply>
  close(): void
}

/** Speaks just enough HTTP/1.1 for servers that say how long their answers are. */
export async function connect(base: string): Promise<Client> {
  const { hostname, port } = new URL(base)
  let received: Buffer = Buffer.alloc(0)
  let answered: ((reply: Reply) => void) | null = null
  let failed: (error: Error) => void = () => {}

  function take(chunk: Buffer): void {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const reply = replyIn(received)
    if (reply === null || answered === null) return
    received = Buffer.alloc(0)
    const tell = answered
    answered = null
    tell(reply)
  }

  const gone = (): void => failed(new Error('the server closed the connection'))
  const socket: Socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: { data: (_, chunk) => take(Buffer.from(chunk)), close: gone, error: (_, error) => failed(error) },
  })
  return {
    close: () => socket.end(),
    ask: (method, path, body = '') =>
      new Promise((resolve, reject) => {
        answered = resolve
        failed = reject
        const length = Buffer.byteLength(body)
        const about = length === 0 ? '' : `content-type: application/json\r\n`
        const head = `${method} ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${about}content-length: ${length}\r\n\r\n`
        socket.write(head + body)
      }),
  }
}

const headEnd = Buffer.from('\r\n\r\n')

/** Null until all of it is there. */
function replyIn(bytes: Buffer): Reply | null {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
  const start = end + headEnd.length
  if (bytes.length < start + length) return null
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', start, start + length) }
}
