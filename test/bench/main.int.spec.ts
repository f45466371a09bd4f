import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from '../architecture/files.js';
import type { Result } from './report.js';

/** Runs the build of `npm run build`, as `npm run bench -- ...` does. */
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['--enable-source-maps', 'dist/test/bench/main.js', ...args], { cwd: ROOT });

/** Runs a bench that must end with another exit code than 0. */
const failing = (...args: string[]) =>
  bench(...args).then(
    () => Promise.reject(new Error('it should have failed')),
    (error: unknown) => error as Readonly<{ code: number; stdout: string; stderr: string }>,
  );

describe('npm run bench', () => {
  it('prints its results as JSON, each ratio with its goal and its processor time', async () => {
    const { stdout, stderr } = await bench('--quick', '--runs', '1', '--only', 'append-1,feed-fanout', '--json');
    const results = JSON.parse(stdout) as Result[];
    expect(results.map(({ name, unit, goal }) => ({ name, unit, goal }))).toEqual([
      { name: 'append-1', unit: 'events/s', goal: 0.55 },
      { name: 'feed-fanout', unit: 'events/s', goal: 0.5 },
    ]);
    for (const { ours, peer, ratio, runs, processor } of results) {
      expect(ratio).toBeCloseTo(ours / peer, 6);
      expect(runs).toBeTruthy();
      const measured = { node: expect.any(Number), postgres: expect.any(Number) };
      const onLinux = { ours: measured, peer: measured, ratio: expect.any(Number) };
      expect(processor).toEqual(process.platform === 'linux' ? onLinux : { ours: null, peer: null, ratio: null });
    }
    expect(stderr).toContain('append-1: append, 1 writer, against a prepared INSERT per event');
  }, 180_000);

  it('lists the names of the contests when it is asked for an unknown one', async () => {
    await expect(bench('--only', 'append-2')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no append-2; there are append-1, '),
    });
  });

  it('exits with 1 when a side hangs, ends or fails, names that side, and still holds the other contests', async () => {
    const contests = 'planted-hang,planted-exit,planted-error,planted-nothing';
    const { code, stdout, stderr } = await failing('--runs', '1', '--deadline', '5', '--json', '--only', contests);
    expect((JSON.parse(stdout) as Result[]).map(({ name }) => name)).toEqual(['planted-nothing']);
    expect(stderr).toContain('planted-hang has no result: ContestFailed: ours did not answer to "run" within 5 s');
    expect(stderr).toContain('planted-exit has no result: ContestFailed: the peer ended with exit code 3');
    expect(stderr).toContain(
      'planted-error has no result: ContestFailed: ours failed to open: Error: no room on the disk',
    );
    expect(stderr).toContain('without a result: planted-hang, planted-exit, planted-error');
    expect(code).toBe(1);
  }, 180_000);

  it('holds a contest of deliveries after one whose peer replaces the type parsers of its process', async () => {
    const { stdout } = await bench('--quick', '--runs', '1', '--only', 'append-16-emmett,webhook-10ms', '--json');
    const results = JSON.parse(stdout) as Result[];
    expect(results.map(({ name }) => name)).toEqual(['append-16-emmett', 'webhook-10ms']);
  }, 180_000);

  it('compares this build with that of another checkout by the processor time of an operation', async () => {
    const { stdout, stderr } = await bench(
      ...['--quick', '--runs', '1', '--only', 'append-64', '--against', ROOT, '--json'],
    );
    const [result] = JSON.parse(stdout) as [Result];
    expect(result).toMatchObject({ name: 'append-64', goal: 1.07, judgedBy: 'processor', runs: 1 });
    expect(result.raw.peer).toHaveLength(1);
    expect(stderr).toContain(`append-64: this checkout against ${ROOT}`);
  }, 180_000);

  it('exits with 2 and asks for a build when the other checkout has none', async () => {
    const { code, stderr } = await failing('--only', 'append-64', '--against', 'test');
    expect(code).toBe(2);
    expect(stderr).toContain('--against is a checkout in which npm run build was run');
  });
});
