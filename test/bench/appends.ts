import type { Contest } from './contest.js';
import { emmett, ourStore, plainInsert } from './stores.js';
import { eventsPerSecond } from './writers.js';

type Databases = Readonly<{ createDatabase(): Promise<string> }>;

const PEERS = { 'a plain INSERT per event': plainInsert, 'emmett-postgresql': emmett };

/** Acknowledged events per second of concurrent writers. */
export const appends = (name: string, writers: number, goal: number, against: keyof typeof PEERS, milliseconds: number, server: Databases): Contest => ({
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
