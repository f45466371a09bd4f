import { START } from '#event-store';
import type { Contest } from '../contest.js';
import { ourStore } from './stores.js';
import { fill } from './writers.js';

/** The page size of a log subscription. */
const PAGE = 1_000;

/** Measures reading and parsing the whole log in pages, as for a projection. */
export const readPages = (events: number): Contest => ({
  name: 'read-pages-emmett',
  question: `reading ${events} events in pages of ${PAGE}, against emmett-postgresql`,
  unit: 'events/s',
  goal: 1,
  ours: async ({ createDatabase, onProgress }) => {
    const { store, append, close } = await ourStore(await createDatabase());
    onProgress(`writing ${events} events`);
    await fill(events, append);
    const readAll = async (): Promise<number> => {
      let read = 0;
      for (let after = START; ;) {
        const page = await store.readAll(after, PAGE);
        read += page.length;
        if (page.length < PAGE) return read;
        after = page.at(-1)!.position;
      }
    };
    return { run: (measure) => measure(readAll), close };
  },
  peer: async ({ createDatabase, onProgress }) => {
    const { emmett } = await import('./emmett.js');
    const { append, readAll, close } = await emmett(await createDatabase());
    onProgress(`writing ${events} events`);
    await fill(events, append);
    return { run: (measure) => measure(() => readAll(PAGE)), close };
  },
});
