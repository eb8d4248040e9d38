import type { TaxOutcome, TaxProvider, TaxQuestion } from './tax-provider.ts'

/** The provider has until the question's deadline; what it throws, and what comes later, is no answer. */
export function withDeadline(provider: TaxProvider): TaxProvider {
  return { ...provider, calculate: (question) => answerInTime(provider, question) }
}

async function answerInTime(provider: TaxProvider, question: TaxQuestion): Promise<TaxOutcome> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<TaxOutcome>((resolve) => {
    const message = `no answer within ${question.deadlineMs} ms`
    timer = setTimeout(() => resolve({ kind: 'unavailable', message }), question.deadlineMs)
  })
  try {
    return await Promise.race([provider.calculate(question), late])
  } catch (error) {
    return { kind: 'unavailable', message: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}
