/** The claim of a job is no longer valid, so nothing that was done on its behalf is saved. Whoever holds the job now does it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
  readonly jobId: string

  constructor(jobId: string) {
    super(`The claim of job ${jobId} is no longer valid.`)
    this.jobId = jobId
  }
}
