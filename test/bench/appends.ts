import type { Contest } from './contest.js';
import type { BenchServer } from './server.js';
import { emmett, ourStore, plainInsert } from './stores.js';
import { eventsPerSecond } from './writers.js';

const PEERS = { 'a plain INSERT per event': plainInsert, 'emmett-postgresql': emmett };

/** Acknowledged events per second of concurrent writers. */
export const appends = (
  name: string,
  writers: number,
  goal: number,
  against: keyof typeof PEERS,
  milliseconds: number,
  server: BenchServer,
): Contest => ({
  name,
  question: `append, ${writers} ${writers === 1 ? 'writer' : 'writers'}, against ${against}`,
  unit: 'events/s',
  goal,
  open: async () => {
    const us = await ourStore(await server.createDatabase());
    const peer = await PEERS[against](await server.createDatabase());
    return {
      ours: () => eventsPerSecond(writers, milliseconds, us.append),
      peer: () => eventsPerSecond(writers, milliseconds, peer.append),
      close: async () => {
        await Promise.all([us.close(), peer.close()]);
      },
    };
  },
});
