import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { periodically } from './periodically.js';

it('periodic work never runs twice at once, whatever its duration', async () => {
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

it('stopping periodic work signals the current run, and waits for its end', async () => {
  let signalled = false;
  const periodic = periodically(1, async (stopping) => {
    await once(stopping, 'abort');
    signalled = true;
  });
  await periodic.stop();
  expect(signalled).toBe(true);
});
