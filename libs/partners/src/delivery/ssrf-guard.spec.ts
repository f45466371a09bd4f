import { mayCall, networksOf } from './ssrf-guard.js';

const REFUSED: readonly (readonly [string, string])[] = [
  ['this machine', '127.0.0.1'],
  ['this machine', '127.9.9.9'],
  ['this machine', '::1'],
  ['nobody', '0.0.0.0'],
  ['nobody', '::'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['this link, where clouds tell their machines secrets', '169.254.169.254'],
  ['this link', 'fe80::1'],
  ['clouds tell their machines', '168.63.129.16'],
  ['clouds tell their machines', '100.100.100.200'],
  ['clouds tell their machines', '192.0.0.192'],
  ['clouds tell their machines', 'fd00:ec2::254'],
  ['shared by a provider', '100.64.0.1'],
  ['unique local', 'fc00::1'],
  ['unique local', 'fd12:3456:789a::1'],
  ['site local, as it was', 'fec0::1'],
  ['many', '224.0.0.1'],
  ['many', 'ff02::1'],
  ['everybody', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['for documents', '192.0.2.1'],
  ['for documents', '198.51.100.1'],
  ['for documents', '203.0.113.1'],
  ['for documents', '2001:db8::1'],
  ['for measuring', '198.18.0.1'],
  ['IPv4 in IPv6', '::ffff:10.0.0.1'],
  ['IPv4 in IPv6', '::ffff:7f00:1'],
  ['IPv4 in IPv6, as it was', '::127.0.0.1'],
  ['IPv4 in IPv6, as it was', '::a00:1'],
  ['translated to IPv4', '64:ff9b::10.0.0.1'],
  ['translated to IPv4', '64:ff9b:1::a00:1'],
  ['translated to IPv4', '::ffff:0:10.0.0.1'],
  ['6to4', '2002:a00:1::'],
  ['Teredo', '2001:0:a00:1::'],
  ['given to nobody yet', '4000::1'],
  ['not an address', 'localhost'],
  ['not an address', ''],
];

it.each(REFUSED)('does not call what is %s: %s', (_what, address) => expect(mayCall(address, [])).toBe(false));

it.each(['8.8.8.8', '193.191.245.1', '172.32.0.1', '100.63.255.255', '2a02:2c40::1', '::ffff:8.8.8.8'])(
  'calls what is on the internet: %s',
  (address) => expect(mayCall(address, [])).toBe(true),
);

it('calls what it is allowed to besides, and nothing beside that', () => {
  const allowed = networksOf('10.1.0.0/16,fd00:1::/32');
  expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::7'].filter((address) => !mayCall(address, allowed))).toEqual([]);
  expect(
    ['10.2.0.1', '127.0.0.1', 'fd00:2::7', '169.254.169.254'].filter((address) => mayCall(address, allowed)),
  ).toEqual([]);
});
