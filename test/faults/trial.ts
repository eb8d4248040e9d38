import { look } from './books.ts'
import { diceOf } from './dice.ts'
import type { Fault } from './fault.ts'
import { openPlace, type Place, type Runner } from './place.ts'
import { bringToRest } from './rest.ts'
import { openStorefront } from './storefront.ts'
import { judge, type Verdict } from './verdict.ts'
import { type Broken, callWitness } from './witness.ts'

export interface TrialOptions {
  readonly fault: Fault
  readonly runner: Runner
  readonly seed: string
  readonly count: number
  /** From 1: each falls differently. */
  readonly part: number
  readonly isRelease: boolean
  /** After which nothing more of it is begun. */
  readonly timeMs: number
}

/** How one fault went at one place. */
export interface Outcome extends Verdict {
  readonly fault: string
  readonly runner: Runner
  readonly part: number
  readonly wanted: number
  readonly done: number
  readonly kills: number
  readonly remarks: readonly string[]
  readonly seconds: number
  /** Why it was not done at all; null when it was. */
  readonly notDone: string | null
  /** What there is to know about what is broken; empty when nothing is. */
  readonly account: string
}

const nothing = { acknowledged: 0, unknown: 0, refused: 0, orders: 0, recoveryMs: [], broken: [] } as const

/** Lets one fault happen to a shop of its own, waits until that is at rest, and looks whether everything holds. */
export async function hold(options: TrialOptions): Promise<Outcome> {
  const { fault, runner, count, part } = options
  const about = { fault: fault.name, runner, part, wanted: count }
  const notDone = fault.missing?.() ?? null
  if (notDone !== null)
    return { ...about, ...nothing, done: 0, remarks: [], kills: 0, seconds: 0, notDone, account: '' }
  const begun = performance.now()
  const place = await openPlace({ runner, ...fault.place?.(count) })
  open.add(place)
  try {
    const { verdict, done, remarks } = await happen(options, place)
    const seconds = (performance.now() - begun) / 1_000
    const account = verdict.broken.length > 0 ? accountOf(options, place, verdict.broken) : ''
    return { ...about, ...verdict, done, remarks, kills: place.kills(), seconds, notDone, account }
  } finally {
    open.delete(place)
    await place.close()
  }
}

const open = new Set<Place>()

/** For who has to go before the end: leaves no process behind. */
export async function closeAllPlaces(): Promise<void> {
  await Promise.all([...open].map((place) => place.close()))
}

async function happen({ fault, runner, seed, count, part, isRelease, timeMs }: TrialOptions, place: Place) {
  const dice = diceOf(`${seed}/${fault.name}/${runner}${part > 1 ? `/${part}` : ''}`)
  const witness = callWitness()
  const until = performance.now() + timeMs
  const remarks: string[] = []
  let done = 0
  witness.calm = fault.isCalm === true
  const front = openStorefront(place, witness, dice.named('front'))
  try {
    await front.open()
    await fault.happen({
      place,
      front,
      witness,
      dice,
      count,
      isRelease,
      isWanted: () => done < count && performance.now() < until,
      did: (times = 1) => {
        done += times
      },
      remark: (text) => void remarks.push(text),
    })
  } catch (error) {
    witness.accuse('the trial', told(error))
  }
  await bringToRest(place, front, witness).catch((error) => witness.accuse('I7', told(error)))
  return { verdict: judge(place, front, witness), done, remarks }
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const shownMax = 10

/** Everything that helps to find out: the seed, the rule, the history of the attempts in question, the last log lines. */
function accountOf({ fault, runner, seed }: TrialOptions, place: Place, broken: readonly Broken[]): string {
  const shown = broken.slice(0, shownMax)
  const ids = shown.flatMap(({ about }) => about.slice(0, shownMax)).flatMap((text) => text.split(' '))
  const lines = [
    `${fault.name} (${fault.says}) on ${runner}, --seed ${seed}: ${broken.length} broken`,
    ...shown.map(({ rule, says, about }) => `  ${rule} ${says}: ${about.slice(0, 5).join(', ')}`),
    'what happened to them:',
    ...historyOf(place, new Set(ids)),
    'the last log lines:',
    place.logs(),
  ]
  return lines.join('\n')
}

function historyOf(place: Place, ids: ReadonlySet<string>): readonly string[] {
  return look(place, (shop) => {
    const events = shop.prepare<{ line: string }, [string, string]>(
      `select strftime('%H:%M:%f', e.at / 1000.0, 'unixepoch') || ' ' || e.checkout_id || ' ' || coalesce(e.from_state, '') || ' > '
        || e.to_state || ' by ' || e.by || ': ' || e.why as line
        from checkout_events e join checkouts c on c.id = e.checkout_id where c.id = ? or c.cart_id = ? order by e.id`,
    )
    const jobs = shop.prepare<{ line: string }, [string, string]>(
      `select j.id || ' ' || j.kind || ' ' || j.state || ', run ' || j.attempt || ', rung ' || j.dispatch || ': ' || coalesce(j.last_error, 'no error') as line
        from jobs j where j.checkout_id = ? or j.cart_id = ? order by j.created_at`,
    )
    return [...ids].flatMap((id) => [...events.all(id, id), ...jobs.all(id, id)].map(({ line }) => `  ${line}`))
  })
}
