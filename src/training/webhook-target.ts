// Where a webhook may go. A server that calls any address it is given can be made to call what only it
// can reach, so private addresses are refused when the job is submitted and again at the moment of
// connecting: the address that was looked up and judged is the one that is connected to, so a name
// that changes its mind in between (DNS rebinding) gains nothing.
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Of the IANA special-purpose registries (RFC 6890), what is not an address on the public Internet. */
const privateNetworks: readonly [address: string, prefix: number, family: 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const refused = new BlockList();
for (const [address, prefix, family] of privateNetworks) refused.addSubnet(address, prefix, family);

/** True for an address that is not on the public Internet. IPv4 written as IPv6 is IPv4. */
export function isPrivate(address: string): boolean {
  return refused.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Why a webhook may not go to `url`, in words; undefined when it may, as far as can be known without a look-up. */
export function targetFault(url: string, allowPrivate: boolean): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return 'expected an absolute URL';
  const { protocol, username, password } = parsed;
  if (protocol !== 'https:' && protocol !== 'http:') return 'expected an http or https URL';
  if (username !== '' || password !== '') return 'must not hold a user name or a password';
  if (allowPrivate) return undefined;
  const host = hostOf(parsed);
  const known = isIP(host) > 0 ? isPrivate(host) : /(^|\.)localhost\.?$/i.test(host);
  return known ? 'this server sends no webhooks to loopback or private addresses' : undefined;
}

/** Without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

export class RefusedTarget extends Error {
  constructor(host: string) {
    super(`${host} is a loopback or private address, or has one`);
    this.name = 'RefusedTarget';
  }
}

/** A look-up that fails when any address of the name is private. */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null || first === undefined) done(error ?? new Error('no address'), '', 0);
    else if (addresses.some(({ address }) => isPrivate(address))) {
      done(new RefusedTarget(host), '', 0);
    } else if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
