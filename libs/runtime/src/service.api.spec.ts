import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Body, Controller, Get, HttpException, Inject, Module, Post, Put, Query } from '@nestjs/common';
import { Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { v5 as nameBased } from 'uuid';
import { Public, Requires } from '#access';
import {
  type EventStore,
  InvalidAppend,
  MemoryEventStore,
  NotWritable,
  OutcomeUnknown,
  StoreBusy,
  WrongRevision,
} from '#event-store';
import {
  AgencyCode,
  CalendarDate,
  Codes,
  CurrentWrite,
  ListOf,
  Nested,
  OneOf,
  positionToken,
  SomeOf,
  Text,
  Texts,
  Theme,
  Whole,
  Write,
  WriteHeaders,
  WriteResult,
} from '#http';
import { type Actor, DomainError } from '#kernel';
import { ownEvents, projection } from '#messaging';
import { startTestService, type TestService } from '#testing/http';
import { ClockHealth } from './clock-health.js';
import { Draining } from './draining.js';
import { type ContextDefinition, ContextModule, EVENT_STORE, ProcessorRegistry } from './index.js';

const { jest } = import.meta;

class PartDto {
  @Text({ max: 10 }) readonly name: string;
  @CalendarDate({ optional: true }) readonly on?: string;
}

class ThingDto {
  @Text({ max: 100 }) readonly text: string;
  @Texts({ max: 5, items: 3, optional: true }) readonly texts?: string[];
  @ListOf(() => PartDto, { max: 3, optional: true }) readonly parts?: PartDto[];
  @Nested(() => PartDto, { optional: true, description: 'one of them' }) readonly part?: PartDto;
  @OneOf(['a', 'b'], { optional: true }) readonly one?: string;
  @SomeOf(['a', 'b'], { optional: true }) readonly some?: string[];
  @Codes({ max: 3, optional: true }) readonly codes?: string[];
  @AgencyCode({ optional: true }) readonly agency?: string;
  @Theme({ optional: true }) readonly theme?: string;
}

class PageQuery {
  @Whole({ min: 1, max: 200, optional: true }) readonly limit: number = 50;
}

/** The error that GET /v1/things/failure throws. */
let failure: unknown;
/** The error that POST /v1/things throws after its append. */
let failureAfterAppend: Error | undefined;

@Controller('v1/things')
class ThingsController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Requires('case:open')
  @Get()
  list(@Query() query: PageQuery) {
    return query;
  }

  @Requires('case:open')
  @Get('failure')
  fail() {
    throw failure;
  }

  @Requires('case:open')
  @Get('one/:id')
  one() {
    return {};
  }

  @Requires('case:open')
  @Post()
  @WriteHeaders()
  async add(@CurrentWrite() write: Write, @Body() { text }: ThingDto) {
    const { commandId, fingerprint, traceparent, expected } = write;
    const [first, second] = [write.newId(), write.newId()];
    const stream = 'mandates-44021';
    const { position, revision } = await this.store.append(stream, 'any', [{ type: 'Noted', data: { text } }], {
      commandId: randomUUID(),
    });
    write.onApplied();
    if (failureAfterAppend) throw failureAfterAppend;
    return new WriteResult(
      { commandId, fingerprint, traceparent, expected, first, second },
      { stream, position, revision },
      `/v1/things/${first}`,
      7,
    );
  }

  @Requires('case:open')
  @Post('one/:id/parts')
  @WriteHeaders()
  async addPart(@CurrentWrite() write: Write) {
    return { id: write.newId(), commandId: write.commandId };
  }

  @Requires('case:open')
  @Put()
  nothing() {
    return {};
  }
}

@Public()
@Controller('v1/square')
class SquareController {
  @Get()
  look() {
    return { open: true };
  }
}

class Notes1767222000100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE TABLE note (text text NOT NULL)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE note');
  }
}

