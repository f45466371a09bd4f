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
  for (let waited = 0; times < 2 && waited < 4_000; waited += 5) await pause(5);
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
