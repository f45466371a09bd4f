import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AGENCIES, SYSTEMS } from '../../apps/hub/src/demonstration/ghent.js';
import { type Person, tokenFor } from '../../apps/hub/src/demonstration/load.js';
import type { Ask } from '../journeys/every-operation.js';
import { type Colleague, mainJob, type Reply } from '../journeys/main-job.js';
import { systemToken } from '../journeys/people.js';
import type { Build } from './builds.js';
import { RELEASE } from './fleet.js';
import { knownRequests } from './known-requests.js';
import { textOfLastRelease } from './last-release.js';
import type { Json } from './schema-changes.js';

/** A request with its answer. `position` is the Regie-Position of a write. */
export type Exchange = Readonly<{
  method: string;
  path: string;
  release: string;
  status: number;
  code?: string;
  position?: string;
  /** the header `Retry-After` in s */
  retryAfter?: number;
  ms: number;
}>;

/** An actor of the demonstration: a person, or the system of an agency. */
export type ActorName = Person | `${(typeof AGENCIES)[number]['agency']}-api`;

/** The codes of the refusals that the main job asks for, and of the back-pressure on a busy machine, which a repeat passes. */
export const EXPECTED_REFUSALS: readonly string[] = [
  'case.no-mandate',
  'case.unknown',
  'access.not-the-owner',
  'processors.behind',
];

const RETRY_FOR_MS = 120_000;

/** The number of times that both releases are read before a difference counts: deliveries and deadlines go on meanwhile. */
const SAME_WITHIN = 20;

/**
 * The users of processes of two releases. Each write goes to the next release in turn, and each read to both, whose
 * answers must agree: the newer one may only have more fields.
 * Every request waits for all earlier writes (`Regie-After`).
 */
export class Journey {
  readonly exchanges: Exchange[] = [];
  readonly disagreements: unknown[] = [];
  private readonly tokens = new Map<ActorName, Promise<string>>();
  private writes = 0;
  private position: string | undefined;
  /** A request that only the newer release knows goes to that one alone. */
  private readonly isKnown = knownRequests(JSON.parse(textOfLastRelease('docs/openapi.json')) as Json);

  constructor(
    private readonly url: string,
    private readonly today: string,
    private readonly older: Build,
    private readonly newer: Build,
    /** the position of the last write before the journey */
    after?: string,
  ) {
    this.position = after;
  }

  readonly as = async (who: ActorName): Promise<Colleague> => ({
    get: (path) => this.read(who, path),
    post: (path, body) => this.write(who, 'POST', path, body),
  });

  /** Returns a function that reads from both releases or writes to the next one (every-operation.ts). */
  readonly asking =
    (who: ActorName): Ask =>
    async (method, path, body) =>
      (method === 'GET' ? await this.read(who, `/v1/${path}`) : await this.write(who, method, `/v1/${path}`, body))
        .body;

  /** Reads from both releases, and returns the answer of the older one. A difference counts when it stays. */
  async read(who: ActorName, path: string): Promise<Reply> {
    if (!this.isKnown('GET', path)) return this.send(who, 'GET', path, undefined, this.newer.name);
    for (let attempt = 1; ; attempt++) {
      const older = await this.send(who, 'GET', path, undefined, this.older.name);
      const newer = await this.send(who, 'GET', path, undefined, this.newer.name);
      const differs = firstMissing(withoutInstance(older), withoutInstance(newer));
      if (differs && attempt < SAME_WITHIN) {
        await pause(100);
        continue;
      }
      if (differs) this.disagreements.push({ path, differs, older, newer });
      return older;
    }
  }

  /** Writes to the next release in turn. A repeat has the same Idempotency-Key, and may go to the other one. */
  write(who: ActorName, method: string, path: string, body?: unknown): Promise<Reply> {
    const next = this.writes++ % 2 === 0 && this.isKnown(method, path, body) ? this.older : this.newer;
    return this.send(who, method, path, body, next.name);
  }

  /** Grants a mandate for a neighbourhood, and does the main job there. */
  async round(neighbourhood: string): Promise<void> {
    await this.grantMandate(neighbourhood);
    await mainJob({ today: this.today, neighbourhood, as: this.as, say: () => undefined });
  }