@Entity('note')
class NoteRow {
  @PrimaryColumn('text') text: string;
}

let poisoned = false;
const context: ContextDefinition = {
  name: 'mandates',
  migrations: [Notes1767222000100],
  projections: [
    projection({
      name: 'mandates.notes',
      from: ownEvents<{ type: 'Noted'; data: { text: string } }>(),
      entities: [NoteRow],
      fold: ({ data }, tables) => {
        if (poisoned) throw new Error('cannot be applied: INSERT INTO note');
        tables(NoteRow).insert({ text: data.text });
      },
    }),
  ],
  publishes: () => undefined,
};

@Module({ imports: [ContextModule.of(context)], controllers: [ThingsController, SquareController] })
class ThingsModule {}

/** A store whose database can fail. */
class FragileStore extends MemoryEventStore {
  away: 'refuses' | 'hangs' | 'takes no writes' | undefined;

  override head(): Promise<string> {
    if (this.away === 'refuses') return Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'));
    return this.away === 'hangs' ? Promise.withResolvers<string>().promise : super.head();
  }

  override async checkWritable(): Promise<void> {
    if (this.away === 'takes no writes') throw new NotWritable('the database is a standby');
    await this.head();
  }
}

let service: TestService;
const store = new FragileStore();

beforeAll(async () => {
  const problems = { 'thing.lost': { status: 409, title: 'The thing is lost.' } };
  service = await startTestService([{ module: ThingsModule, definition: context, problems }], store);
});
afterAll(() => service.stop());

const as = (actor?: Partial<Actor>) => service.as(actor);
const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({
    type: `urn:be:regie:problem:${code}`,
    status,
    code,
    title: expect.stringMatching(/^[A-Z].*\.$/),
  }),
});

