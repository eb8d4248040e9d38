import { afterAll, beforeAll, expect, test } from 'bun:test'
import { command, fromCheckout, temporaryFolder } from '../support/cartwright.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeAll(() => {
  folder = temporaryFolder()
})
afterAll(() => folder.remove())

const say = (...words: string[]) => command(fromCheckout, folder.path, ['keys', ...words])

test('a key is shown once, listed by how it begins, and revoked by its id', async () => {
  expect((await say('list')).output).toBe('There are no keys yet.\n')
  const created = await say('create', '--kind', 'publishable', '--test', '--name', 'the shop window', '--json')
  expect(created.status).toBe(0)
  const { id, key, ...rest } = JSON.parse(created.output)
  expect(rest).toEqual({ kind: 'publishable', name: 'the shop window' })
  expect(key).toMatch(/^pk_test_[0-9a-f]{48}$/)
  const plain = await say('create', '--kind', 'management')
  expect(plain.output).toMatch(/^mk_live_[0-9a-f]{48}\nThis is key_\w+\. It is not shown again/)

  const listed = await say('list')
  expect(listed.output).not.toContain(key)
  expect(listed.output).toContain(`${id}  publishable  ${key.slice(0, 12)}…`)
  expect(listed.output).toContain('good  the shop window\n')
  const machine = JSON.parse((await say('list', '--json')).output)
  expect(machine).toHaveLength(2)
  expect(machine[0]).toMatchObject({ id, kind: 'publishable', mode: 'test', name: 'the shop window', revoked_at: null })
  expect(machine[1]).toMatchObject({ kind: 'management', mode: 'live', name: null })

  const revoked = await say('revoke', id)
  expect(revoked.output).toMatch(new RegExp(`^${id} is revoked since 20\\S+Z\\.\n$`))
  expect(await say('revoke', id)).toEqual(revoked)
  expect((await say('list')).output).toMatch(/revoked 20\S+Z {2}the shop window/)
  expect(await say('revoke', 'key_nothing')).toEqual({
    status: 1,
    output: 'cartwright: There is no key with the id "key_nothing".\n',
  })
})

test.each([
  [[], 'Say it like this'],
  [['make'], 'keys knows'],
  [['create'], '--kind publishable|secret|management'],
  [['create', '--kind', 'public'], '--kind publishable|secret|management'],
  [['create', 'x', '--kind', 'secret'], 'keys knows'],
  [['revoke'], 'keys knows'],
  [['revoke', 'key_1', '--test'], 'does not take --test'],
  [['list', '--kind', 'secret'], 'does not take --kind'],
])('keys %p is not understood', async (words, sentence) => {
  const { status, output } = await say(...words)
  expect(status).toBe(2)
  expect(output).toContain(sentence)
})
