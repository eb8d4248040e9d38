import { describe, expect, test } from 'bun:test'
import { isWithin } from '../../src/announcements/addresses.ts'
import { reachOf, readEndpoints, readSecrets } from '../../src/announcements/endpoints.ts'

const onTheInternet = ['93.184.216.34', '8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1']
const ownNetworks = ['127.0.0.1', '127.8.8.8', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1']
const ownNetworks6 = ['::1', 'fd12:3456::1', 'fc00::1']
const neverReached = [
  '0.0.0.0',
  '169.254.169.254',
  '169.254.1.1',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::1',
  'fe80::1%eth0',
  '::',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  '2001:0:1::1',
  '2001:db8::1',
  '224.0.0.1',
  'ff02::1',
  '255.255.255.255',
  '192.0.2.1',
  '198.18.0.1',
  'localhost',
  '',
]

describe('an address', () => {
  test.each(onTheInternet)('%s is on the Internet', (address) => {
    expect(isWithin('public', address)).toBe(true)
    expect(isWithin('private', address)).toBe(true)
  })

  test.each([...ownNetworks, ...ownNetworks6])('%s is reached only by who allows private networks', (address) => {
    expect(isWithin('public', address)).toBe(false)
    expect(isWithin('private', address)).toBe(true)
  })

  test.each(neverReached)('%s is never reached', (address) => {
    expect(isWithin('public', address)).toBe(false)
    expect(isWithin('private', address)).toBe(false)
  })
})

describe('WEBHOOK_URLS', () => {
  const read = (text: string) => {
    const problems: string[] = []
    return { endpoints: readEndpoints(text, problems), problems }
  }

  test('takes several addresses, each with a name that does not depend on the others', () => {
    const { endpoints, problems } = read(' https://one.example/hook , http://two.example:8080/?a=1,')
    expect(problems).toEqual([])
    expect(endpoints.map(({ url }) => url.href)).toEqual(['https://one.example/hook', 'http://two.example:8080/?a=1'])
    expect(read('http://two.example:8080/?a=1').endpoints[0]?.id).toBe(endpoints[1]?.id ?? '')
    expect(read('').endpoints).toEqual([])
  })

  test.each([
    'http://127.0.0.1/',
    'http://[::1]:9000/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.0.0.1/',
    'http://127.1/',
    'http://10.0.0.8/hook',
    'http://localhost:9000/hook',
  ])('%s is meant by who wrote it', (url) => {
    const { endpoints, problems } = read(url)
    expect(problems).toEqual([])
    expect(endpoints.map((endpoint) => reachOf(endpoint.url, 'public'))).toEqual(['private'])
  })

  test('a name is not: where it leads is up to somebody else', () => {
    expect(reachOf(new URL('https://hooks.example/'), 'public')).toBe('public')
  })

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[::ffff:10.0.0.1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://0.0.0.0/',
    'http://0251.0376.0251.0376/',
    'http://[fe80::1]/',
  ])('%s is never allowed', (url) => {
    expect(read(url)).toEqual({
      endpoints: [],
      problems: ['WEBHOOK_URLS, address 1 is one that webhooks are never sent to.'],
    })
  })

  test('refuses what is no web address, and never repeats what may hold a secret', () => {
    const wrong =
      'ftp://a.example/, https://user:hunter2@b.example/, https://c.example/#hunter2, hunter2, https://d.example/'
    const { endpoints, problems } = read(wrong)
    expect(endpoints.map(({ url }) => url.host)).toEqual(['d.example'])
    expect(problems).toHaveLength(4)
    expect(problems.join()).not.toContain('hunter2')
    expect(read('https://e.example/,https://e.example').problems).toHaveLength(1)
    expect(read(Array.from({ length: 11 }, (_, at) => `https://h${at}.example/`).join()).problems).toHaveLength(1)
  })
})

describe('WEBHOOK_SECRET', () => {
  const read = (text: string) => {
    const problems: string[] = []
    return { secrets: readSecrets(text, problems), problems }
  }
  const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`

  test('is one secret, or two during a change', () => {
    expect(read(secretOf(24))).toEqual({ secrets: [Buffer.alloc(24, 7)], problems: [] })
    expect(read(`${secretOf(32)}  ${secretOf(64)}`).secrets.map(({ length }) => length)).toEqual([32, 64])
    expect(read(`${secretOf(24)} ${secretOf(25)} ${secretOf(26)}`).problems).toHaveLength(1)
  })

  test.each([secretOf(23), secretOf(65), 'whsec_', 'hunter2', secretOf(32).slice(6), 'whsec_§§§§'])(
    'is not %s',
    (text) => {
      const { secrets, problems } = read(text)
      expect(secrets).toEqual([])
      expect(problems).toEqual(['WEBHOOK_SECRET must be whsec_ and the base64 of 24 to 64 random bytes.'])
    },
  )
})
