/** What happens to a bank's answers about one payment: this, for the first so many times that it is asked for the money. */
export interface Trouble {
  /** A status instead of the answer, half of it, or nothing at all. The bank has done what it was asked. */
  readonly answer: 409 | 429 | 500 | 'half' | 'silence'
  readonly times: number
}

/** Longer than the shop waits. */
const silenceMs = 7_000

/** For banks as `startProvider` makes them: the first payment gets the first trouble, and so on, over and over. */
export function troubledBy(troubles: readonly Trouble[]) {
  const seen = new Map<string, { readonly trouble: Trouble | undefined; asked: number }>()

  return async (verb: string, answer: Response): Promise<Response> => {
    if (verb !== 'authorize') return answer
    const { reference } = (await answer.clone().json()) as { readonly reference?: string }
    if (reference === undefined) return answer
    const payment = seen.get(reference) ?? { trouble: troubles[seen.size % troubles.length], asked: 0 }
    seen.set(reference, payment)
    payment.asked += 1
    const { trouble } = payment
    return trouble && payment.asked <= trouble.times ? disturbed(trouble, answer) : answer
  }
}

async function disturbed({ answer: instead }: Trouble, answer: Response): Promise<Response> {
  if (typeof instead === 'number') return new Response('sorry', { status: instead })
  if (instead === 'half') {
    const text = await answer.text()
    return new Response(text.slice(0, text.length / 2))
  }
  await Bun.sleep(silenceMs)
  return answer
}
