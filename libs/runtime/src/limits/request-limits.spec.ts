import type { Request } from 'express';
import { RequestLimits } from './request-limits.js';

/** A request from an address, before any route. */
const from = (remoteAddress: string): Request => ({ socket: { remoteAddress }, headers: {} }) as unknown as Request;

describe('the limit of an address', () => {
  const limits = () =>
    new RequestLimits({ rateWindowSeconds: 60, rateSubject: 9, rateAgency: 9, rateAddress: 2, rateKeys: 100 });
  const refuse = (of: RequestLimits, address: string, code = 'access.token-invalid') =>
    of.countRefused(from(address), code);

  it.each([
    ['10.0.0.7', '10.0.0.7', '10.0.0.8'],
    ['::ffff:10.0.0.7', '10.0.0.7', '::ffff:10.0.0.8'],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'],
  ])('counts %s as %s, and not as %s', (address, same, other) => {
    const counted = limits();
    refuse(counted, address);
    refuse(counted, same);
    expect(() => counted.mayTryToken(from(same))).toThrow('request.too-many');
    expect(() => counted.mayTryToken(from(other))).not.toThrow();
    expect(counted.refused.address).toBe(1);
  });

  it('counts no refusal for another reason than its token', () => {
    const counted = limits();
    for (const code of ['access.provider-unreachable', 'access.key-not-known-yet', 'route.unknown', 'request.too-many'])
      refuse(counted, '10.0.0.7', code);
    refuse(counted, '10.0.0.7');
    expect(() => counted.mayTryToken(from('10.0.0.7'))).not.toThrow();
    refuse(counted, '10.0.0.7', 'access.token-missing');
    expect(() => counted.mayTryToken(from('10.0.0.7'))).toThrow('request.too-many');
  });
});
