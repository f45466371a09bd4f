import type { Contest, OpenSide } from '../contest.js';
import { ourStore, plainInsert } from './stores.js';
import { type AppendOne, write } from './writers.js';

type OpenStore = (url: string) => Promise<{ append: AppendOne; close(): Promise<void> }>;

/** The stores of the peers. Emmett is imported only when it is needed, because it changes pg for the whole process. */
const PEERS: Readonly<Record<'a prepared INSERT per event' | 'emmett-postgresql', OpenStore>> = {
  'a prepared INSERT per event': plainInsert,
  'emmett-postgresql': async (url) => (await import('./emmett.js')).emmett(url),
};

/** Measures the acknowledged events per second of concurrent writers. */
export const append = (
  name: string,
  writers: number,
  against: keyof typeof PEERS,
  judged: Pick<Contest, 'goal' | 'judgedBy'>,
  milliseconds: number,
): Contest => {
  const appending =
    (open: OpenStore): OpenSide =>
    async ({ createDatabase }) => {
      const store = await open(await createDatabase());
      return {
        run: (measure) => measure(() => write(writers, milliseconds, store.append)),
        close: () => store.close(),
      };
    };
  return {
    name,
    question: `append, ${writers} ${writers === 1 ? 'writer' : 'writers'}, against ${against}`,
    unit: 'events/s',
    ...judged,
    ours: appending(ourStore),
    peer: appending(PEERS[against]),
  };
};
