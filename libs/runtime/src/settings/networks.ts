import ipaddr from 'ipaddr.js';

/** The shortest prefixes that still are the network of one organisation. Private and link-local ranges of IPv6 are shorter. */
const SHORTEST = { ipv4: 8, ipv6: 32 };
/** IPv6 ranges that contain all of IPv4, each behind a prefix of 96 bits: a shorter rest would be a network of IPv4. */
const CONTAIN_IPV4 = ['ipv4Mapped', 'rfc6145', 'rfc6052'];
const OF_ONE_ORGANISATION = ['uniqueLocal', 'linkLocal'];
const IPV4_BEGINS_AT = 96;

/**
 * Returns the networks of a list, separated by commas, that contain a large part of the internet, such as `0.0.0.0/0` and `::/0`.
 * Parts that are no network are left out: the validator of the setting refuses them.
 */
export const tooWideNetworks = (list: string): readonly string[] =>
  list.split(',').filter((text) => ipaddr.isValidCIDR(text) && isTooWide(text));

const isTooWide = (text: string): boolean => {
  const [address, bits] = ipaddr.parseCIDR(text);
  if (address.kind() === 'ipv4') return bits < SHORTEST.ipv4;
  const range = address.range();
  if (OF_ONE_ORGANISATION.includes(range) && bits >= PRIVATE_PREFIX) return false;
  return bits < (CONTAIN_IPV4.includes(range) ? IPV4_BEGINS_AT + SHORTEST.ipv4 : SHORTEST.ipv6);
};

/** fc00::/7 is the shortest private range of IPv6 (RFC 4193). */
const PRIVATE_PREFIX = 7;
