import type { DataSource } from 'typeorm';
import type { ContextName } from '#contracts';
import type {
  Dispatch,
  ProcessorHandle,
  ProcessorOptions,
  ProcessorProgress,
  PublicProjection,
  Publishes,
  Reactor,
  Reconciliation,
} from '#messaging';

/** A context on the bus: its public events, the dispatch of its commands, and its connections for processors (`db`) and for requests. */
export type BusMember = Readonly<{
  name: ContextName;
  publishes: Publishes;
  db: DataSource;
  requests: DataSource;
  dispatch: Dispatch;
  log: ProcessorOptions<never>['log'];
}>;

/** The bus between contexts. Contexts join while the process starts; their processors start after all have joined. */
export abstract class Bus {
  /** True for an external bus, such as Kafka. Read models then take public events from the bus instead of the log of this process. */
  abstract readonly outside: boolean;

  /** Publishes the events of the context from now on. Returns the publishers, if the bus needs any. */
  abstract join(member: BusMember): readonly ProcessorHandle[];

  /** Returns the processor that applies public events of other contexts to a read model of the context. */
  abstract processor(member: BusMember, model: PublicProjection): ProcessorHandle;

  /** Returns the processor that dispatches the commands of a reactor, after the processor of its read model. */
  abstract reactor(member: BusMember, reactor: Reactor): ProcessorHandle;

  /** Returns the problems because of which a reader misses events or their order, by the name of the reader. */
  abstract alarms(): Readonly<Record<string, string>>;

  /** Queries the brokers, and compares the log of each context with its topic and its readers. An embedded bus returns an empty list. */
  abstract reconcile(): Promise<readonly Reconciliation[]>;

  /** Returns the progress of each publisher and reader against the topic ends of the last `reconcile`. An embedded bus returns an empty list. */
  abstract progress(): Promise<readonly ProcessorProgress[]>;

  abstract close(): Promise<void>;
}
