import type { EntityManager } from 'typeorm';
import { brusselsDate, type LocalDate } from '#kernel';
import { statement, waitForDisk } from '#postgres';
import {
  audienceOf,
  caseOf,
  type FeedEvent,
  hasSomeOf,
  latecomer,
  type Participation,
  type Participations,
  participationsAfter,
  slotsAfter,
} from '../domain/audience.js';
import { type Entry, extend, NO_ENTRY, type Numbered, numbered, type NumberedEvent } from './feed-entries.js';
import { entriesOfCase, eventsOfCase, loadFeeds, registerSoFar, type StateOfFeeds } from './load-feeds.js';
import { type FeedAdditions, writeFeeds } from './write-feeds.js';

const WAIT_FOR_DISK = statement('partners.wait-for-disk', waitForDisk);
const LOCK = statement('partners.lock-feeds', `SELECT pg_advisory_xact_lock(hashtext('partners.feed ' || $1))`);

/** Adds events to the feeds that they concern. */
export const fill = async (events: readonly FeedEvent[], tx: EntityManager): Promise<void> => {
  // Makes this commit wait for the disk, unlike the commits of other projections. Entries lost in a crash could be
  // numbered in another order, although partners already have their cursors.
  await WAIT_FOR_DISK.rows(tx);
  const byCity = Map.groupBy(events, ({ data }) => data.city);
  // A fixed order prevents deadlocks between two writers of the same cities.
  for (const city of [...byCity.keys()].toSorted()) {
    // Several processes may write, each from its own partition. The lock makes each process see the feeds that the
    // others have created.
    await LOCK.rows(tx, [city]);
    await fillCity(city, byCity.get(city)!, tx);
  }
};

/**
 * Adds the events of one city in a few round trips, for any number of agencies. Only an acceptance that shows the past
 * needs queries of its own.
 */
const fillCity = async (city: string, events: readonly FeedEvent[], tx: EntityManager): Promise<void> => {
  const feeds = new FeedsOfCity(tx, city, await loadFeeds(tx, city, events));
  await feeds.add(events);
  await writeFeeds(tx, city, feeds.additions());
};

/** The feeds of one city in memory, while events are added to them. */
class FeedsOfCity {
  readonly #events: NumberedEvent[] = [];
  readonly #entries: Entry[] = [];
  readonly #changedCases = new Set<string>();
  readonly #changedSubjects = new Set<string>();
  #lastNumber: number;
  #register: readonly Numbered[] | undefined;

  constructor(
    private readonly tx: EntityManager,
    private readonly city: string,
    private readonly state: StateOfFeeds,
  ) {
    this.#lastNumber = state.lastNumber;
  }

  /** Adds each event to the feeds of its audience. */
  async add(events: readonly FeedEvent[]): Promise<void> {
    const { feeds } = this.state;
    for (const event of events) {
      const on = brusselsDate(new Date(event.time));
      const caseId = caseOf(event) ?? null;
      const participations = this.#participationsAfter(event, caseId, on);
      this.#updateSlots(event);
      const audience = audienceOf(event, participations, on);
      // Stores an event of a case even without an audience, because a later acceptance may bring the event into a feed.
      if (audience.length === 0 && caseId === null) continue;
      const next = this.#number(event, caseId, audience === 'city');
      if (audience === 'city') {
        for (const agency of feeds.keys()) this.#addEntry(agency, next, null);
      } else {
        const late = latecomer(event, participations);
        for (const { agency, caseId: forAsLongAs } of audience) {
          if (!feeds.has(agency)) await this.#open(agency);
          if (late?.agency === agency) await this.#showPast(agency, caseId!, late.wants);
          this.#addEntry(agency, next, forAsLongAs);
        }
      }
      this.#events.push(next);
    }
  }

  additions(): FeedAdditions {
    const { feeds, subjects, participations } = this.state;
    return {
      events: this.#events,
      entries: this.#entries,
      feeds,
      subjects: [...this.#changedSubjects].map((subject) => ({ subject, slots: subjects.get(subject)! })),
      participations: [...this.#changedCases].flatMap((caseId) =>
        [...participations.get(caseId)!].map(([agency, part]) => ({ caseId, agency, ...part })),
      ),
    };
  }

  /** Applies `event` to the participations in its case and returns them. */
  #participationsAfter(event: FeedEvent, caseId: string | null, on: LocalDate): Participations {
    const { participations } = this.state;
    const before = participations.get(caseId ?? '') ?? new Map<string, Participation>();
    const after = participationsAfter(event, before, on);
    if (caseId !== null && after !== before) {
      participations.set(caseId, after);
      this.#changedCases.add(caseId);
    }
    return after;
  }

  #updateSlots(event: FeedEvent): void {
    const { subjects } = this.state;
    const slots = slotsAfter(event, subjects.get(event.subject));
    if (!slots) return;
    subjects.set(event.subject, slots);
    this.#changedSubjects.add(event.subject);
  }

  #number(event: FeedEvent, caseId: string | null, forCity: boolean): NumberedEvent {
    const slots = this.state.subjects.get(event.subject) ?? null;
    return { ...numbered(++this.#lastNumber, event), event, forCity, caseId, slots };
  }

  #addEntry(agency: string, event: Numbered, caseId: string | null): void {
    const { feeds } = this.state;
    const tip = extend(feeds.get(agency)!, event);
    feeds.set(agency, tip);
    this.#entries.push({ agency, caseId, ...tip });
  }

  /** Creates the feed of an agency, starting with the earlier events that every agency of the city gets. */
  async #open(agency: string): Promise<void> {
    this.state.feeds.set(agency, NO_ENTRY);
    this.#register ??= await registerSoFar(this.tx, this.city);
    for (const before of [...this.#register, ...this.#events.filter(({ forCity }) => forCity)])
      this.#addEntry(agency, before, null);
  }

  /** Adds the earlier events of a case that the agency may see now, except the events that its feed already has. */
  async #showPast(agency: string, caseId: string, wants: (earlier: FeedEvent) => boolean): Promise<void> {
    const past = [
      ...(await eventsOfCase(this.tx, this.city, caseId)),
      ...this.#events.filter((each) => each.caseId === caseId),
    ];
    const has = await this.#entriesOfCase(agency, caseId, past);
    for (const earlier of past)
      if (wants(earlier.event) && !has.has(earlier.number)) this.#addEntry(agency, earlier, caseId);
  }

  /**
   * Returns the numbers of the events of a case that are already in the feed. `past`: all events of the case so far.
   */
  async #entriesOfCase(
    agency: string,
    caseId: string,
    past: readonly Pick<NumberedEvent, 'event'>[],
  ): Promise<ReadonlySet<number>> {
    // Checks the whole history: an agency that coordinated for part of a day has entries, but no trace in its current
    // relation.
    const mayHaveSome = hasSomeOf(
      past.map(({ event }) => event),
      agency,
    );
    const has = new Set(mayHaveSome ? await entriesOfCase(this.tx, this.city, agency, caseId) : []);
    for (const entry of this.#entries) if (entry.agency === agency && entry.caseId === caseId) has.add(entry.number);
    return has;
  }
}
