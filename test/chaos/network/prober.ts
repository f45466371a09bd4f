import { setTimeout as sleep } from 'node:timers/promises';
import type { ContextName } from '#contracts';
import type { Observation, ProgressJudge, ReadinessJudge } from './judge.js';
import { type Acknowledged, acknowledgedAt, type Answer, request, saysOf } from './requests.js';
import type { Part, World } from './world.js';

const EVERY_MS = 1_000;
/** The time that a load balancer would wait for the answer of a readiness check. */
const READY_WITHIN_MS = 5_000;
/** A canary request counts as good within the first time, as failed after the second, and as no evidence in between. */
const GOOD_WITHIN_MS = 3_000;
const CANARY_WITHIN_MS = 10_000;
const METRICS_EVERY_MS = 4_000;
/** A pause that takes this much longer means that the test process itself did not run. */
const OVERSLEPT_MS = 1_500;
/** Refusals that are no evidence against a process: without the provider, no process has keys, and all stay ready on purpose (docs/operations.md). */
const NOT_OF_THIS_PROCESS = ['access.provider-unreachable'];

type Canary = Readonly<{ path: string; method: string; token: string; body: unknown }>;
type Tokens = Readonly<{ coordinator: string; manager: string; partner: string }>;

/**
 * Sends three requests to each process every second, without a proxy: the readiness check, a canary write and a canary read.
 * The canary write is a command of the context of the process; for the hub it opens a case.
 */
