import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Response } from 'express';
import type { DataSource } from 'typeorm';
import { COMMON_PROBLEMS, type Problems } from '#http';
import { brusselsDate, DomainError } from '#kernel';
import { Draining } from '#runtime';
import { problems } from '../../api/problems.js';
import type { FeedOf } from '../queries/feed-cursor.js';
import { FeedWatcher, type Watch } from '../queries/feed-watcher.js';
import { type FeedFilter, type FeedPage, readFeed } from '../queries/read-feed.js';

/** A stream as it is asked for: whose feed, after which cursor, what of it, and until when its token is taken. */
export type StreamAsked = Readonly<{ feed: FeedOf; after: string | undefined; filter: FeedFilter; expires: Date }>;

/** How many events a stream takes from the store at once: all that it holds in memory. */
const PAGE = 50;
/** How many streams read at the same time; a change that wakes a thousand of them must not keep others from the database. */
const READ_AT_ONCE = 4;
const MOST_OF_AN_AGENCY = 100;
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * The open streams of this process (Server-Sent Events, https://html.spec.whatwg.org/multipage/server-sent-events.html). A stream is a reader with a
 * cursor: it sleeps until there is news, reads a page, and writes it. When its client takes nothing, it reads nothing.
 *
 * An event is a message: `id` is the cursor after it, `data` the CloudEvent. Beside these there is `resync`: the cursor was unknown, and everything
 * comes again from the beginning; and `end`: the last one, which says why with the `code` of a problem.
 */
@Injectable()
export class FeedStreams implements OnModuleDestroy {
  /** Milliseconds. `slowest`: a client that takes nothing for so long is cut off, and goes on later after its last `id`. */
  readonly timing = { heartbeat: 15_000, sweep: 1_000, slowest: 30_000 };
  readonly open = new Set<FeedStream>();
  private readonly turns = new Turns(READ_AT_ONCE);
  /** by what they are to read */
  private readonly waiting = new Map<string, Promise<FeedPage>>();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource('partners') private readonly db: DataSource,
    private readonly waker: FeedWatcher,
    private readonly draining: Draining,
  ) {
    draining.signal.addEventListener('abort', () => this.endAll());
  }

  onModuleDestroy(): void {
    this.endAll();
    clearInterval(this.sweeping);
  }

  /**
   * Answers with a stream that goes on until its client leaves, or may not read on.
   * @throws {DomainError} what `readFeed` does, except `feed.cursor-unknown`; `feed.too-many-streams`; `service.stopping`
   */
  async answer(response: Response, asked: StreamAsked): Promise<void> {
    if (this.draining.since) throw new DomainError('service.stopping');
    // Its body would never end, and is not wanted.
    if (response.req.method === 'HEAD') return void response.writeHead(200, HEADERS).end();
    // It left while it waited for what it had written itself: it has been said that it is gone, and will not be said again.
    if (response.destroyed) return;
    const { city, agency } = asked.feed;
    const others = [...this.open].filter(({ feed }) => feed.city === city && feed.agency === agency).length;
    if (others >= MOST_OF_AN_AGENCY) throw new DomainError('feed.too-many-streams', { most: MOST_OF_AN_AGENCY });
    const watch = this.waker.watch(asked.feed);
    const stream = new FeedStream(response, asked, watch, (after) => this.read(asked, after));
    this.open.add(stream);
    response.on('close', () => {
      this.open.delete(stream);
      this.waker.unwatch(asked.feed, watch);
    });
    await stream.begin();
    this.sweeping ??= setInterval(() => this.sweep(), this.timing.sweep).unref();
  }

  /**
   * Of the streams of an agency most stand at the same place: who waits for its turn to read there reads for all. One that has begun is joined by nobody:
   * it may have looked before the news of which the other heard.
   */
  private read({ feed, filter }: StreamAsked, after: string | undefined): Promise<FeedPage> {
    const what = JSON.stringify([feed, after, filter]);
    const waiting = this.waiting.get(what);
    if (waiting) return waiting;
    let begun = false;
    const reading = this.turns.take(() => {
      begun = true;
      this.waiting.delete(what);
      return readFeed(this.db, feed, after, PAGE, filter, brusselsDate(new Date()));
    });
    if (!begun) this.waiting.set(what, reading);
    return reading;
  }

  private sweep(): void {
    for (const stream of this.open) stream.check(Date.now(), this.timing);
  }

  private endAll(): void {
    for (const stream of this.open) stream.end(new DomainError('service.stopping'));
  }
}

class FeedStream {
  readonly feed: FeedOf;
  private readonly logger = new Logger('feed-stream');
  private readonly expires: number;
  private cursor: string | undefined;
  /** the last `id` that the client was told */
  private sentId: string | undefined;
  /** the last event is written, or the client has left */
  private over = false;
  /** it ends before it has begun */
  private refusal: DomainError | undefined;
  private wroteAt = Date.now();
  private blockedSince: number | undefined;
  private freed: (() => void) | undefined;

