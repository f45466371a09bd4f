import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Settings } from './settings.js';

/**
 * Explains why the hub may not start its demonstration provider with these settings; undefined when it may.
 * The people of the demonstration have a password that everybody knows, so only this machine may reach them.
 * `city`: the city of the demonstration.
 */
export const demonstrationProblem = (
  { issuer, host, demonstrationOnNetwork, servedCities }: Settings,
  city: string,
): string | undefined => {
  if (issuer) return undefined;
  if (!isLoopback(host) && demonstrationOnNetwork === 'no')
    return (
      `REGIE_HOST ${host} can be reached from other machines, and the people of the demonstration have a password that everybody knows: ` +
      'set REGIE_ISSUER to your identity provider, REGIE_HOST to 127.0.0.1, or REGIE_DEMONSTRATION_ON_NETWORK to yes on a network that you trust'
    );
  if (servedCities && !servedCities.includes(city))
    return `REGIE_CITIES contains ${city} with the demonstration: its people are of that city. Set REGIE_ISSUER to your identity provider for another city`;
  return undefined;
};

/** True for an address that only this machine can reach: 127.0.0.0/8, ::1 and localhost. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isIP(host) !== 0 && ipaddr.process(host).range() === 'loopback');
