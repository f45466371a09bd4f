import { type Problem, Refused } from './refusal.js';

const problem = (code: string, facts: object = {}): Problem => ({
  type: `urn:be:regie:problem:${code}`,
  title: 'This is not possible.',
  status: 409,
  code,
  instance: 'r-1',
  ...facts,
});

describe('a refusal of the hub', () => {
  it('shows title, code and facts, without fields of the protocol', () =>
    expect(
      new Refused(
        problem('mandate.slot-taken', {
          holder: 'ocmw-gent',
          slot: { neighbourhood: '4', theme: 'wonen' },
          missing: ['political', 'administrative'],
        }),
      ).message,
    ).toBe(
      'This is not possible. (mandate.slot-taken)\n  holder: ocmw-gent\n  slot: neighbourhood 4, theme wonen\n  missing: political, administrative',
    ));
  it('lists each problem in a line', () =>
    expect(
      new Refused(
        problem('request.invalid', {
          errors: [
            { field: 'on', problem: 'on must be a date' },
            { field: 'theme', problem: 'theme must be one of wonen, welzijn' },
          ],
        }),
      ).message,
    ).toBe(
      'This is not possible. (request.invalid)\n  errors:\n    field on: on must be a date\n    field theme: theme must be one of wonen, welzijn',
    ));
  it('explains how to get another token when the token is the problem', () =>
    expect(new Refused(problem('access.token-expired')).remedy).toContain('--as <person>'));
});
