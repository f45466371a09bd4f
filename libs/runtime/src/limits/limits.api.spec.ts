import { Controller, Get, Module, Post, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Response } from 'express';
import type { DataSource } from 'typeorm';
import { Public, Requires } from '#access';
import { WithoutTimeLimit, WriteHeaders } from '#http';
import type { Actor } from '#kernel';
import { statement } from '#postgres';
import { startTestService, type TestService } from '#testing/http';
import { until } from '#testing/until';
import { type ContextDefinition, ContextModule } from '../index.js';

const SLEEP = statement('mandates.sleep', 'SELECT pg_sleep($1)');
/** The statements that /v1/slow has finished. */
let slept = 0;
/** True once its handler has ended. */
let ended = false;

@Controller('v1')
class RoutesController {
  constructor(@InjectDataSource('mandates') private readonly db: DataSource) {}

  @Requires('case:open')
  @Get('things')
  list() {
    return {};
  }

  @Requires('mandate:grant')
  @Get('decisions')
  decisions() {
    return {};
  }

  @Requires('case:open')
  @Post('things')
  @WriteHeaders()
  async add() {
    await SLEEP.rows(this.db, [1.3]);
    return {};
  }

  @Requires('case:open')
  @Get('things/:id')
  show() {
    return {};
  }

  @Requires('case:open')
  @Get('slow')
  async slow() {
    try {
      for (; slept < 10; slept++) await SLEEP.rows(this.db, [0.3]);
      return {};
    } finally {
      ended = true;
    }
  }

  @Requires('case:open')
  @Get('file')
  @WithoutTimeLimit()
  async file() {
    await SLEEP.rows(this.db, [1.3]);
    return {};
  }

  @Requires('case:open')
  @Get('stream')
  @WithoutTimeLimit()
  async stream(@Res() response: Response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let nth = 0; nth < 50; nth++) response.write(`data: ${nth}\n\n`);
    response.end();
  }

  @Public()
  @Get('open')
  open() {
    return {};
  }
}

const definition: ContextDefinition = {
  name: 'mandates',
  migrations: [],
  projections: [],
  publishes: () => undefined,
};

@Module({ imports: [ContextModule.of(definition)], controllers: [RoutesController] })
class RoutesModule {}

const start = (environment: Record<string, string>): Promise<TestService> =>
  startTestService([{ module: RoutesModule, problems: {} }], undefined, environment);

const problem = (status: number, code: string, details: object = {}) => ({
  status,
  body: expect.objectContaining({ code, status, ...details }) as object,
});

const metricOf = async (service: TestService, series: string): Promise<number> => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.split(' ').at(-1));
};

describe('the number of requests', () => {
  const [SUBJECT, AGENCY, ADDRESS] = [6, 9, 4];
  let service: TestService;
  beforeAll(async () => {
    service = await start({
      REGIE_RATE_SUBJECT: String(SUBJECT),
      REGIE_RATE_AGENCY: String(AGENCY),
      REGIE_RATE_ADDRESS: String(ADDRESS),
      REGIE_RATE_WINDOW_SECONDS: '600',
    });
  });
  afterAll(() => service.stop());

  /** Sends requests of an actor until one is refused, `most` at most, and returns the answers. */
  const flood = async (
    actor: Partial<Actor>,
    most: number,
    request = (token: string): Promise<globalThis.Response> =>
      fetch(`${service.url}/v1/things`, { headers: { authorization: `Bearer ${token}` } }),
  ): Promise<globalThis.Response[]> => {
    const token = await service.token(actor);
    const answers: globalThis.Response[] = [];
    for (let nth = 0; nth < most; nth++) answers.push(await request(token));
    return answers;
  };
  const statuses = (answers: readonly globalThis.Response[]) => answers.map(({ status }) => status);

  it('of a subject is limited: each response has what is left, and the next one the time to wait', async () => {
    const answers = await flood({ agency: 'one', subject: 'a' }, SUBJECT + 1);
    expect(statuses(answers)).toEqual([...Array<number>(SUBJECT).fill(200), 429]);
    expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"subject";r=5;t=\d{3}, "agency";r=8;t=\d{3}$/);
    expect(answers[0]!.headers.get('ratelimit-policy')).toBe('"subject";q=6;w=600, "agency";q=9;w=600');
    const refused = answers.at(-1)!;
    const body = (await refused.json()) as Record<string, number>;
    expect(body).toMatchObject({ code: 'request.too-many', limit: 'subject', most: SUBJECT, windowSeconds: 600 });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.headers.get('retry-after')).toBe(String(body.retryAfter));
    expect(body.retryAfter).toBeGreaterThan(500);
    expect(body.retryAfter).toBeLessThanOrEqual(600);
    expect(await metricOf(service, 'regie_http_throttled_total{limit="subject"}')).toBeGreaterThan(0);
  });

  it('of a subject leaves other subjects and the same name at another agency alone', async () => {
    expect(statuses(await flood({ agency: 'nine', subject: 'a' }, SUBJECT + 1)).at(-1)).toBe(429);
    expect(statuses(await flood({ agency: 'nine', subject: 'b' }, 1))).toEqual([200]);
    expect(statuses(await flood({ agency: 'ten', subject: 'a' }, 1))).toEqual([200]);
    expect(statuses(await flood({ agency: 'nine', city: '11002', subject: 'a' }, 1))).toEqual([200]);
  });

  it('of all subjects of an agency is limited together', async () => {
    const answers = [
      ...(await flood({ agency: 'three', subject: 'a' }, 5)),
      ...(await flood({ agency: 'three', subject: 'b' }, 5)),
    ];
    expect(statuses(answers)).toEqual([...Array<number>(AGENCY).fill(200), 429]);
    expect(await answers.at(-1)!.json()).toMatchObject({ code: 'request.too-many', limit: 'agency', most: AGENCY });
  });

  it('includes requests that a role or a body was refused for', async () => {
    const decisions = await flood({ agency: 'four', subject: 'a' }, SUBJECT + 1, (token) =>
      fetch(`${service.url}/v1/decisions`, { headers: { authorization: `Bearer ${token}` } }),
    );
    expect(statuses(decisions)).toEqual([...Array<number>(SUBJECT).fill(403), 429]);
    const bodies = await flood({ agency: 'five', subject: 'a' }, SUBJECT, (token) =>
      fetch(`${service.url}/v1/things`, {
        method: 'POST',
        body: '{',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    );
    expect(statuses(bodies)).toEqual(Array<number>(SUBJECT).fill(400));
    expect(statuses(await flood({ agency: 'five', subject: 'a' }, 1))).toEqual([429]);
  });

  it('includes a stream once, however long it is', async () => {
    const [first, second] = await flood({ agency: 'six', subject: 'a' }, 2, async (token) => {
      const answer = await fetch(`${service.url}/v1/stream`, { headers: { authorization: `Bearer ${token}` } });
      await answer.text();
      return answer;
    });
    expect([first, second].map((answer) => answer!.headers.get('ratelimit')?.slice(0, 13))).toEqual([
      '"subject";r=5',
      '"subject";r=4',
    ]);
  });

  it('without a valid token is limited by address, where tokens that were valid before go on', async () => {
    const known = await service.token({ agency: 'seven', subject: 'a' });
    const send = (token?: string) =>
      fetch(`${service.url}/v1/things`, { headers: token ? { authorization: `Bearer ${token}` } : {} });
    expect((await send(known)).status).toBe(200);
    const expired = await service.token({ agency: 'seven' }, '-60s');
    const attempts = [undefined, 'nonsense', expired, `${known.slice(0, -4)}AAAA`];
    for (const token of attempts) expect((await send(token)).status).toBe(401);
    for (const token of [...attempts, await service.token({ agency: 'eight' })]) {
      const refused = await send(token);
      expect(refused.status).toBe(429);
      expect(await refused.json()).toMatchObject({ code: 'request.too-many', limit: 'address', most: ADDRESS });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    }
    expect((await send(known)).status).toBe(200);
    expect((await fetch(`${service.url}/v1/open`)).status).toBe(200);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(await metricOf(service, 'regie_http_throttled_total{limit="address"}')).toBe(5);
  });
});

