import { execFileSync } from 'node:child_process';
import { processorTimeOf } from './processor.js';

describe('the processor time of a process', () => {
  it('includes ended children, on a platform that reports it', () => {
    if (process.platform !== 'linux') return expect(processorTimeOf(process.pid)).toBeUndefined();
    const before = processorTimeOf(process.pid)!;
    const busy = 'while (process.cpuUsage().user < 400_000);';
    execFileSync(process.execPath, ['--eval', busy]);
    expect(processorTimeOf(process.pid)! - before).toBeGreaterThanOrEqual(380);
  });

  it('is zero for a process that does not exist', () => {
    expect(processorTimeOf(2 ** 30)).toBe(process.platform === 'linux' ? 0 : undefined);
  });
});
