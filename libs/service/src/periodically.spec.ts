import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { periodically } from './periodically.js';

it('never does the work twice at once, however long it takes', async () => {
  let [now, most, times] = [0, 0, 0];
  const periodic = periodically(1, async () => {
    most = Math.max(most, ++now);
    await pause(10);
    now--;
    times++;
  });
  await pause(100);
  await periodic.stop();
  expect({ now, most }).toEqual({ now: 0, most: 1 });
  expect(times).toBeGreaterThan(1);
});

it('stops when what is under way has ended, which is asked to', async () => {
  let asked = false;
  const periodic = periodically(1, async (stopping) => {
    await once(stopping, 'abort');
    asked = true;
  });
  await periodic.stop();
  expect(asked).toBe(true);
});
