import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Response } from 'express';
import type { DataSource } from 'typeorm';
import { COMMON_PROBLEMS, type Problems } from '#http';
import { brusselsDate, DomainError } from '#kernel';
import { Draining } from '#runtime';
import { problems } from '../../api/problems.js';
import { FeedWatcher, type Watch } from '../notify/feed-watcher.js';
import { cursorOf, type FeedOf } from '../queries/feed-cursor.js';
import { type FeedFilter, type FeedPage, readFeed } from '../queries/read-feed.js';

/** The parameters of a stream: its feed, the cursor to start after, the filter, and the expiry of the token. */
export type StreamRequest = Readonly<{ feed: FeedOf; after: string | undefined; filter: FeedFilter; expires: Date }>;

/** Maximum number of events in a page. Each stream holds one page in memory. */
const PAGE = 50;
/**
 * Maximum number of concurrent reads. One change can wake a thousand streams, and other queries still need connections.
 */
const READ_AT_ONCE = 4;
const MOST_OF_AN_AGENCY = 100;
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * The open streams of this process (Server-Sent Events,
 * https://html.spec.whatwg.org/multipage/server-sent-events.html). Each stream has a cursor: it waits for news, reads a
 * page, and writes the page. While its client accepts no data, a stream reads nothing.
 *
 * Each event is sent as a message: `id` is the cursor after the event, `data` is the CloudEvent. The message `resync`
 * reports an unknown cursor; all events follow again from the beginning. The last message is `end`, with the `code` of
 * a problem as the reason.
 */
@Injectable()
export class FeedStreams implements OnModuleDestroy {
  /**
   * Times in milliseconds. `slowest`: a client that accepts no data for this time is disconnected. The client can
   * reconnect with its last `id`.
   */
  readonly timing = { heartbeat: 15_000, sweep: 1_000, slowest: 30_000 };
  readonly open = new Set<FeedStream>();
  private readonly turns = new Turns(READ_AT_ONCE);
  /** the reads that wait for a turn, by feed, cursor and filter */
  private readonly waiting = new Map<string, Promise<FeedPage>>();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource('partners') private readonly db: DataSource,
    private readonly watcher: FeedWatcher,
    private readonly draining: Draining,
  ) {
    draining.signal.addEventListener('abort', () => this.endAll());
  }

  onModuleDestroy(): void {
    this.endAll();
    clearInterval(this.sweeping);
  }

  /**
   * Responds with a stream that continues until the client leaves or loses the right to read.
   * @throws {DomainError} the errors of `readFeed`, except `feed.cursor-unknown`; `feed.too-many-streams`;
   * `service.stopping`
   */
  async answer(response: Response, request: StreamRequest): Promise<void> {
    if (this.draining.since) throw new DomainError('service.stopping');
    // A HEAD request gets no stream: its body would never end.
    if (response.req.method === 'HEAD') return void response.writeHead(200, HEADERS).end();
    // The client disconnected while the request waited for `Regie-After`. Its `close` event will not come again.
    if (response.destroyed) return;
    const { city, agency } = request.feed;
    const others = [...this.open].filter(({ feed }) => feed.city === city && feed.agency === agency).length;
    if (others >= MOST_OF_AN_AGENCY) throw new DomainError('feed.too-many-streams', { most: MOST_OF_AN_AGENCY });
    const watch = this.watcher.watch(request.feed);
    const stream = new FeedStream(response, request, watch, (after) => this.read(request, after));
    this.open.add(stream);
    response.on('close', () => {
      this.open.delete(stream);
      this.watcher.unwatch(request.feed, watch);
    });
    await stream.begin();
    this.sweeping ??= setInterval(() => this.sweep(), this.timing.sweep).unref();
  }

  /**
   * Reads a page. Streams that wait to read after the same cursor share one read; most streams of an agency have the
   * same cursor. A read that has started is not shared, because it may miss the newest events.
   */
  private read({ feed, filter }: StreamRequest, after: string | undefined): Promise<FeedPage> {
    const key = JSON.stringify([feed, after, filter]);
    const waiting = this.waiting.get(key);
    if (waiting) return waiting;
    let started = false;
    const reading = this.turns.take(() => {
      started = true;
      this.waiting.delete(key);
      return readFeed(this.db, feed, after, PAGE, filter, brusselsDate(new Date()));
    });
    if (!started) this.waiting.set(key, reading);
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
  /** the last `id` sent to the client */
  private sentId: string | undefined;
  /** true: the stream has ended, or its client has left */
  private over = false;
  /** the reason when the stream ends before it has started */
  private refusal: DomainError | undefined;
  private wroteAt = Date.now();
  private blockedSince: number | undefined;
  private freed: (() => void) | undefined;

  constructor(
    private readonly response: Response,
    { feed, after, expires }: StreamRequest,
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

  /**
   * Reads the first page, and then follows the feed. Until the first write, a problem becomes the response to the
   * request.
   */
  async begin(): Promise<void> {
    await this.watch.changed();
    const first = await this.next();
    if (this.refusal) throw this.refusal;
    if (this.over) return;
    this.response.writeHead(200, HEADERS);
    // A random delay spreads the reconnects of clients.
    this.write(`retry: ${2_000 + Math.floor(Math.random() * 3_000)}\n\n`);
    void this.follow(this.dispatch(first)).catch((error: unknown) => this.fail(error));
  }

  /**
   * Ends the stream with the reason in a last message. Before the first write, the reason becomes the response to the
   * request.
   */
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

  /**
   * Disconnects a client that accepts no data, ends the stream when its token has expired, and sends heartbeats. Runs
   * every second.
   */
  check(now: number, { heartbeat, slowest }: FeedStreams['timing']): void {
    if (this.blockedSince !== undefined && now - this.blockedSince >= slowest) this.response.destroy();
    else if (now >= this.expires) this.end(new DomainError('access.token-expired'));
    else if (this.blockedSince === undefined && now - this.wroteAt >= heartbeat && this.response.headersSent)
      this.write(':\n\n');
  }

  /** Follows the feed; between two pages the stream holds only a cursor. */
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

  /** Writes the page; returns true when more can be read at once. */
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

  /**
   * Formats the events as messages. If the page skipped entries after its last event, a message with only an `id` moves
   * the cursor of the client past them.
   */
  private blocksOf({ entries, next }: FeedPage): string {
    const events = entries.map(({ position, event }) => `id: ${cursorOf(this.feed, position)}\ndata: ${event}\n\n`);
    const lastEntry = entries.at(-1);
    const last = lastEntry ? cursorOf(this.feed, lastEntry.position) : this.sentId;
    this.sentId = next;
    return events.join('') + (last === next ? '' : `id: ${next}\n\n`);
  }

  private write(text: string): void {
    if (this.over || text === '') return;
    this.wroteAt = Date.now();
    if (!this.response.write(text)) this.blockedSince ??= Date.now();
  }

  /** Resolves when the client has accepted the written data, or has left. */
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

/** The message `resync`. Its empty `id` makes the client forget the last `id`. */
const RESYNC = `id:\nevent: resync\ndata: ${JSON.stringify({
  code: 'feed.cursor-unknown',
  title:
    'Your feed does not match your cursor. Everything is sent again from the beginning; events that you have keep their `id`.',
})}\n\n`;

/** Limits concurrent work to `most`; the rest waits in order. */
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
      // The next in the queue takes over the turn.
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
