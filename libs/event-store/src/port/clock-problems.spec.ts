import { clockProblems } from './clock-problems.js';

const ahead = (time: string) =>
  `events were recorded ${time} ahead of the clock: later events of their streams get the same time until the clock is there`;

it.each([
  ['no problem', {}, []],
  ['no problem while the difference is a minute', { offsetMs: -60_000 }, []],
  [
    'a database that is ahead',
    { offsetMs: 62_000 },
    ['the clock of the database is 62 s ahead of that of this process: nothing is written'],
  ],
  [
    'a database that is behind',
    { offsetMs: -3 * 86_400_000 },
    ['the clock of the database is 3 days behind that of this process: nothing is written'],
  ],
  ['no problem after a correction by seconds', { aheadMs: 5_000 }, []],
  ['events that are ahead by minutes', { aheadMs: 240_000 }, [ahead('4 min')]],
  ['events that are ahead by hours', { aheadMs: 18_000_000 }, [ahead('5 h')]],
  ['events that are ahead by days', { aheadMs: 259_200_000 }, [ahead('3 days')]],
])('the clocks report %s', (_, clocks, problems) => expect(clockProblems({ aheadMs: 0, ...clocks })).toEqual(problems));
