import { positionToken } from '#http';
import { compareWithLog } from './aftermath.js';
import { acknowledgedAt } from './requests.js';

const STREAM = 'case-44021-1';
const acknowledged = acknowledgedAt(
  'w1',
  positionToken({ context: 'cases', position: '12', stream: STREAM, revision: 3 }),
);
const event = { stream: STREAM, revision: 3, position: '12' };

describe('an acknowledged write', () => {
  it('is there when the log has its event where the answer said', () => {
    expect(compareWithLog([acknowledged], [event])).toEqual([]);
  });

  it.each([
    ['the log has no event there', []],
    ['the event is at another position', [{ ...event, position: '13' }]],
    ['the event has another revision', [{ ...event, revision: 2 }]],
    ['the event belongs to another stream', [{ ...event, stream: 'case-44021-2' }]],
  ])('is lost when %s', (_, events) => {
    expect(compareWithLog([acknowledged], events)).toEqual(['w1 was acknowledged at 3@12 and is not in the log']);
  });
});
