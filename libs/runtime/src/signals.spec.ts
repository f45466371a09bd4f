import { firstAndSecond } from './signals.js';

describe('the signals of a program', () => {
  /** Returns the calls for signals at these moments, in ms. */
  const callsFor = (...moments: readonly number[]): readonly string[] => {
    const calls: string[] = [];
    let moment = 0;
    const handle = firstAndSecond(
      () => calls.push('first'),
      () => calls.push('second'),
      () => moment,
    );
    for (moment of moments) handle();
    return calls;
  };

  it('count Ctrl-C that npm and npx pass on as one signal', () => {
    expect(callsFor(0, 3, 20, 999)).toEqual(['first']);
  });

  it('distinguish a second Ctrl-C from the first, also after a doubled one', () => {
    expect(callsFor(0, 20, 1_000)).toEqual(['first', 'second']);
    expect(callsFor(5_000, 5_020, 6_100, 6_120)).toEqual(['first', 'second', 'second']);
  });
});
