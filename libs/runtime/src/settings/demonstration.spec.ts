import { demonstrationProblem } from './demonstration.js';
import { loadSettings } from './load-settings.js';

const GHENT = '44021';
const problemOf = (environment: Readonly<Record<string, string>>): string | undefined =>
  demonstrationProblem(loadSettings(environment), GHENT);

describe('the demonstration provider', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', 'localhost'])(
    'starts on %s, which only this machine can reach',
    (host) => expect(problemOf({ REGIE_HOST: host })).toBeUndefined(),
  );

  it.each(['0.0.0.0', '::', '192.168.1.7', '10.0.0.1', '::ffff:10.0.0.1', '2a02:2c40::1', '0', '127'])(
    'is refused on %s, unless its network is trusted by name',
    (host) => {
      expect(problemOf({ REGIE_HOST: host })).toContain(`REGIE_HOST ${host} can be reached from other machines`);
      expect(problemOf({ REGIE_HOST: host, REGIE_DEMONSTRATION_ON_NETWORK: 'no' })).toBeDefined();
      expect(problemOf({ REGIE_HOST: host, REGIE_DEMONSTRATION_ON_NETWORK: 'yes' })).toBeUndefined();
    },
  );

  it('does not start where the city has a provider of its own, so any address is fine', () =>
    expect(
      problemOf({ REGIE_HOST: '0.0.0.0', REGIE_ISSUER: 'https://login.example.be/realms/regie' }),
    ).toBeUndefined());

  it('is refused for other cities than that of its people', () => {
    expect(problemOf({ REGIE_CITIES: '11002' })).toContain('REGIE_CITIES contains 44021');
    expect(problemOf({ REGIE_CITIES: '11002,44021' })).toBeUndefined();
    expect(problemOf({ REGIE_CITIES: '11002', REGIE_ISSUER: 'https://login.example.be' })).toBeUndefined();
  });
});
