import { isPublicAddress, parseNetworks } from './ssrf-guard.js';

const REFUSED: readonly (readonly [string, string])[] = [
  ['loopback', '127.0.0.1'],
  ['loopback', '127.9.9.9'],
  ['loopback', '::1'],
  ['unspecified', '0.0.0.0'],
  ['unspecified', '::'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['link-local, with cloud metadata', '169.254.169.254'],
  ['link-local', 'fe80::1'],
  ['cloud metadata', '168.63.129.16'],
  ['cloud metadata', '100.100.100.200'],
  ['cloud metadata', '192.0.0.192'],
  ['cloud metadata', 'fd00:ec2::254'],
  ['shared by a provider', '100.64.0.1'],
  ['unique local', 'fc00::1'],
  ['unique local', 'fd12:3456:789a::1'],
  ['site local, deprecated', 'fec0::1'],
  ['multicast', '224.0.0.1'],
  ['multicast', 'ff02::1'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['for documentation', '192.0.2.1'],
  ['for documentation', '198.51.100.1'],
  ['for documentation', '203.0.113.1'],
  ['for documentation', '2001:db8::1'],
  ['for benchmarks', '198.18.0.1'],
  ['IPv4 in IPv6', '::ffff:10.0.0.1'],
  ['IPv4 in IPv6', '::ffff:7f00:1'],
  ['IPv4 in IPv6, deprecated', '::127.0.0.1'],
  ['IPv4 in IPv6, deprecated', '::a00:1'],
  ['translated to IPv4', '64:ff9b::10.0.0.1'],
  ['translated to IPv4', '64:ff9b:1::a00:1'],
  ['translated to IPv4', '::ffff:0:10.0.0.1'],
  ['6to4', '2002:a00:1::'],
  ['Teredo', '2001:0:a00:1::'],
  ['not allocated', '4000::1'],
  ['not an address', 'localhost'],
  ['not an address', ''],
];

it.each(REFUSED)('an address that is %s is refused: %s', (_kind, address) =>
  expect(isPublicAddress(address, [])).toBe(false),
);

it.each(['8.8.8.8', '193.191.245.1', '172.32.0.1', '100.63.255.255', '2a02:2c40::1', '::ffff:8.8.8.8'])(
  'a public address is accepted: %s',
  (address) => expect(isPublicAddress(address, [])).toBe(true),
);

it('an address of an allowed network is accepted, and other private addresses stay refused', () => {
  const allowed = parseNetworks('10.1.0.0/16,fd00:1::/32');
  expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::7'].filter((address) => !isPublicAddress(address, allowed))).toEqual(
    [],
  );
  expect(
    ['10.2.0.1', '127.0.0.1', 'fd00:2::7', '169.254.169.254'].filter((address) => isPublicAddress(address, allowed)),
  ).toEqual([]);
});
