import { Inject, Injectable } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';
import { TokenVerifier } from '#access';
import type { EventStore } from '#event-store';
import { BusHealth } from '../bus-health.js';
import { ClockHealth } from '../clock-health.js';
import { ConnectionPools } from '../connection-pools.js';
import { DeadlineWorkers } from '../deadline-workers.js';
import { DirectoryCopies } from '../directory-copies.js';
import { EVENT_STORE, SETTINGS } from '../injection-tokens.js';
import { ProcessorRegistry } from '../processor-registry.js';
import { Settings } from '../settings/settings.js';
import { BusGauges } from './bus-gauges.js';
import { ContextMetrics } from './context-metrics.js';
import { DatabaseGauges } from './database-gauges.js';
import { DeadlineGauges } from './deadline-gauges.js';
import { DirectoryGauges } from './directory-gauges.js';
import { DiskGauges } from './disk-gauges.js';
import { gaugesIn } from './gauges.js';
import { IdentityProviderGauges } from './identity-provider-gauges.js';
import { ProcessorGauges } from './processor-gauges.js';
import { RequestDurations } from './request-durations.js';
import { StoreGauges } from './store-gauges.js';

/**
 * The metrics of a service, in its own registry because one Node may run several services. No label names a person, a case or a city.
 * An unavailable value is left out or not a number, because the previous value would mislead.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly gauge = gaugesIn(this.registry);
  private readonly requests = new RequestDurations(this.registry);
  private readonly ofStore: StoreGauges;
  private readonly ofProcessors: ProcessorGauges;
  private readonly ofDatabase: DatabaseGauges;
  private readonly ofBus = new BusGauges(this.gauge);
  private readonly others: readonly Readonly<{ update(): void | Promise<void> }>[];

  constructor(
    processors: ProcessorRegistry,
    private readonly busHealth: BusHealth,
    clockHealth: ClockHealth,
    private readonly measures: ContextMetrics,
    pools: ConnectionPools,
    directories: DirectoryCopies,
    deadlines: DeadlineWorkers,
    verifier: TokenVerifier,
    @Inject(SETTINGS) { folder }: Settings,
    @Inject(EVENT_STORE) store: EventStore,
  ) {
    this.ofStore = new StoreGauges(this.gauge, store, clockHealth);
    this.ofProcessors = new ProcessorGauges(this.gauge, processors);
    this.ofDatabase = new DatabaseGauges(this.gauge, pools);
    this.others = [
      new DirectoryGauges(this.gauge, directories),
      new DeadlineGauges(this.registry, deadlines),
      new IdentityProviderGauges(this.gauge, verifier),
      new DiskGauges(this.gauge, folder),
    ];
    collectDefaultMetrics({ register: this.registry });
  }

  readonly timing: RequestHandler = this.requests.timing;

  /** Returns the metrics in the text format of Prometheus. */
  async text(): Promise<string> {
    return (await Promise.all((await this.registries()).map((registry) => registry.metrics()))).join('\n');
  }

  /** Returns the same metrics as values, for OpenTelemetry. */
  async collected(): Promise<MetricObjectWithValues<MetricValue<string>>[]> {
    return (await Promise.all((await this.registries()).map((registry) => registry.getMetricsAsJSON()))).flat();
  }

  private async registries(): Promise<readonly Registry[]> {
    this.ofDatabase.updateConnections();
    const [head, { answers, contexts }] = await Promise.all([
      this.ofStore.update(),
      this.busHealth.look(),
      this.ofDatabase.update(),
      ...this.others.map((group) => group.update()),
    ]);
    this.ofProcessors.update(head, contexts);
    this.ofBus.update(answers, contexts);
    return [this.registry, ...(await this.measures.registries())];
  }
}