  constructor(
    private readonly response: Response,
    { feed, after, expires }: StreamAsked,
    private readonly watch: Watch,
    private readonly read: (after: string | undefined) => Promise<FeedPage>,
  ) {
    this.feed = feed;
    this.cursor = after;
    this.sentId = after;
    this.expires = expires.getTime();
    response.on('drain', () => this.free());
    response.on('close', () => {
      this.over = true;
      this.free();
      watch.touch();
    });
  }

  /** Reads the first page, and then follows; what is refused before anything was written is the answer to the request. */
  async begin(): Promise<void> {
    await this.watch.changed();
    const first = await this.next();
    if (this.refusal) throw this.refusal;
    if (this.over) return;
    this.response.writeHead(200, HEADERS);
    // Not all come back at the same moment.
    this.write(`retry: ${2_000 + Math.floor(Math.random() * 3_000)}\n\n`);
    void this.follow(this.dispatch(first)).catch((error: unknown) => this.fail(error));
  }

  /** The last event, at once: why there are no more. */
  end(reason: DomainError): void {
    if (this.over) return;
    if (!this.response.headersSent) {
      this.refusal = reason;
      return;
    }
    this.response.end(
      `event: end\ndata: ${JSON.stringify({ code: reason.code, title: TITLES[reason.code]?.title, ...reason.details })}\n\n`,
    );
    this.over = true;
    this.watch.touch();
  }

  /** Every second: the token, the client and the line. */
  check(now: number, { heartbeat, slowest }: FeedStreams['timing']): void {
    if (this.blockedSince !== undefined && now - this.blockedSince >= slowest) this.response.destroy();
    else if (now >= this.expires) this.end(new DomainError('access.token-expired'));
    else if (this.blockedSince === undefined && now - this.wroteAt >= heartbeat && this.response.headersSent)
      this.write(':\n\n');
  }

  /** Between two pages it holds nothing but a cursor. */
  private async follow(atOnce: boolean): Promise<void> {
    for (let more = atOnce; !this.over; more = this.dispatch(await this.next())) {
      if (this.blockedSince !== undefined) await this.taken();
      if (!more && !this.over) await this.watch.changed();
      if (this.over) return;
    }
  }

  private async next(): Promise<FeedPage | 'resync'> {
    if (Date.now() >= this.expires) throw new DomainError('access.token-expired');
    try {
      return await this.read(this.cursor);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'feed.cursor-unknown') return 'resync';
      throw error;
    }
  }

  /** Writes the page; true when there is more to read at once. */
  private dispatch(page: FeedPage | 'resync'): boolean {
    if (page === 'resync') {
      this.write(RESYNC);
      this.cursor = this.sentId = undefined;
      return true;
    }
    this.write(this.blocksOf(page));
    this.cursor = page.next;
    return page.more;
  }

  /** The events, and where the client stands behind them when more was looked at. */
  private blocksOf({ entries, next }: FeedPage): string {
    const events = entries.map(({ cursor, event }) => `id: ${cursor}\ndata: ${JSON.stringify(event)}\n\n`);
    const last = entries.at(-1)?.cursor ?? this.sentId;
    this.sentId = next;
    return events.join('') + (last === next ? '' : `id: ${next}\n\n`);
  }

  private write(text: string): void {
    if (this.over || text === '') return;
    this.wroteAt = Date.now();
    if (!this.response.write(text)) this.blockedSince ??= Date.now();
  }

  /** Resolves when the client has taken what was written, or has left. */
  private taken(): Promise<void> {
    return new Promise((resolve) => {
      this.freed = resolve;
    });
  }

  private free(): void {
    this.blockedSince = undefined;
    this.freed?.();
    this.freed = undefined;
  }

  private fail(error: unknown): void {
    if (!(error instanceof DomainError))
      this.logger.error({ err: error, msg: 'a stream was interrupted; its client comes back' });
    this.end(error instanceof DomainError ? error : new DomainError('internal'));
  }
}

const TITLES: Problems = { ...COMMON_PROBLEMS, ...problems };

/** An empty `id` makes the client forget the one that it has. */
const RESYNC = `id:\nevent: resync\ndata: ${JSON.stringify({
  code: 'feed.cursor-unknown',
  title:
    'Your feed is not what it was before your cursor: everything comes again from the beginning; the `id` of an event tells what you have.',
})}\n\n`;

/** So many at a time; the others wait for their turn. */
class Turns {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken < this.most) this.taken++;
    else await this.turn();
    try {
      return await work();
    } finally {
      // who waits takes over the place
      const next = this.waiting.shift();
      if (next) next();
      else this.taken--;
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }
}