export class Prober {
  readonly acknowledged: Acknowledged[] = [];
  /** the last result of each canary and of readiness, by process */
  readonly last = new Map<string, Observation>();
  private going = true;
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly worlds: readonly World[],
    private readonly tokens: Tokens,
    private readonly readiness: ReadinessJudge,
    private readonly progress: ProgressJudge,
    private readonly now: () => number,
  ) {}

  start(): void {
    const parts = this.worlds.flatMap((world) => world.parts.map((part) => ({ world, part })));
    this.work = Promise.all([
      this.watchMyself(),
      ...parts.flatMap(({ world, part }) => [
        this.repeat(part, 'ready', () => this.ready(part)),
        this.repeat(part, 'write', (n) => this.write(world, part, n)),
        this.repeat(part, 'read', () => this.read(part)),
        this.metrics(part),
      ]),
    ]);
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.work;
  }

  private async repeat(
    part: Part,
    of: Observation['of'],
    look: (n: number) => Promise<Pick<Observation, 'result' | 'says'>>,
  ): Promise<void> {
    const { program } = part;
    for (let n = 0; this.going; n++) {
      const began = this.now();
      const { starts } = program;
      const seen = program.running ? await look(n) : NOTHING;
      const same = program.running && program.starts === starts;
      this.observe({ process: program.name, at: this.now(), of, ...(same ? seen : NOTHING) });
      await sleep(Math.max(50, EVERY_MS - (this.now() - began)));
    }
  }

  private observe(observation: Observation): void {
    this.last.set(`${observation.process}: ${observation.of}`, observation);
    this.readiness.observe(observation);
  }

  private async ready({ program }: Part): Promise<Pick<Observation, 'result' | 'says'>> {
    const answer = await request(`${program.url}/health/ready`, { withinMs: READY_WITHIN_MS });
    return answer.status === 200 ? { result: 'good' } : { result: 'bad', says: saysOf(answer) };
  }

  private async write(world: World, part: Part, n: number): Promise<Pick<Observation, 'result' | 'says'>> {
    const name = `canary-${part.program.name}-${n}`;
    const { path, ...canary } = this.canaryOf(world, part, n, name);
    const began = this.now();
    const answer = await request(part.program.url + path, { ...canary, withinMs: CANARY_WITHIN_MS });
    if (answer.status < 300 && answer.position) this.acknowledged.push(acknowledgedAt(name, answer.position));
    return this.judged(answer, began);
  }

  private async read({ program, contexts }: Part): Promise<Pick<Observation, 'result' | 'says'>> {
    const began = this.now();
    const url = `${program.url}/v1/${LISTS[contextOf(contexts)]}?limit=1`;
    const answer = await request(url, { token: this.tokens.coordinator, withinMs: CANARY_WITHIN_MS });
    return this.judged(answer, began);
  }

  private judged(answer: Answer, began: number): Pick<Observation, 'result' | 'says'> {
    if (NOT_OF_THIS_PROCESS.includes(answer.body.code as string)) return NOTHING;
    if (answer.status < 200 || answer.status >= 300) return { result: 'bad', says: saysOf(answer) };
    return this.now() - began <= GOOD_WITHIN_MS ? { result: 'good' } : NOTHING;
  }

  private canaryOf(world: World, { contexts }: Part, n: number, name: string): Canary {
    const { coordinator, manager, partner } = this.tokens;
    switch (contextOf(contexts)) {
      case 'cases': {
        const body = { title: name, neighbourhood: '7', theme: 'leefbaarheid', why: 'A canary.', scope: 'None.' };
        return { path: '/v1/cases', method: 'POST', token: coordinator, body };
      }
      case 'mandates': {
        const slots = [{ neighbourhood: '20', theme: 'jeugd' }];
        const body = { slots, kind: 'hybrid', holder: 'stad-gent', executingFunction: name };
        return { path: '/v1/mandates', method: 'POST', token: coordinator, body };
      }
      case 'teams':
        return { path: '/v1/teams', method: 'POST', token: manager, body: { name, neighbourhoods: ['4'] } };
      case 'partners': {
        const body = { neighbourhoods: [String(1 + (n % 25))] };
        return { path: `/v1/subscriptions/${world.canarySubscription}`, method: 'PATCH', token: partner, body };
      }
    }
  }

  /** Reports the progress of processors and publishers to the judge, from the metrics of a process. */
  private async metrics({ program }: Part): Promise<void> {
    for (; this.going; await sleep(METRICS_EVERY_MS)) {
      if (!program.running) continue;
      const signal = AbortSignal.timeout(READY_WITHIN_MS);
      const text = await fetch(`${program.url}/metrics`, { signal }).then(
        (response) => response.text(),
        () => undefined,
      );
      if (text === undefined) continue;
      for (const movement of movementsIn(text))
        this.progress.observe({ process: program.name, ...movement }, this.now());
    }
  }

  /** Drops the recent observations when the test process itself did not run for a moment: a busy machine is no fault of the hub. */
  private async watchMyself(): Promise<void> {
    for (let before = this.now(); this.going; before = this.now()) {
      await sleep(EVERY_MS / 2);
      if (this.now() - before < EVERY_MS / 2 + OVERSLEPT_MS) continue;
      for (const { process, of } of [...this.last.values()])
        this.observe({ process, at: this.now(), of, result: 'neither' });
    }
  }
}

/** The list that a canary reads, by context. */
const LISTS = { cases: 'cases', mandates: 'mandates', teams: 'teams', partners: 'agencies' } as const;

const contextOf = (contexts: readonly ContextName[]): ContextName => (contexts.length > 1 ? 'cases' : contexts[0]!);

const NOTHING = { result: 'neither' } as const;

/** Reads lag and position of processors, and the number of unpublished events, from metrics in the text format of Prometheus. */
const movementsIn = (metrics: string): readonly { name: string; token: string; behind: boolean }[] => {
  const values = new Map<string, number>();
  for (const [, name, value] of metrics.matchAll(/^(\w+(?:\{[^}]*\})?) (\S+)$/gm)) values.set(name!, Number(value));
  return [...values].flatMap(([name, value]) => {
    if (name.startsWith('regie_processor_lag{')) {
      const labels = name.slice('regie_processor_lag'.length);
      return [
        {
          name: `processor ${labels}`,
          token: String(values.get(`regie_processor_position${labels}`)),
          behind: value > 0,
        },
      ];
    }
    return name.startsWith('regie_publisher_unpublished')
      ? [{ name: 'publisher', token: String(value), behind: value > 0 }]
      : [];
  });
};
