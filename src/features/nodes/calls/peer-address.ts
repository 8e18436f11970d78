import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { Refusal } from '#kernel/refusal.ts'

/** Where a node is called: one address, looked up once, and the port. `host` is what its certificate has to name. */
export type PeerAddress = {
  readonly isSecure: boolean
  readonly host: string
  readonly port: number
  readonly address: string
  readonly family: 4 | 6
}
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>

/** Nothing that another installation would stand at: IANA's special-purpose registries, and the service addresses of clouds. */
const CLOSED = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  CLOSED.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  CLOSED.addSubnet(net, bits, 'ipv6')

/** All of IPv6 that is in public use; what lies elsewhere is a machine, a link, a site, or an IPv4 address in other clothes. */
const OPEN_6 = new BlockList()
OPEN_6.addSubnet('2000::', 3, 'ipv6')

const HERE = new BlockList()
HERE.addSubnet('127.0.0.0', 8, 'ipv4')
HERE.addAddress('::1', 'ipv6')

export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !CLOSED.check(address, 'ipv4')
  return family === 6 && OPEN_6.check(address, 'ipv6') && !CLOSED.check(address, 'ipv6')
}
const isHere = (address: string): boolean => HERE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const everyAddress: Resolve = (host) => lookup(host, { all: true })

/**
 * The one address that a node is called at. All that its name stands for has to be public, and the call has to be https, so that
 * no card makes this server ask a machine beside it. `here` is the operator's word that two installations stand on one machine:
 * then a name that stands for this machine alone is allowed too, and plain http to it. Refuses `node.address_refused`. guards T-40
 */
export async function peerAddress(url: string, here: boolean, resolve: Resolve = everyAddress): Promise<PeerAddress> {
  const { isSecure, host, port } = placeIn(url)
  const all = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }]
  const [first] = all
  const isAllowed =
    (here && all.every(({ address }) => isHere(address))) || (isSecure && all.every(({ address }) => isPublicAddress(address)))
  if (first === undefined || !isAllowed) throw new Refusal('node.address_refused')
  return { isSecure, host, port, address: first.address, family: first.family === 6 ? 6 : 4 }
}

function placeIn(url: string): Pick<PeerAddress, 'isSecure' | 'host' | 'port'> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') throw new Refusal('node.address_refused')
  const isSecure = parsed.protocol === 'https:'
  const usual = isSecure ? 443 : 80
  return { isSecure, host: parsed.hostname.replaceAll(/[[\]]/g, ''), port: parsed.port === '' ? usual : Number(parsed.port) }
}
