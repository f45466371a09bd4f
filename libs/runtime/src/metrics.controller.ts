import { Controller, Get, Header, Inject, Injectable } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Public } from '#access';
import type { EventStore } from '#event-store';
import { RespondsText } from '#http';
import { LOG } from '#messaging';
import { BusHealth } from './bus-health.js';
import { ClockHealth } from './clock-health.js';
import { ConnectionPools } from './connection-pools.js';
import { ContextMetrics } from './context-metrics.js';
import { DirectoryCopies } from './directory-copies.js';
import { EVENT_STORE } from './injection-tokens.js';
import { routeOf } from './logging/route-of.js';
import { ProcessorRegistry } from './processor-registry.js';

/** The text format of Prometheus. */
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/** Returns the help text of a metric under its former name, which the next release removes. */
const formerly = (name: string): string => `Deprecated, goes with the next release: use ${name}.`;
const FORMER_STATES = { retrying: 'waiting', 'dead-lettered': 'dead', blocked: 'parked' } as const;

/** The metrics of a service, in its own registry because one Node may run several services. No label names a person, a case or a city. */
@Injectable()
export class Metrics {
  private readonly registers = [new Registry()];

  private readonly requests = new Histogram({
    name: 'regie_http_request_duration_seconds',
    help: 'Time from a request to the end of its response. `route` is the pattern of the path; `status` is `gone` when the caller left before the end.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: this.registers,
  });
  private readonly head = this.gauge('regie_event_store_head', 'The position of the last event in the event store.');
  private readonly clockOffset = this.gauge(
    'regie_event_store_clock_offset_seconds',
    'The clock of the database minus that of this process; beyond 60 seconds nothing is written.',
  );
  private readonly ahead = this.gauge(
    'regie_event_store_ahead_seconds',
    'The time by which the last events were recorded ahead of the clock.',
  );
  private readonly position = this.processorGauge(
    'position',
    'The position up to which a processor has handled a source: the log, or a partition of a topic.',
    'source',
  );
  private readonly lag = this.processorGauge(
    'lag',
    'Positions between a processor and the end of its source.',
    'source',
  );
  private readonly behindSeconds = this.gauge(
    'regie_processor_behind_seconds',
    'The age of the oldest event that a processor has not handled, in steps of some seconds.',
    'processor',
    'source',
  );
  private readonly stuck = this.processorGauge('stuck', '1 when a processor cannot go on.');
  private readonly unpublished = this.gauge(
    'regie_publisher_unpublished',
    'Public events that are not on the bus yet, of at most a thousand events looked at.',
    'context',
  );
  private readonly failedMessages = this.gauge(
    'regie_failed_messages',
    'Messages that a processor could not apply, by state: retrying, dead-lettered or blocked.',
    'processor',
    'state',
  );
  private readonly deadLetters = this.gauge(
    'regie_dead_letters',
    formerly('regie_failed_messages'),
    'follower',
    'state',
  );
  private readonly connections = this.gauge(
    'regie_postgres_connections',
    'Open connections to PostgreSQL, by pool and state: used or idle.',
    'pool',
    'state',
  );
  private readonly waiting = this.gauge('regie_postgres_waiting', 'Calls that wait for a connection.', 'pool');
  private readonly connectionAge = this.gauge(
    'regie_postgres_connection_age_seconds',
    'The age of the oldest connection of a pool.',
    'pool',
  );
  private readonly directoryAge = this.gauge(
    'regie_directory_copy_age_seconds',
    'The time since the copy of the directory in memory was confirmed; beyond 5 seconds the tables are read.',
    'context',
  );
  private readonly busUp = this.gauge('regie_bus_up', '1 when the bus answers.');
  private readonly busProblems = this.gauge(
    'regie_bus_problems',
    'Number of problems of the bus that do not disappear by themselves.',
    'context',
  );