describe('a process', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await start({ REGIE_READ_SECONDS: '1', REGIE_SHED_LAG_MS: '100' });
  });
  afterAll(() => service.stop());

  it('gives up a read after its time limit, and starts none of its further statements', async () => {
    const client = await service.as();
    const startedAt = performance.now();
    const answer = await client.get('/v1/slow');
    expect(answer).toMatchObject(problem(503, 'request.time-limit', { withinSeconds: 1 }));
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    // The statement that runs at the limit ends, and the handler with it.
    await until(() => ended);
    expect(slept).toBeLessThan(10);
  });

  it('finishes writes, and reads that send a file, beyond that limit', async () => {
    const client = await service.as();
    const [write, file] = await Promise.all([client.post('/v1/things'), client.get('/v1/file')]);
    expect([write.status, file.status]).toEqual([201, 200]);
  });

  it.each([
    ['DELETE', '/v1/things', 'GET, HEAD, OPTIONS, POST'],
    ['PUT', '/v1/things/7', 'GET, HEAD, OPTIONS'],
    ['POST', '/V1/Things/7/', 'GET, HEAD, OPTIONS'],
    ['POST', '/v1/open', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/health/live', 'GET, HEAD, OPTIONS'],
  ])('refuses %s %s with the methods of that path', async (method, path, allow) => {
    const answer = await fetch(service.url + path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await answer.json()).toMatchObject({ code: 'route.method', allowed: allow.split(', ') });
  });

  it('answers OPTIONS with the methods of a known path, and 404 for another one', async () => {
    const known = await fetch(`${service.url}/v1/things`, { method: 'OPTIONS' });
    expect([known.status, known.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    expect((await fetch(`${service.url}/v1/nothing`, { method: 'OPTIONS' })).status).toBe(404);
    expect((await fetch(`${service.url}/v1/things/7/more`, { method: 'DELETE' })).status).toBe(404);
  });

  it('refuses requests while its event loop lags, except for health and metrics, and takes them again after', async () => {
    let blocking = true;
    const turn = (): void => {
      const end = performance.now() + 200;
      while (performance.now() < end);
      if (blocking) setImmediate(turn);
    };
    turn();
    const shed = await until(async () => {
      // Without a token, so that the refusal must come before the check of the token.
      const answer = await fetch(`${service.url}/v1/things`);
      return answer.status === 503 ? answer : undefined;
    });
    expect(await shed.json()).toMatchObject({ code: 'service.overloaded', status: 503, retryAfter: 2 });
    expect(shed.headers.get('retry-after')).toBe('2');
    expect((await fetch(`${service.url}/docs`)).status).toBe(503);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(await metricOf(service, 'regie_http_shed_total')).toBeGreaterThan(0);
    blocking = false;
    await until(async () => ((await fetch(`${service.url}/v1/things`)).status === 401 ? true : undefined));
  });

  it('does not refuse requests for one pause of the event loop', async () => {
    const end = performance.now() + 1_500;
    while (performance.now() < end);
    const seen = new Set<number>();
    for (const asked = performance.now(); performance.now() - asked < 1_500;)
      seen.add((await fetch(`${service.url}/v1/open`)).status);
    expect([...seen]).toEqual([200]);
  });
});
