import { change } from './api.ts'
import { ask, attempt } from './dialog.ts'
import { type Child, h } from './dom.ts'
import { type Column, listView, table } from './list.ts'
import { actions, card, chip, facts, idLink, idText } from './pieces.ts'
import type { Job } from './shapes.ts'
import { ago } from './time.ts'
import { answerView, type View } from './view.ts'
import { jobKinds, jobKindWord, jobWording } from './words.ts'

const states = [
  ['', 'All'],
  ['available', 'Waiting or delayed'],
  ['running', 'Running'],
  ['dead', 'Failed'],
  ['done', 'Done'],
] as const

const columns: readonly Column<Job>[] = [
  { name: 'Work', cell: ({ kind }) => jobKindWord(kind) },
  { name: 'State', cell: (job) => chip(jobWording(job)) },
  { name: 'Attempts', cell: (job) => attempts(job), isNumber: true },
  {
    name: 'Last error',
    cell: ({ last_error: error }) => (error === null ? '–' : h('span', { class: 'error-line', title: error }, error)),
  },
  { name: 'Moved', cell: ({ updated_at: at }) => ago(at), isNumber: true },
]

/** Where `payload` names something that has a page of its own. */
const pages: Readonly<Record<string, string>> = { checkoutId: 'checkouts', orderId: 'orders', deliveryId: 'webhooks' }

export function jobsView(query: URLSearchParams): View {
  return listView<Job>(
    {
      title: 'Jobs',
      section: 'jobs',
      path: '/jobs',
      noun: 'jobs',
      search: { name: 'q', label: 'Beginning of an id, or a part of an error' },
      filters: [
        { name: 'state', label: 'State', options: states },
        {
          name: 'kind',
          label: 'Work',
          options: [['', 'All'], ...jobKinds.map((kind) => [kind, jobKindWord(kind)] as const)],
        },
      ],
      columns,
      idOf: ({ id }) => id,
      empty: 'No job is like that.',
    },
    query,
  )
}

export function jobTable(jobs: readonly Job[]): HTMLElement {
  return table({ section: 'jobs', columns, idOf: ({ id }) => id }, jobs)
}

export function jobView(id: string): View {
  return answerView<{ readonly job: Job }>({
    title: 'Job',
    path: () => `/jobs/${encodeURIComponent(id)}`,
    draw: ({ job }, refresh) => [
      h('p', { class: 'trail' }, h('a', { href: '#/jobs', 'data-key': 'up' }, 'Jobs')),
      h('div', { class: 'title' }, h('h1', {}, jobKindWord(job.kind)), chip(jobWording(job))),
      job.last_error !== null && h('pre', { class: 'callout bad' }, job.last_error),
      actions(buttons(job, refresh)),
      h(
        'div',
        { class: 'columns' },
        card('About', about(job)),
        card(
          'Payload',
          facts(Object.entries(job.payload).map(([name, value]) => [name, payloadValue(name, value)] as const)),
        ),
      ),
    ],
  })
}

function buttons({ id, state }: Job, refresh: () => Promise<void>) {
  const retry = async (): Promise<void> => {
    await attempt(async () => {
      await change(`/jobs/${id}/retry`)
      return 'The job is due now and begins again with its first attempt.'
    })
    await refresh()
  }
  const drop = async (): Promise<void> => {
    const text = 'Nobody comes back to it: what it was to do stays undone.'
    if ((await ask({ title: 'Drop this job?', text, yes: 'Drop the job', isDanger: true })) === null) return
    await attempt(async () => {
      await change(`/jobs/${id}/drop`)
      location.hash = '#/jobs?state=dead'
      return 'The job is dropped.'
    })
  }
  return [
    ...(state === 'available' || state === 'dead' ? [{ name: 'Retry now', isMain: true, act: retry }] : []),
    ...(state === 'dead' ? [{ name: 'Drop…', isDanger: true, act: drop }] : []),
  ]
}

function about(job: Job): HTMLElement {
  return facts([
    ['Id', idText(job.id)],
    ['Attempts', attempts(job)],
    ['Due', job.state === 'available' ? ago(job.run_at) : null],
    ['Taken until', job.lease_until && ago(job.lease_until)],
    ['Promised', ago(job.created_at)],
    ['Moved', ago(job.updated_at)],
  ])
}

function attempts({ attempt: begun, attempt_max: most }: Job): string {
  return most === null ? `${begun}` : `${begun} of ${most}`
}

function payloadValue(name: string, value: unknown): Child {
  const page = pages[name]
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'object') return page ? idLink(page, String(value)) : idText(String(value))
  return h('pre', {}, JSON.stringify(value, null, 2))
}
