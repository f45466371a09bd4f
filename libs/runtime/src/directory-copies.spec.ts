import { setImmediate } from 'node:timers/promises';
import type { DirectoryCopy } from '#directory';
import { Notifications } from '#postgres';
import { until } from '#testing/until';
import { DirectoryCopies } from './directory-copies.js';
import { Shutdown } from './shutdown.js';

type Copy = Pick<DirectoryCopy, 'ageSeconds' | 'look' | 'notify'>;

const notifications = () => new Notifications('postgres://nobody@127.0.0.1:9/nowhere', { name: 'never started' });

it('copies of the directory are confirmed again and again, also after a failure, until the shutdown', async () => {
  let looks = 0;
  const look = async (): Promise<void> => {
    if (++looks === 1) throw new Error('the database does not answer');
  };
  const shutdown = new Shutdown();
  const copies = new DirectoryCopies(shutdown, notifications());
  copies.add('cases', { ageSeconds: 0.5, look, notify: () => undefined } satisfies Copy as unknown as DirectoryCopy);
  await until(() => looks >= 3);
  expect(copies.ages()).toEqual([['cases', 0.5]]);
  await shutdown.runPhase('work');
  expect(shutdown.unfinished).toEqual([]);
});

it('copies of the directory do not delay the shutdown by a look without an answer', async () => {
  const shutdown = new Shutdown();
  const copies = new DirectoryCopies(shutdown, notifications());
  const look = () => Promise.withResolvers<void>().promise;
  copies.add('cases', { ageSeconds: 0, look, notify: () => undefined } satisfies Copy as unknown as DirectoryCopy);
  const stopped = shutdown.runPhase('work');
  await setImmediate();
  expect(shutdown.unfinished).toEqual([]);
  await stopped;
});

it('copies of the directory are notified of a page of their context only, here and in other processes', async () => {
  const [here, elsewhere] = [notifications(), notifications()];
  const sent: string[] = [];
  here.notify = (topic) => void sent.push(topic);
  const listeners = new Map<string, () => void>();
  elsewhere.onNotify = (topic, listener) => {
    listeners.set(topic, listener);
    return () => listeners.delete(topic);
  };
  const notified: string[] = [];
  const copyOf = (name: string): DirectoryCopy =>
    ({
      ageSeconds: 0,
      look: async () => undefined,
      notify: () => void notified.push(name),
    }) satisfies Copy as unknown as DirectoryCopy;
  const [shutdownHere, shutdownElsewhere] = [new Shutdown(), new Shutdown()];
  const copies = new DirectoryCopies(shutdownHere, here);
  copies.add('cases', copyOf('cases here'));
  copies.add('teams', copyOf('teams here'));
  new DirectoryCopies(shutdownElsewhere, elsewhere).add('cases', copyOf('cases elsewhere'));
  copies.notify('cases');
  for (const topic of sent) listeners.get(topic)?.();
  expect(notified).toEqual(['cases here', 'cases elsewhere']);
  await shutdownHere.runPhase('work');
  await shutdownElsewhere.runPhase('work');
  expect(listeners.size).toBe(0);
});