  private async grantMandate(neighbourhood: string): Promise<void> {
    const year = Number(this.today.slice(0, 4));
    const decision = (body: string) => ({ body, reference: `${year}_${neighbourhood}`, date: `${year}-01-01` });
    const post = async (who: ActorName, path: string, body: object): Promise<Reply['body']> => {
      const reply = await this.write(who, 'POST', path, body);
      if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply)}`);
      return reply.body;
    };
    const proposed = await post('an.peeters', '/v1/mandates', {
      slots: [{ neighbourhood, theme: 'leefbaarheid' }],
      kind: 'hybrid',
      holder: 'stad-gent',
      executingFunction: 'gebiedsregisseur',
      powers: ['calls the partners together'],
    });
    const path = `/v1/mandates/${String(proposed['mandateId'])}`;
    for (const [level, body] of [
      ['political', 'college'],
      ['administrative', 'managementteam'],
    ] as const)
      await post('marc.claes', `${path}/endorsements`, { level, decision: decision(body) });
    await post('marc.claes', `${path}/grant`, {
      period: { from: `${year}-01-01`, until: `${year + 3}-01-01` },
      evaluateOn: `${year + 1}-06-30`,
      decision: decision('college'),
    });
  }

  private async send(who: ActorName, method: string, path: string, body: unknown, release: string): Promise<Reply> {
    const key = randomUUID();
    for (const deadline = Date.now() + RETRY_FOR_MS; ; await pause(200)) {
      const { reply } = await this.once(who, method, path, key, body, release);
      // A repeat under the same key is applied once.
      if (reply.status < 500 || Date.now() > deadline) return reply;
    }
  }

  /**
   * Sends a request once, and records the exchange.
   * @param waits whether the request waits for all earlier writes
   */
  async once(
    who: ActorName,
    method: string,
    path: string,
    key: string,
    body: unknown,
    release: string,
    waits = true,
  ): Promise<Readonly<{ reply: Reply; exchange: Exchange }>> {
    const headers = {
      authorization: `Bearer ${await this.tokenOf(who)}`,
      [RELEASE]: release,
      ...(method !== 'GET' && { 'idempotency-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(waits && this.position && { 'regie-after': this.position }),
    };
    const before = performance.now();
    const response = await fetch(this.url + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer = (isJson ? JSON.parse(text) : { text }) as Record<string, unknown>;
    const position = response.headers.get('regie-position') ?? undefined;
    const exchange = {
      method,
      path,
      release: response.headers.get(RELEASE) ?? 'none',
      status: response.status,
      ...(response.status >= 400 && { code: String(answer['code']) }),
      ...(method !== 'GET' && { position }),
      ...(response.headers.has('retry-after') && { retryAfter: Number(response.headers.get('retry-after')) }),
      ms: performance.now() - before,
    };
    this.exchanges.push(exchange);
    this.position = position ?? this.position;
    return { reply: { status: response.status, body: answer }, exchange };
  }

  private tokenOf(who: ActorName): Promise<string> {
    const known = this.tokens.get(who);
    if (known) return known;
    const isSystem = SYSTEMS.some(({ clientId }) => clientId === who);
    const token = isSystem ? systemToken(this.url, who) : tokenFor(this.url, who as Person);
    this.tokens.set(who, token);
    return token;
  }
}

/** The instance of a problem is another one in each answer. */
const withoutInstance = ({ status, body: { instance: _, ...body } }: Reply): object => ({ status, body });

/** Returns the path of the first part of `older` that `newer` lacks or has with another value; undefined when it has all. */
const firstMissing = (older: unknown, newer: unknown, path = '$'): string | undefined => {
  if (typeof older !== 'object' || older === null) return Object.is(older, newer) ? undefined : path;
  if (typeof newer !== 'object' || newer === null || Array.isArray(older) !== Array.isArray(newer)) return path;
  if (Array.isArray(older) && older.length !== (newer as unknown[]).length) return `${path}.length`;
  for (const [key, value] of Object.entries(older)) {
    const found = firstMissing(value, (newer as Readonly<Record<string, unknown>>)[key], `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
};
