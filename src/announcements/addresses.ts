import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Where webhooks may go: to the Internet alone, or also into the operator's own networks. */
export type Reach = 'public' | 'private'

/** IANA's special-purpose IPv4 addresses (RFC 6890 and its registry) that are nobody's host on the Internet. */
const special = subnets('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
])

/** All that was given out as global unicast (RFC 4291); IPv4 in disguise, such as ::ffff:0:0/96 and NAT64, lies outside. */
const global6 = subnets('ipv6', [['2000::', 3]])

/** Within it: Teredo and other protocols (RFC 2928), documentation, and 6to4, which hides an IPv4 address. */
const special6 = subnets('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

/** This machine, the private networks of RFC 1918 and RFC 4193, and those behind a carrier's NAT (RFC 6598). */
const own = subnets('ipv4', [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
])
const own6 = subnets('ipv6', [
  ['::1', 128],
  ['fc00::', 7],
])

/** Where clouds hand out credentials to whoever asks; those outside 169.254.0.0/16 look like private hosts. */
const metadata: ReadonlySet<string> = new Set(['100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254'])

/** Whether a webhook may be sent to the address. Link-local addresses, cloud metadata and multicast are never within reach. */
export function isWithin(reach: Reach, address: string): boolean {
  if (metadata.has(address)) return false
  if (isIPv4(address)) {
    return !special.check(address, 'ipv4') || (reach === 'private' && own.check(address, 'ipv4'))
  }
  if (!isIPv6(address)) return false
  const isGlobal = global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
  return isGlobal || (reach === 'private' && own6.check(address, 'ipv6'))
}

function subnets(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [network, bits] of ranges) list.addSubnet(network, bits, family)
  return list
}
