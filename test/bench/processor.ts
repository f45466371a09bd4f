import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ of Linux: the unit of the times in /proc. */
const TICKS_PER_SECOND = 100;

/**
 * Returns the processor time in ms so far of a process and its descendants, including those that have ended.
 * Undefined on other systems than Linux.
 */
export const processorTimeOf = (pid: number): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = all.map(statOf).filter((stat) => stat !== undefined);
  const members = new Set([pid]);
  // A parent may have a higher pid than its child: repeat until no process is added.
  for (let before = 0; before < members.size;) {
    before = members.size;
    for (const stat of stats) if (members.has(stat.parent)) members.add(stat.pid);
  }
  const ticks = stats.filter((stat) => members.has(stat.pid)).reduce((sum, stat) => sum + stat.ticks, 0);
  return (ticks / TICKS_PER_SECOND) * 1_000;
};

/** Returns the resident memory of a process in MiB; undefined on other systems than Linux. */
export const memoryOf = (pid: number): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1_024;
};

type Stat = Readonly<{ pid: number; parent: number; ticks: number }>;

const statOf = (pid: string): Stat | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses, which may hold spaces; the third is the state.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // utime and stime of the process, then cutime and cstime of its ended children (proc(5), fields 14 to 17)
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid: Number(pid), parent: Number(fields[1]), ticks };
  } catch {
    // The process has ended meanwhile.
    return undefined;
  }
};
