import { until } from '#testing/until';
import { Receiver } from '../../libs/partners/src/testing/receiver.js';
import type { Journey } from './journey.js';

/** The systems that follow the journey: one that takes part in the cases, and one that only receives what concerns the whole city. */
const SYSTEMS = ['woningent-api', 'politiezone-gent-api'] as const;
type System = (typeof SYSTEMS)[number];

type FeedEvent = Readonly<{ id: string; type: string; partitionkey: string; sequence: string }>;
type Page = Readonly<{ events: readonly FeedEvent[]; next: string }>;

/** The systems of agencies, each with the pages of its feed and with a webhook. */
export class Partners {
  private readonly starts = new Map<System, string>();
  private readonly receivers = new Map<System, Receiver>();

  constructor(private readonly journey: Journey) {}

  /** Subscribes each system to the events from now on. */
  async subscribe(): Promise<void> {
    for (const system of SYSTEMS) {
      const receiver = await Receiver.start();
      const { next } = await this.feed(system);
      const { status, body } = await this.journey.write(system, 'POST', '/v1/subscriptions', {
        url: `${receiver.url}/`,
        contact: 'ict@partner.example.be',
        after: next,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      this.receivers.set(system, receiver);
      this.starts.set(system, next);
    }
  }

  /**
   * Lists the faults of each feed since the subscription: events of a stream out of order, and events that the webhook
   * did not receive exactly once. The wait for deliveries ends when all came.
   */
  async faults(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [system, receiver] of this.receivers) {
      const { events } = await this.feed(system, this.starts.get(system));
      found.push(...disordered(events).map((stream) => `${system}: the feed has ${stream} out of order`));
      const wanted = events.map(({ id }) => id);
      await until(() => receiver.firsts.length >= wanted.length, 30_000).catch(() => undefined);
      const came = new Set(receiver.firsts);
      found.push(...wanted.filter((id) => !came.has(id)).map((id) => `${system}: ${id} was not delivered`));
      const repeats = receiver.ids.length - receiver.firsts.length;
      if (repeats > 0) found.push(`${system}: ${repeats} events were delivered again`);
      found.push(...receiver.faults.map((fault) => `${system}: ${fault}`));
    }
    return found;
  }

  /** Counts the events of a type in the feed of the system that takes part in the cases. */
  async count(type: string): Promise<number> {
    const { events } = await this.feed('woningent-api', this.starts.get('woningent-api'));
    return events.filter((event) => event.type === type).length;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.receivers.values()].map((receiver) => receiver.stop()));
  }

  /** Reads all pages from both releases, which must agree. */
  private async feed(system: System, after?: string): Promise<Page> {
    const events: FeedEvent[] = [];
    for (let next = after; ;) {
      const { status, body } = await this.journey.read(system, `/v1/feed?limit=500${next ? `&after=${next}` : ''}`);
      if (status !== 200) throw new Error(JSON.stringify(body));
      const page = body as unknown as Page;
      events.push(...page.events);
      next = page.next;
      if (page.events.length === 0) return { events, next };
    }
  }
}

const disordered = (events: readonly FeedEvent[]): readonly string[] => {
  const last = new Map<string, bigint>();
  const found = new Set<string>();
  for (const { partitionkey, sequence } of events) {
    const before = last.get(partitionkey);
    if (before !== undefined && BigInt(sequence) <= before) found.add(partitionkey);
    last.set(partitionkey, BigInt(sequence));
  }
  return [...found];
};
