import { randomUUID } from 'node:crypto';
import {
  agencyEnrolled,
  type ContextName,
  mandateEnded,
  neighbourhoodRecorded,
  type PublicEvent,
  type Topic,
  TOPICS,
  toPublicEvent,
} from '#contracts';
import { MemoryEventStore, START, type StoredEvent } from '#event-store';
import { belongsTo, embeddedLog, LOG, type Page, type Publishes } from '../index.js';

const publishes = new Map<ContextName, Publishes>([
  [
    'partners',
    (event: StoredEvent) =>
      event.type === 'Secret' ? undefined : toPublicEvent(agencyEnrolled, event, '44021', agencyEnrolled.sample),
  ],
  ['teams', (event: StoredEvent) => toPublicEvent(neighbourhoodRecorded, event, '44021', neighbourhoodRecorded.sample)],
  ['mandates', (event: StoredEvent) => toPublicEvent(mandateEnded, event, '44021', mandateEnded.sample)],
]);

const write = async (store: MemoryEventStore, ...streams: readonly string[]): Promise<void> => {
  for (const stream of streams) {
    const [name, type = 'Recorded'] = stream.split(' ') as [string, string?];
    await store.append(name, 'any', [{ type, data: {} }], { commandId: randomUUID() });
  }
};

/** Returns the pages after position `after`, up to and including position `upTo`. */
const pagesOf = async (
  store: MemoryEventStore,
  topics: readonly Topic[],
  upTo: string,
  after = START,
): Promise<Page<PublicEvent>[]> => {
  const pages: Page<PublicEvent>[] = [];
  const stop = new AbortController();
  const handle = async (page: Page<PublicEvent>): Promise<void> => {
    pages.push(page);
    if (page.upTo === upTo) stop.abort();
  };
  await embeddedLog(store, publishes).consume('group', topics)({ after: async () => after, handle }, stop.signal);
  return pages;
};

const store = new MemoryEventStore();
beforeAll(() =>
  write(
    store,
    'agencies-44021',
    'team-44021-1',
    'mandates-44021',
    'agencies-44021 Secret',
    'attic-44021',
    'agencies-44021',
  ),
);

it('the embedded log delivers the public events of the topics of all contexts in the order of the log', async () => {
  const [page, ...more] = await pagesOf(store, [TOPICS.partners, TOPICS.teams], '6');
  expect(more).toEqual([]);
  expect(page!.source).toBe(LOG);
  expect(page!.events.map(({ type, partitionkey, sequence }) => [type, partitionkey, sequence])).toEqual([
    [agencyEnrolled.type, 'agencies-44021', '0'],
    [neighbourhoodRecorded.type, 'team-44021-1', '0'],
    [agencyEnrolled.type, 'agencies-44021', '2'],
  ]);
});

it('a public event of the embedded log has the id of the private one', async () => {
  const [page] = await pagesOf(store, [TOPICS.mandates], '6');
  expect(page!.events.map(({ id }) => id)).toEqual((await store.read('mandates-44021')).map(({ id }) => id));
});

it('the embedded log advances over a page without events for the group', async () => {
  expect(await pagesOf(store, [TOPICS.cases], '6')).toEqual([{ source: LOG, events: [], positions: [], upTo: '6' }]);
});

it('the embedded log continues after the position of the group', async () => {
  const [page] = await pagesOf(store, [TOPICS.partners], '6', '1');
  expect(page!.events.map(({ sequence }) => sequence)).toEqual(['2']);
});

it('the embedded log delivers no event of a context that publishes nothing in this process', async () => {
  const silent = embeddedLog(store, new Map());
  const pages: Page<PublicEvent>[] = [];
  const stop = new AbortController();
  await silent.consume('group', Object.values(TOPICS))(
    { after: async () => START, handle: async (page) => (pages.push(page), stop.abort()) },
    stop.signal,
  );
  expect(pages).toEqual([{ source: LOG, events: [], positions: [], upTo: '6' }]);
});

it.each([
  ['mandates', 'mandates-44021', true],
  ['mandates', 'mandate-44021', false],
  ['cases', 'case-44021-7', true],
  ['cases', 'cases-44021', false],
  ['teams', 'team-44021-7', true],
  ['teams', 'neighbourhoods-44021', true],
  ['teams', 'agencies-44021', false],
  ['partners', 'agencies-44021', true],
] as const)('that the context %s owns the stream %s is %s', (context, stream, owns) =>
  expect(belongsTo(context, stream)).toBe(owns),
);
