/** Somebody else did not answer in time; what was asked of them may still happen. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed'
}

/** Waits for `answer`, but no longer than `deadlineMs`; an answer or failure that comes later is nobody's concern. */
export async function within<Answer>(deadlineMs: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(`no answer within ${deadlineMs} ms`)), deadlineMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