  constructor(
    private readonly processors: ProcessorRegistry,
    private readonly busHealth: BusHealth,
    private readonly clockHealth: ClockHealth,
    private readonly measures: ContextMetrics,
    private readonly pools: ConnectionPools,
    private readonly directories: DirectoryCopies,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {
    collectDefaultMetrics({ register: this.registers[0] });
  }

  readonly timing: RequestHandler = (request, response, next) => {
    const end = this.requests.startTimer();
    response.on('close', () =>
      end({
        method: request.method,
        route: routeOf(request),
        status: response.writableFinished ? String(response.statusCode) : 'gone',
      }),
    );
    next();
  };

  async text(): Promise<string> {
    // An unavailable value is left out, because the previous value would mislead.
    const [head, { answers, contexts }, { clocks }] = await Promise.all([
      this.store.head().catch(() => undefined),
      this.busHealth.look(),
      this.clockHealth.look(),
    ]);
    for (const gauge of [this.unpublished, this.failedMessages, this.deadLetters, this.busProblems]) gauge.reset();
    for (const gauge of [this.position, this.lag, this.stuck, this.behindSeconds]) gauge.reset();
    this.head.set(Number(head ?? NaN));
    this.clockOffset.set((clocks?.offsetMs ?? NaN) / 1_000);
    this.ahead.set((clocks?.aheadMs ?? NaN) / 1_000);
    if (head !== undefined) {
      // The positions of publishers come from the database, because another process may hold the lease.
      const publishers = contexts.map(({ publisher: { name, position } }) => [name, position] as const);
      for (const [processor, position] of [...this.processors.positions(), ...publishers]) {
        this.position.set({ processor, source: LOG }, Number(position));
        this.lag.set({ processor, source: LOG }, behind(position, head));
      }
    }
    for (const { name: processor, source, behindMs } of this.processors.delays())
      this.behindSeconds.set({ processor, source }, behindMs / 1_000);
    for (const [processor, stuck] of this.processors.stuck()) this.stuck.set({ processor }, stuck ? 1 : 0);
    for (const { name: pool, open, idle, waiting, oldestSeconds } of this.pools.readings()) {
      this.connections.set({ pool, state: 'used' }, open - idle);
      this.connections.set({ pool, state: 'idle' }, idle);
      this.waiting.set({ pool }, waiting);
      this.connectionAge.set({ pool }, oldestSeconds);
    }
    for (const [context, seconds] of this.directories.ages()) this.directoryAge.set({ context }, seconds);
    this.busUp.set(answers ? 1 : 0);
    for (const { context, publisher, readers, problems } of contexts) {
      this.unpublished.set({ context }, publisher.unpublished);
      this.busProblems.set({ context }, problems.length);
      for (const { name: processor, topics, failedMessages } of readers) {
        for (const { source, position, lag } of topics) {
          this.position.set({ processor, source }, Number(position));
          this.lag.set({ processor, source }, Number(lag));
        }
        for (const [state, count] of Object.entries(failedMessages)) {
          this.failedMessages.set({ processor, state }, count);
          this.deadLetters.set(
            { follower: processor, state: FORMER_STATES[state as keyof typeof FORMER_STATES] },
            count,
          );
        }
      }
    }
    return (await this.registers[0]!.metrics()) + (await this.ofContexts());
  }

  /** Renders the metrics of the contexts, without the values that are unavailable now. */
  private async ofContexts(): Promise<string> {
    const registers = [new Registry()];
    for (const { name, kind, help, label, read } of this.measures.all) {
      const values = await read().catch(() => undefined);
      if (!values) continue;
      const labelNames = label ? [label] : [];
      const gauge = kind === 'gauge' ? new Gauge({ name, help, labelNames, registers }) : undefined;
      const counter = kind === 'counter' ? new Counter({ name, help, labelNames, registers }) : undefined;
      for (const [of, value] of values) {
        const labels = label ? { [label]: of } : {};
        gauge?.set(labels, value);
        counter?.inc(labels, value);
      }
    }
    return this.measures.all.length > 0 ? `\n${await registers[0]!.metrics()}` : '';
  }

  /** Sets `regie_processor_<name>`, and for one release `regie_follower_<name>`, its former name. */
  private processorGauge(name: string, help: string, ...labelNames: 'source'[]) {
    const gauge = this.gauge(`regie_processor_${name}`, help, 'processor', ...labelNames);
    const former = this.gauge(`regie_follower_${name}`, formerly(`regie_processor_${name}`), 'follower', ...labelNames);
    return {
      set: ({ processor, ...labels }: Readonly<{ processor: string; source?: string }>, value: number): void => {
        gauge.set({ processor, ...labels }, value);
        former.set({ follower: processor, ...labels }, value);
      },
      reset: (): void => {
        gauge.reset();
        former.reset();
      },
    };
  }

  private gauge<Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: this.registers });
  }
}

const behind = (position: string, head: string): number =>
  Number(BigInt(head) > BigInt(position) ? BigInt(head) - BigInt(position) : 0n);

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Public()
  @Get()
  @Header('content-type', TEXT)
  @ApiOperation({ summary: 'Get the metrics of the process, for Prometheus.' })
  @RespondsText('text/plain', 'Prometheus text format.')
  show(): Promise<string> {
    return this.metrics.text();
  }
}
