import { OutcomeUnknown, WrongRevision } from './event-store.js';
import { type Found, lookUpOutcomes } from './look-up.js';
import type { ValidAppend } from './validate-append.js';

const append = (expected: ValidAppend['expected']): ValidAppend => ({
  stream: 'a',
  expected,
  commandId: 'c',
  events: [],
  metadata: '{}',
  bytes: 0,
});
const applied = { revision: 3, position: '9', duplicate: true };
const found = (revision: number, first?: typeof applied): Found => ({ applied: first, revision });
const cause = new Error('the connection broke');

/** Looks up one append, in a log that returns `answers` one after the other and then repeats the last one. */
const outcomeOf = async (expected: ValidAppend['expected'], ...answers: readonly (Found | Error)[]) => {
  let nth = 0;
  const find = async (): Promise<Found[]> => {
    const answer = answers[Math.min(nth++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return [answer];
  };
  const [outcome] = await lookUpOutcomes([append(expected)], { find, cause, forMs: 600 });
  return outcome!.status === 'fulfilled' ? outcome!.value : (outcome!.reason as unknown);
};

describe('a command without an answer', () => {
  it('is answered as the first time when the log has it', async () => {
    expect(await outcomeOf(2, found(3, applied))).toEqual(applied);
    expect(await outcomeOf('any', found(7, applied))).toEqual(applied);
  });

  it('is found when it arrives during the look-up, also after the database was away for a while', async () =>
    expect(await outcomeOf(2, new Error('away'), found(2), found(3, applied))).toEqual(applied));

  it('cannot arrive any more when its stream went past the revision that it expects', async () => {
    for (const [expected, revision] of [
      [2, 3],
      ['none', 0],
    ] as const) {
      const refused = await outcomeOf(expected, found(revision));
      expect(refused).toBeInstanceOf(WrongRevision);
      expect(refused).toMatchObject({ expected, actual: revision });
    }
  });

  it.each([
    ['at the revision that it expects', 2, found(2)],
    ['before that, as a standby that lags shows it', 2, found(1)],
    ['without events, as the command expects', 'none', found(-1)],
    ['anywhere, for a command that expects nothing', 'any', found(7)],
  ] as const)('may still arrive when its stream is %s', async (_, expected, answer) => {
    const unknown = await outcomeOf(expected, answer);
    expect(unknown).toBeInstanceOf(OutcomeUnknown);
    expect(unknown).toMatchObject({ cause });
  });

  it('has an unknown outcome in time, also when the log does not answer', async () => {
    const started = performance.now();
    expect(await outcomeOf(2, new Error('away'))).toBeInstanceOf(OutcomeUnknown);
    const [outcome] = await lookUpOutcomes([append(2)], {
      find: () => new Promise<Found[]>(() => {}),
      cause,
      forMs: 300,
    });
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'OutcomeUnknown' } });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

it('the look-up of several commands asks for the open ones alone, and answers in their order', async () => {
  const appends = [append(2), append('none'), append('any')];
  const asked: number[] = [];
  const find = async (open: readonly ValidAppend[]): Promise<Found[]> => {
    asked.push(open.length);
    return open.map(({ expected }) => (expected === 2 ? found(3, applied) : found(-1)));
  };
  const outcomes = await lookUpOutcomes(appends, { find, cause, forMs: 400 });
  expect(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'found' : (outcome.reason as Error).name)),
  ).toEqual(['found', 'OutcomeUnknown', 'OutcomeUnknown']);
  expect(asked).toEqual([3, 2]);
});
