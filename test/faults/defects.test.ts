import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { all } from './all.ts'
import { defects } from './defects.ts'

const root = resolve(import.meta.dir, '../..')

test.each(defects.map((defect) => [defect.says, defect] as const))(
  'the mistake "%s" can still be made: what it replaces stands in its file once',
  (_, { edits }) => {
    const counts = edits.map(({ file, from }) => readFileSync(join(root, file), 'utf8').split(from).length - 1)
    expect(counts).toEqual(edits.map(() => 1))
  },
)

test('every mistake is to be found by faults that there are, where they happen', () => {
  const places = all.flatMap(({ name, runners }) => runners.map((runner) => `${name} on ${runner}`))
  const wanted = defects.flatMap(({ foundBy }) => foundBy.map(({ fault, runner }) => `${fault} on ${runner}`))
  expect(defects).toHaveLength(10)
  expect(wanted.filter((one) => !places.includes(one))).toEqual([])
})
