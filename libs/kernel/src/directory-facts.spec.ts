import { activeAgency, type KnownAgency, mustBeKnownNeighbourhoods, NOTHING_KNOWN } from './index.js';

const ocmw: KnownAgency = { kind: 'ocmw', status: 'active', allows: null };

it('an active agency is returned with its facts', () =>
  expect(activeAgency({ agencies: new Map([['ocmw-gent', ocmw]]) }, 'ocmw-gent')).toBe(ocmw));

it('an agency that the city does not know is refused, also when its code is a word of JavaScript', () => {
  for (const agency of ['ocmw-gent', 'constructor'])
    expect(() => activeAgency(NOTHING_KNOWN, agency)).toThrow(
      expect.objectContaining({ code: 'agency.not-known', details: { agency } }),
    );
});

it('an agency that is suspended or has ended is refused with its state', () => {
  for (const status of ['suspended', 'ended'] as const)
    expect(() => activeAgency({ agencies: new Map([['ocmw-gent', { ...ocmw, status }]]) }, 'ocmw-gent')).toThrow(
      expect.objectContaining({ code: 'agency.not-active', details: { agency: 'ocmw-gent', state: status } }),
    );
});

it('the refusal of unknown neighbourhoods names the first of them', () => {
  const known = { neighbourhoods: new Set(['4']) };
  mustBeKnownNeighbourhoods(known, ['4', '4']);
  expect(() => mustBeKnownNeighbourhoods(known, ['4', '98', '99'])).toThrow(
    expect.objectContaining({ code: 'neighbourhood.not-known', details: { neighbourhood: '98' } }),
  );
});