describe('a body', () => {
  it.each([
    ['that is broken', '{"text":', 400, 'request.not-json'],
    ['of 10 MB', JSON.stringify({ text: 'x'.repeat(10_000_000) }), 413, 'request.too-large'],
  ])('%s is refused', async (_, body, status, code) =>
    expect(await (await as()).post('/v1/things', body)).toMatchObject(problem(status, code)),
  );

  it.each([
    ['null', 'null', 'body', 'the body must be a JSON object'],
    ['a list', '[]', 'body', 'the body must be a JSON object'],
    ['a text', '"text"', 'body', 'the body must be a JSON object'],
    ['a number', '1', 'body', 'the body must be a JSON object'],
    [
      'too deep',
      `{"text":${'['.repeat(1_000)}${']'.repeat(1_000)}}`,
      'body',
      'the body must not be more than 20 levels deep',
    ],
    ['too long', `{"parts":[${'{},'.repeat(10_000)}{}]}`, 'body', 'a list must not have more than 10000 members'],
    [
      'too wide',
      JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, n]))),
      'body',
      'an object must not have more than 50 fields',
    ],
    [
      'too much',
      `{"parts":[${Array(3)
        .fill(`[${'{},'.repeat(7_000)}{}]`)
        .join(',')}]}`,
      'body',
      'the body must not have more than 20000 objects',
    ],
    ['a prototype', '{"text":"a","__proto__":{"admin":true}}', '__proto__', '__proto__ is not a known field'],
    [
      'a constructor inside',
      '{"text":"a","part":{"name":"a","constructor":{}}}',
      'constructor',
      'constructor is not a known field',
    ],
    ['a field too many', '{"text":"a","admin":true}', 'admin', 'admin is not a known field'],
    [
      'a field too many inside',
      '{"text":"a","part":{"name":"a","admin":true}}',
      'part.admin',
      'admin is not a known field',
    ],
  ])('that is %s is refused with the field', async (_, body, field, why) => {
    const { status, body: answer } = await (await as()).post('/v1/things', body);
    expect([status, answer.code]).toEqual([400, 'request.invalid']);
    expect(answer.errors).toContainEqual({ field, problem: why });
  });

  it('with many invalid parts is refused with the first hundred of them', async () => {
    const texts = JSON.stringify({ text: 'a', parts: Array.from({ length: 5_000 }, () => ({ name: 1 })) });
    expect((await (await as()).post('/v1/things', texts)).body.errors).toHaveLength(100);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=latin1', {}],
    ['application/json; charset=utf-7', {}],
    ['application/json; charset=utf-8x', {}],
    ['application/json', { 'content-encoding': 'zip' }],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('of the type %s %j is refused', async (type, headers) => {
    expect(await (await as()).post('/v1/things', '{"text":"a"}', { 'content-type': type, ...headers })).toMatchObject(
      problem(415, 'request.media-type'),
    );
  });

  it('of a caller without a token is not read, and is refused for the missing token alone', async () => {
    for (const [body, headers] of [
      ['{"text":', {}],
      ['x'.repeat(10_000_000), {}],
      [gzipSync('['.repeat(2_000_000)), { 'content-encoding': 'gzip' }],
    ] as const) {
      const response = await fetch(`${service.url}/v1/things`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      expect({ status: response.status, body: await response.json() }).toMatchObject({
        ...problem(401, 'access.token-missing'),
        body: { code: 'access.token-missing', instance: expect.stringMatching(/^urn:uuid:/) },
      });
    }
  });

  it('may name UTF-8 as its encoding', async () => {
    expect(
      await (await as()).post('/v1/things', '{"text":"a"}', { 'content-type': 'application/json; charset="UTF-8"' }),
    ).toMatchObject({ status: 201 });
  });

  it('may be left out on a route without a body', async () =>
    expect(await (await as()).put('/v1/things')).toMatchObject({ status: 200 }));
  it('that is left out on a route with a body is refused', async () =>
    expect(await (await as()).post('/v1/things')).toMatchObject(problem(400, 'request.invalid')));
  it('may have the type of GeoJSON', async () =>
    expect(
      await (await as()).post('/v1/things', '{"text":"a"}', { 'content-type': 'application/geo+json' }),
    ).toMatchObject({ status: 201 }));
});

describe('an address', () => {
  it.each([
    ['/nothing', 404, 'route.unknown'],
    ['/v1/things/failure/more', 404, 'route.unknown'],
    ['/v1/%E0%A4%A', 400, 'request.malformed'],
    ['/v1/things?__proto__=1', 400, 'request.invalid'],
    ['/v1/things?admin=1', 400, 'request.invalid'],
    ['/v1/things?limit=1&limit=2', 400, 'request.invalid'],
    ['/v1/things?limit=1e2', 400, 'request.invalid'],
    ['/v1/things?limit=', 400, 'request.invalid'],
    ['/v1/things?limit[]=3', 400, 'request.invalid'],
  ])('%s is refused with %s %s', async (path, status, code) =>
    expect(await (await as()).get(path)).toMatchObject(problem(status, code)),
  );

  it('with a number in its query passes it as a number', async () =>
    expect((await (await as()).get('/v1/things?limit=3')).body).toEqual({ limit: 3 }));
  it('with another method is refused with the methods that it has', async () => {
    const { status, headers } = await fetch(`${service.url}/v1/square`, { method: 'DELETE' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
  it('answers HEAD like GET, without a body', async () => {
    const head = await fetch(`${service.url}/v1/square`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '13', '']);
  });
  it('gives other origins no access', async () => {
    const preflight = await fetch(`${service.url}/v1/things`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an error response', () => {
  const failing = async (error: unknown, headers?: Record<string, string>) => {
    failure = error;
    return (await as()).get('/v1/things/failure', headers);
  };
  const sql = Object.assign(new Error('relation "secret_table" does not exist'), {
    query: 'SELECT * FROM secret_table',
    parameters: ['Jan Peeters'],
    driverError: { code: '42P01' },
  });

  it.each([
    ['a refusal of a context', new DomainError('thing.lost', { since: '2026-01-01' }), 409, 'thing.lost'],
    ['a refusal without a description', new DomainError('thing.odd'), 409, undefined],
    ['a lost race', new WrongRevision('s', 3, 4), 409, 'request.conflict'],
    ['a busy store', new StoreBusy('too many appends wait', 4), 503, 'store.busy'],
    ['an unknown outcome', new OutcomeUnknown('the secret answer was lost', 4), 504, 'store.outcome-unknown'],
    [
      'a database that is read-only',
      Object.assign(new Error('cannot execute secret INSERT'), { code: '25006' }),
      503,
      'database.read-only',
    ],
    ['an event that cannot be stored', new InvalidAppend('an event is too large'), 422, 'store.refused'],
    [
      'a database that is away',
      Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }),
      503,
      'database.away',
    ],
    [
      'a database that stops',
      Object.assign(new Error('terminating connection'), { driverError: { code: '57P01' } }),
      503,
      'database.away',
    ],
    ['a broken connection', new Error('Connection terminated unexpectedly'), 503, 'database.away'],
    ['a full disk', Object.assign(new Error('no space left'), { code: '53100' }), 503, 'database.away'],
    ['a query that took too long', Object.assign(new Error('canceling'), { code: '57014' }), 503, 'database.away'],
    ['a deadlock', Object.assign(new Error('deadlock detected'), { code: '40P01' }), 503, 'database.away'],
    [
      'a client that leaves in the middle of its body',
      Object.assign(new Error('request aborted'), { code: 'ECONNABORTED', status: 400, expose: true }),
      400,
      'request.not-json',
    ],
    ['a fault in SQL', sql, 500, 'internal'],
    ['a fault', new TypeError('cannot read the secret of undefined'), 500, 'internal'],
    [
      'a fault with the status of another server',
      Object.assign(new Error('upstream secret'), { status: 404 }),
      500,
      'internal',
    ],
    ['a fault that is no error', 'secret', 500, 'internal'],
    ['nothing at all', undefined, 500, 'internal'],
    ['a status of the framework', new HttpException('secret', 429), 429, 'request.refused'],
  ])('for %s has its status and code, and no content of the error', async (_, error, status, code) => {
    const { body, headers, ...answer } = await failing(error);
    expect(answer.status).toBe(status);
    if (code) expect(body).toMatchObject(problem(status, code).body);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(JSON.stringify(body)).not.toMatch(/secret|stack|\.ts|Jan Peeters|10\.0\.0\.7/);
  });

  it('contains the details of a refusal, which cannot replace its own members', async () => {
    const { body } = await failing(
      new DomainError('thing.lost', {
        since: '2026-01-01',
        ...({ status: 200, code: 'fine', type: 'x', title: 'y' } as object),
      }),
    );
    expect(body).toMatchObject({ since: '2026-01-01', ...problem(409, 'thing.lost').body.sample });
  });

  it('has the time for a retry in a header', async () =>
    expect((await failing(new StoreBusy('busy', 4))).headers.get('retry-after')).toBe('4'));
  it('has that time only under a key when the outcome is not known', async () => {
    const unknown = new OutcomeUnknown('lost', 4);
    expect((await failing(unknown)).headers.get('retry-after')).toBeNull();
    expect((await failing(unknown, { 'idempotency-key': 'k' })).headers.get('retry-after')).toBe('1');
  });
  it('asks for a token when it is missing', async () => {
    const answer = await service.withToken().get('/v1/things');
    expect(answer).toMatchObject(problem(401, 'access.token-missing'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('a write', () => {
  const add = async (
    headers: Record<string, string> = {},
    { actor, text = 'a' }: { actor?: Partial<Actor>; text?: string } = {},
  ) => (await as(actor)).post('/v1/things', { text }, headers);
  const key = { 'idempotency-key': 'k-1' };

  it('returns its position token, the version and the location of the thing', async () => {
    const { status, headers, body } = await add();
    expect(status).toBe(201);
    const [last] = await store.readAllBackwards(1);
    expect(headers.get('regie-position')).toBe(positionToken({ ...last!, context: 'mandates' }));
    expect(headers.get('etag')).toBe('"7"');
    expect(headers.get('location')).toBe(`/v1/things/${String(body.first)}`);
  });

  it('that failed after its append is not to be sent again without a key', async () => {
    failureAfterAppend = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    const [without, under] = [await add(), await add(key)];
    failureAfterAppend = undefined;
    for (const answer of [without, under]) expect(answer).toMatchObject(problem(504, 'store.outcome-unknown'));
    expect([without, under].map(({ headers }) => headers.get('retry-after'))).toEqual([null, '1']);
  });

  it('gets the same new ids for the same key, and others without a key', async () => {
    const [once, again, other, none] = [
      await add(key),
      await add(key),
      await add({ 'idempotency-key': 'k-2' }),
      await add(),
    ];
    expect(again.body).toEqual(once.body);
    const ids = [once, other, none].flatMap(({ body }) => [body.first, body.second, body.commandId]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gets the ids of an older release for a resource without a parent, so that a repeat finds its stream', async () => {
    const { body } = await add(key);
    expect(body.first).toBe(nameBased(`${String(body.commandId)}/0`, '5f0c1a52-8a44-4c0e-9d0e-7e0f2f6d6a11'));
  });

  it('gets another id within another parent for the same key, and the same id within the same one', async () => {
    const [here, again, there] = await Promise.all(
      ['a', 'a', 'b'].map(async (parent) => (await as()).post(`/v1/things/one/${parent}/parts`, {}, key)),
    );
    expect(again!.body).toEqual(here!.body);
    expect(there!.body.commandId).toBe(here!.body.commandId);
    expect(there!.body.id).not.toBe(here!.body.id);
  });

  it.each([
    ['another person', { subject: 'somebody-else' }],
    ['another agency', { agency: 'ocmw-gent', subject: 'stad-gent/worker' }],
    ['another city', { city: '11002' }],
  ])('with the key of %s has another command id', async (_, actor) =>
    expect((await add(key, { actor })).body.commandId).not.toBe((await add(key)).body.commandId),
  );

  it('has another command id when person and key only join to the same text', async () => {
    const one = await add({ 'idempotency-key': 'b/c' }, { actor: { subject: 'a' } });
    expect((await add({ 'idempotency-key': 'c' }, { actor: { subject: 'a/b' } })).body.commandId).not.toBe(
      one.body.commandId,
    );
  });

  it('has another fingerprint for another body under the same key', async () => {
    expect((await add(key, { text: 'b' })).body.fingerprint).not.toBe((await add(key)).body.fingerprint);
  });

  it.each(['', 'with space', 'é', 'x'.repeat(101)])('with the key "%s" is refused', async (value) => {
    const headers = {
      authorization: `Bearer ${await service.token()}`,
      'content-type': 'application/json',
      'idempotency-key': value,
    };
    const request = httpRequest(`${service.url}/v1/things`, { method: 'POST', headers }).end('{"text":"a"}');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(400);
  });

  it.each(['3', 'W/"3"', '"3", "4"', '"x"', '"-1"', '"9999999999"'])('with If-Match %s is refused', async (value) => {
    expect(await add({ 'if-match': value })).toMatchObject(problem(400, 'request.if-match-malformed'));
  });
  it.each([
    ['"3"', 3],
    ['"0"', 0],
    ['*', undefined],
  ])('with If-Match %s expects the version %s', async (value, expected) =>
    expect((await add({ 'if-match': value })).body.expected).toBe(expected),
  );

  it('keeps a valid trace, and drops an invalid one', async () => {
    const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect((await add({ traceparent: trace })).body.traceparent).toBe(trace);
    expect((await add({ traceparent: 'Jan Peeters' })).body.traceparent).toBeUndefined();
  });
});

describe('a request that waits for a write', () => {
  const read = async (after: string) => (await as()).get('/v1/things', { 'regie-after': after });

  it('is answered when every read model has reached the position', async () => {
    const { headers } = await (await as()).post('/v1/things', { text: 'awaited' });
    const token = headers.get('regie-position')!;
    const answer = await read(token);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.headers.get('regie-position')).toBe(token);
    expect(await service.app.get(ProcessorRegistry).settled(0)).toBe(true);
  });

  it.each([
    ['nonsense', 'nonsense'],
    ['nothing', ''],
    ['a position without a context', Buffer.from('12').toString('base64url')],
    ['an invalid position', Buffer.from('mandates:-1:0:s').toString('base64url')],
    ['a position with leading zeros', Buffer.from('mandates:007:0:s').toString('base64url')],
    ['an unknown context', Buffer.from('log:7:0:s').toString('base64url')],
    ['a token without a stream', Buffer.from('mandates:7:0:').toString('base64url')],
    ['an invalid stream', Buffer.from('mandates:7:0:a\0').toString('base64url')],
  ])('is refused when its token is %s', async (_, token) =>
    expect(await read(token)).toMatchObject(problem(400, 'request.after-malformed')),
  );

  it('is refused after a time limit while a read model lags', async () => {
    poisoned = true;
    try {
      const { headers } = await (await as()).post('/v1/things', { text: 'not yet' });
      const before = performance.now();
      const answer = await read(headers.get('regie-position')!);
      expect(answer).toMatchObject(problem(503, 'read-model.behind'));
      expect(answer.body.behind).toEqual(['mandates.notes']);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(performance.now() - before).toBeGreaterThan(4_900);
      expect(performance.now() - before).toBeLessThan(8_000);
    } finally {
      poisoned = false;
    }
    expect(await service.app.get(ProcessorRegistry).settled(10_000)).toBe(true);
  });

  it('is refused while the events that followed are not visible yet', async () => {
    const { headers } = await (await as()).post('/v1/things', { text: 'seen' });
    expect(await service.app.get(ProcessorRegistry).settled(10_000)).toBe(true);
    poisoned = true;
    try {
      await (await as()).post('/v1/things', { text: 'followed' });
      expect(await read(headers.get('regie-position')!)).toMatchObject(problem(503, 'read-model.behind'));
    } finally {
      poisoned = false;
    }
    expect(await service.app.get(ProcessorRegistry).settled(10_000)).toBe(true);
  });

  it('is refused at once when the position is not in the log', async () => {
    const before = performance.now();
    expect(
      await read(
        positionToken({
          context: 'mandates',
          position: '999999999999999999999',
          stream: 'mandates-44021',
          revision: 999,
        }),
      ),
    ).toMatchObject(problem(503, 'read-model.behind'));
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('the health check', () => {
  const get = async (path: string) => {
    const response = await fetch(service.url + path);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const ready = () => get('/health/ready');

  it('reports a live and ready process, without a token', async () => {
    expect(await get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await ready()).toMatchObject({
      status: 200,
      body: { status: 'ok', details: { bus: { status: 'up' }, 'event-store': { status: 'up' } } },
    });
  });

  it.each(['refuses', 'hangs', 'takes no writes'] as const)(
    'reports a process as not ready while the database of the event store %s',
    async (away) => {
      store.away = away;
      const answer = await ready().finally(() => (store.away = undefined));
      expect(answer).toMatchObject(problem(503, 'service.not-ready'));
      expect(answer.body.details).toMatchObject({ 'event-store': { status: 'down' }, 'read-models': { status: 'up' } });
      expect(JSON.stringify(answer.body)).not.toContain('10.0.0.7');
      expect((await ready()).status).toBe(200);
    },
  );

  it('reports events that are ahead of the clock, and stays ready', async () => {
    const look = jest.spyOn(service.app.get(ClockHealth), 'look');
    const problems = ['events were recorded 3 days ahead of the clock'];
    look.mockResolvedValue({ clocks: { offsetMs: 0, aheadMs: 259_200_000 }, problems });
    const { status, body } = await ready();
    expect([status, body.details]).toMatchObject([
      200,
      { clock: { status: 'up', problems, remedy: expect.any(String) } },
    ]);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toMatch(/^regie_event_store_ahead_seconds 259200$/m);
    expect(metrics).toMatch(/^regie_event_store_clock_offset_seconds 0$/m);
    look.mockRestore();
    expect((await ready()).body.details).toMatchObject({ clock: { status: 'up' } });
  });

  it('reports a process as ready while a read model is stuck, and names that among the problems', async () => {
    poisoned = true;
    await store.append('mandates-44021', 'any', [{ type: 'Noted', data: { text: 'poison' } }], {
      commandId: randomUUID(),
    });
    const processors = service.app.get(ProcessorRegistry);
    while (Object.keys(processors.problems()).length === 0) await pause(10);
    const answer = await ready();
    expect(answer.status).toBe(200);
    expect(answer.body.details).toMatchObject({
      'read-models': { status: 'up', problems: ['mandates.notes is stuck'] },
    });
    expect(JSON.stringify(answer.body)).not.toContain('INSERT');
    poisoned = false;
    expect(await processors.settled(10_000)).toBe(true);
    expect((await ready()).body.details).toMatchObject({ 'read-models': { status: 'up' } });
    expect(JSON.stringify((await ready()).body)).not.toContain('mandates.notes');
  });
});

describe('the metrics', () => {
  const shown = async (): Promise<string> => {
    const answer = await fetch(`${service.url}/metrics`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    return answer.text();
  };
  const value = (text: string, series: string): number | undefined => {
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };

  it('have the size of each pool of connections, and the calls that wait', async () => {
    await store.append('mandates-44021', 'any', [{ type: 'Noted', data: { text: 'a' } }], { commandId: randomUUID() });
    await service.settled();
    const text = await shown();
    const pool = 'pool="mandates processors"';
    const open =
      value(text, `regie_postgres_connections{${pool},state="used"}`)! +
      value(text, `regie_postgres_connections{${pool},state="idle"}`)!;
    expect(open).toBeGreaterThan(0);
    expect(value(text, `regie_postgres_waiting{${pool}}`)).toBe(0);
    expect(value(text, `regie_postgres_connection_age_seconds{${pool}}`)).toBeGreaterThan(0);
  });

  it('have the duration of requests by the pattern of the route, without its values', async () => {
    const series = (method: string, route: string, status: string) =>
      `regie_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;
    const [before, id] = [await shown(), randomUUID()];
    await (await as()).get(`/v1/things/one/${id}`);
    await (await as()).get('/v1/things?limit=0');
    await fetch(`${service.url}/v1/nothing/${id}`);
    const after = await shown();
    const more = (name: string): number => value(after, name)! - (value(before, name) ?? 0);
    expect(more(series('GET', '/v1/things/one/:id', '200'))).toBe(1);
    expect(more(series('GET', '/v1/things', '400'))).toBe(1);
    expect(more(series('GET', 'other', '404'))).toBe(1);
    expect(after).not.toContain(id);
  });

  it('have the head of the log, and the position of each read model', async () => {
    const head = Number(await store.head());
    const text = await shown();
    expect(value(text, 'regie_event_store_head')).toBe(head);
    const [position, lag] = ['position', 'lag'].map((name) =>
      value(text, `regie_follower_${name}{follower="mandates.notes",source="log"}`)!,
    );
    expect(position! + lag!).toBe(head);
    expect(value(text, 'regie_processor_position{processor="mandates.notes",source="log"}')).toBe(position);
    expect(value(text, 'regie_follower_stuck{follower="mandates.notes"}')).toBe(0);
    expect(value(text, 'regie_processor_stuck{processor="mandates.notes"}')).toBe(0);
    expect(value(text, 'regie_bus_up')).toBe(1);
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('leave out a value that cannot be read, instead of its last one', async () => {
    store.away = 'refuses';
    const text = await shown().finally(() => (store.away = undefined));
    expect(value(text, 'regie_event_store_head')).toBeNaN();
    expect(value(text, 'regie_follower_lag{follower="mandates.notes",source="log"}')).toBeUndefined();
    expect(value(text, 'regie_follower_stuck{follower="mandates.notes"}')).toBe(0);
  });
});

describe('the description of the service', () => {
  type Operation = { security?: object[]; responses: Record<string, { content?: object }> };
  type Description = {
    openapi: string;
    info: object;
    security: object[];
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, object> };
  };
  const describe_ = async () => (await fetch(`${service.url}/openapi.json`)).json() as Promise<Description>;
  const references = (value: unknown): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([name, part]) => (name === '$ref' ? [part as string] : references(part)));

  it('needs no token', async () => {
    for (const path of ['/openapi.json', '/docs', '/docs/swagger-ui-init.js'])
      expect((await fetch(service.url + path)).status).toBe(200);
  });

  it('is OpenAPI 3.1 without dangling references', async () => {
    const description = await describe_();
    expect(description.openapi).toBe('3.1.0');
    const found = references(description);
    expect(found.length).toBeGreaterThan(5);
    for (const reference of found) {
      const target = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], description);
      expect({ reference, target }).toEqual({ reference, target: expect.any(Object) });
    }
  });

  it('has the fields as they are validated', async () => {
    const { ThingDto: thing } = (await describe_()).components.schemas as Record<
      string,
      { properties: Record<string, object>; required: string[] }
    >;
    expect(thing!.required).toEqual(['text']);
    expect(thing!.properties).toMatchObject({
      text: { type: 'string', minLength: 1, maxLength: 100 },
      texts: { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 5 } },
      parts: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/PartDto' } },
      part: { allOf: [{ $ref: '#/components/schemas/PartDto' }], description: 'one of them' },
      one: { enum: ['a', 'b'] },
      some: { type: 'array', items: { enum: ['a', 'b'] } },
    });
  });

  it('has for every operation whether it needs a token, and its refusals', async () => {
    const { paths, security } = await describe_();
    expect(security).toEqual([{ bearer: [] }]);
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const { status } = await fetch(service.url + path, { method });
        const open = operation.security?.length === 0;
        expect({ path, method, open }).toEqual({ path, method, open: status !== 401 });
        expect(operation.responses.default?.content).toHaveProperty('application/problem+json');
      }
    }
  });
});

describe('every response', () => {
  it.each(['/v1/square', '/nothing', '/docs', '/v1/things'])('of %s has security headers', async (path) => {
    const { headers } = await fetch(service.url + path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('strict-transport-security')).toContain('max-age=');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

it('the server limits the time of a slow request', () => {
  const { headersTimeout, requestTimeout, keepAliveTimeout } = service.app.getHttpServer() as Server;
  expect([headersTimeout, requestTimeout, keepAliveTimeout].every((ms) => ms > 0 && ms <= 300_000)).toBe(true);
});

it('two services can start at once on one empty database', async () => {
  const both = await Promise.all([
    startTestService([{ module: ThingsModule, definition: context, problems: {} }]),
    startTestService([{ module: ThingsModule, definition: context, problems: {} }]),
  ]);
  for (const started of both) await started.stop();
});

// This test is the last one, because draining cannot be undone.
it('a process that drains is not ready', async () => {
  service.app.get(Draining).begin();
  expect(await service.withToken().get('/health/ready')).toMatchObject({
    status: 503,
    body: { details: { service: { status: 'down' } } },
  });
});
