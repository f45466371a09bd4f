import type { Contest, OpenSide } from '../contest.js';

const idle: OpenSide = async () => ({ run: (measure) => measure(async () => 1), close: async () => undefined });

/**
 * Contests whose sides hang or fail, and one that works. With them, main.int.spec.ts shows that the bench always ends
 * and names the side that failed.
 */
export const planted: readonly Contest[] = [
  {
    name: 'planted-hang',
    question: 'a side that never answers',
    unit: 'events/s',
    goal: 1,
    ours: async () => ({ run: () => Promise.withResolvers<never>().promise, close: async () => undefined }),
    peer: idle,
  },
  {
    name: 'planted-exit',
    question: 'a side whose process ends',
    unit: 'events/s',
    goal: 1,
    ours: idle,
    peer: async () => ({ run: () => process.exit(3), close: async () => undefined }),
  },
  {
    name: 'planted-error',
    question: 'a side that cannot be prepared',
    unit: 'events/s',
    goal: 1,
    ours: () => Promise.reject(new Error('no room on the disk')),
    peer: idle,
  },
  {
    name: 'planted-nothing',
    question: 'sides without work',
    unit: 'events/s',
    goal: 1,
    ours: idle,
    peer: idle,
  },
];
