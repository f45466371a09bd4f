import type { DirectoryCopy } from '#directory';
import { until } from '#testing/until';
import { DirectoryCopies } from './directory-copies.js';
import { Shutdown } from './shutdown.js';

it('copies of the directory are confirmed again and again, also after a failure, until the shutdown', async () => {
  let looks = 0;
  const look = async (): Promise<void> => {
    if (++looks === 1) throw new Error('the database does not answer');
  };
  const shutdown = new Shutdown();
  const copies = new DirectoryCopies(shutdown);
  copies.add('cases', { ageSeconds: 0.5, look } as Pick<DirectoryCopy, 'ageSeconds' | 'look'> as DirectoryCopy);
  await until(() => looks >= 3);
  expect(copies.ages()).toEqual([['cases', 0.5]]);
  await shutdown.runPhase('work');
  expect(shutdown.unfinished).toEqual([]);
});
