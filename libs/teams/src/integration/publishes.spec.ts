import { PUBLIC_EVENTS } from '#contracts';
import type { StoredEvent } from '#event-store';
import type { RegisterEvent } from '../domain/neighbourhood-register.js';
import type { TeamEvent } from '../domain/neighbourhood-team.js';
import { publishes } from './publishes.js';

type Event = RegisterEvent | TeamEvent;

/** Text that stays in its context; a public event that contains it reveals content. */
const SECRET = 'between us';
const member = { teamId: 't1', memberId: 'm-0042', agency: 'ocmw-gent' };

/** One event of each type; a missing type does not compile. */
const EVENTS: { readonly [Type in Event['type']]: Extract<Event, { type: Type }>['data'] } = {
  NeighbourhoodRecorded: {
    code: '4',
    name: 'Brugse Poort - Rooigem',
    version: 2,
    centre: { lon: 3.69277, lat: 51.05922 },
    area: { type: 'Polygon', coordinates: [] },
    source: SECRET,
  },
  TeamFormed: { teamId: 't1', name: SECRET, neighbourhoods: ['4', '7'], formedBy: 'stad-gent' },
  AgencyAccepted: { teamId: 't1', agency: 'ocmw-gent', acceptedBy: 'stad-gent' },
  MemberSeconded: { ...member, function: SECRET, from: '2026-03-01', until: '2027-03-01' },
  SecondmentEnded: { ...member, on: '2026-12-01' },
};

const streamOf = (data: (typeof EVENTS)[Event['type']]): string =>
  'teamId' in data ? `team-44021-${data.teamId}` : 'neighbourhoods-44021';
const published = (type: string, data: (typeof EVENTS)[Event['type']]) =>
  publishes({
    type,
    data,
    id: 'e1',
    stream: streamOf(data),
    revision: 3,
    position: '7',
    recordedAt: '2026-03-01T10:00:00.000Z',
    metadata: { commandId: 'x', by: { city: '44021', agency: 'stad-gent', role: 'worker', subject: SECRET } },
  } as unknown as StoredEvent<Event>);
const PRIVATE = ['AgencyAccepted'];

it.each(PRIVATE)('%s stays in its context', (type) =>
  expect(published(type, EVENTS[type as 'AgencyAccepted'])).toBeUndefined(),
);

describe.each(Object.entries(EVENTS).filter(([type]) => !PRIVATE.includes(type)))(
  'the public event of %s',
  (type, data) => {
    const stream = streamOf(data);
    const event = published(type, data)!;

    it('matches its public schema', () => expect(PUBLIC_EVENTS.get(event.type)!.problems(event.data)).toEqual([]));
    it('names its subject, its city and its number in the stream', () =>
      expect(event).toMatchObject({
        id: 'e1',
        subject: 'teamId' in data ? data.teamId : data.code,
        partitionkey: stream,
        sequence: '3',
        source: 'urn:be:nis:44021:regie:teams',
        data: { city: '44021' },
      }));
    if (type === 'MemberSeconded')
      it('contains the period of the secondment', () =>
        expect(event.data).toMatchObject({ from: '2026-03-01', until: '2027-03-01' }));
    it('contains no content, no area and no person', () => {
      expect(JSON.stringify(event)).not.toContain(SECRET);
      expect(event.data).not.toHaveProperty('area');
    });
  },
);
