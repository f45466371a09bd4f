import { execFileSync } from 'node:child_process';
import { processorTimeOf } from './processor.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('the processor time of a process', () => {
  onLinux('counts children that have ended', () => {
    const before = processorTimeOf(process.pid)!;
    const busy = 'while (process.cpuUsage().user < 400_000);';
    execFileSync(process.execPath, ['--eval', busy]);
    expect(processorTimeOf(process.pid)! - before).toBeGreaterThanOrEqual(380);
  });

  onLinux('is zero for a process that is not there', () => {
    expect(processorTimeOf(2 ** 30)).toBe(0);
  });
});
