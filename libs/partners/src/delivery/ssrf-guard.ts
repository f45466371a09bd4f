import ipaddr from 'ipaddr.js';

/** A network, as in `10.1.0.0/16`. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;
type Address = ReturnType<typeof ipaddr.parse>;

/** @throws {Error} when one is not a network */
export const networksOf = (list: string): readonly Network[] => list.split(',').map((text) => ipaddr.parseCIDR(text));

/** Public by their number, and yet inside: what a cloud tells its machines about themselves. */
const INSIDE = networksOf('168.63.129.16/32');
/** All that has been given out of IPv6. Behind other prefixes stand translators, or nobody. */
const GIVEN_OUT = networksOf('2000::/3');

/**
 * True when the address belongs to the internet at large: not private, of this machine, of this link (also where clouds tell secrets), shared by a
 * provider, to many, or reserved (RFC 6890); nor an IPv4 address that hides in IPv6. Or when one of the networks `allowed` has it.
 */
export const mayCall = (text: string, allowed: readonly Network[]): boolean => {
  if (!ipaddr.isValid(text)) return false;
  // ::ffff:10.0.0.1 is 10.0.0.1
  const address = ipaddr.process(text);
  if (within(address, allowed)) return true;
  return (
    address.range() === 'unicast' &&
    !within(address, INSIDE) &&
    (address.kind() === 'ipv4' || within(address, GIVEN_OUT))
  );
};

const within = (address: Address, networks: readonly Network[]): boolean =>
  networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
