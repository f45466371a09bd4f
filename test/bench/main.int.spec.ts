import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/files.js';

/** As `npm run bench -- ...` runs it, of what `npm run build` made. */
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--enable-source-maps', 'dist/test/bench/main.js', ...args], { cwd: ROOT });

describe('npm run bench', () => {
  it('prints what it measured as JSON, each ratio with its goal', async () => {
    const { stdout, stderr } = await bench('--quick', '--runs', '1', '--only', 'append-1,feed-fanout', '--json');
    const results = JSON.parse(stdout) as {
      name: string;
      ours: number;
      peer: number;
      ratio: number;
      goal: number;
      unit: string;
      runs: unknown;
    }[];
    expect(results.map(({ name, unit, goal }) => ({ name, unit, goal }))).toEqual([
      { name: 'append-1', unit: 'events/s', goal: 0.85 },
      { name: 'feed-fanout', unit: 'events/s', goal: 0.5 },
    ]);
    for (const { ours, peer, ratio, runs } of results) {
      expect(ratio).toBeCloseTo(ours / peer, 6);
      expect(runs).toBeTruthy();
    }
    expect(stderr).toContain('append-1: append, 1 writer, against a plain INSERT per event');
  }, 120_000);

  it('names what there is when asked for something else', async () => {
    await expect(bench('--only', 'append-2')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no append-2; there are append-1, '),
    });
  }, 60_000);
});
