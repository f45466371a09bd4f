import { SCHEMA_VERSION } from '#event-store';
import { LOG, PLATFORM_MIGRATIONS } from '#messaging';
import type { DecryptionKeys } from '#partners';
import { CONTEXTS } from '../contexts.js';
import { CopiedRow } from './copied-row.js';
import type { CopiedTable } from './dump-sections.js';
import { ExaminedKeys, type SecretsOfKey } from './examined-keys.js';
import { ExaminedLog, type LogInDump } from './examined-log.js';

/** The tables of `partners` that no log restores, by their name now and in the release before. */
const UNRESTORABLE = [
  ['delivery_cursor', 'delivery_line'],
  ['delivery'],
  ['subscription_key'],
  ['subscription_contact'],
] as const;

/** The migrations of a schema, compared with this release. `newer`: those that this release does not know; `older`: those still to come */
type SchemaInDump = Readonly<{ applied: number; newer: readonly string[]; older: number }>;

/** A database of a dump, as far as it belongs to a hub. */
export type DatabaseInDump = Readonly<{
  /** undefined in a dump of one database, which does not name it */
  name?: string;
  /** undefined when the dump has no data of `event_store.events` */
  log?: LogInDump;
  /** the version of the schema of the event store */
  storeVersion?: number;
  newestStoreVersion: number;
  schemas: Readonly<Record<string, SchemaInDump>>;
  subscriptions: Readonly<Record<string, number>>;
  secrets: readonly SecretsOfKey[];
  /** subscriptions that have not ended and have no secret in the dump */
  withoutSecret: number;
  /** tables without which deliveries begin anew */
  missingTables: readonly string[];
  readModels: Readonly<{ complete: number; toFill: readonly string[]; toRebuild: readonly string[] }>;
  /** rows that were written as INSERT, which are not examined */
  inserted: number;
}>;

type Take = (row: CopiedRow) => void;

/** Collects the facts about one database while its dump is read. */
export class ExaminedDatabase {
  private readonly created = new Set<string>();
  private readonly copied = new Set<string>();
  private readonly log = new ExaminedLog();
  private readonly keys: ExaminedKeys;
  private readonly migrations = new Map<string, Set<string>>();
  /** the positions of processors in the log, and the processors that have begun with any source */
  private readonly checkpoints = new Map<string, number>();
  private readonly begun = new Set<string>();
  private readonly statuses = new Map<string, number>();
  private readonly subscriptions = new Set<string>();
  private storeVersion: number | undefined;
  private inserted = 0;

  constructor(
    private readonly name: string | undefined,
    keys: DecryptionKeys | undefined,
    now: Date,
  ) {
    this.keys = new ExaminedKeys(keys, now);
  }

  table(name: string): void {
    this.created.add(name);
  }

  insert(): void {
    this.inserted++;
  }

  /** Returns a function for each row of the table; undefined when its rows do not matter. */
  copy({ table, columns }: CopiedTable): ((line: Buffer) => void) | undefined {
    this.copied.add(table);
    const take = this.takes(table);
    return take && ((line) => take(new CopiedRow(line, columns)));
  }

  /** True when the database has tables of a hub. */
  get isOfHub(): boolean {
    const schemas = new Set([...this.created, ...this.copied].map(schemaOf));
    return ['event_store', ...CONTEXTS.map(({ name }) => name)].some((schema) => schemas.has(schema));
  }

  get result(): DatabaseInDump {
    const { name, storeVersion, inserted } = this;
    const log = this.log.result;
    return {
      ...(name !== undefined && { name }),
      ...(log && { log }),
      ...(storeVersion !== undefined && { storeVersion }),
      newestStoreVersion: SCHEMA_VERSION,
      schemas: this.schemas(),
      subscriptions: Object.fromEntries(this.statuses),
      secrets: this.keys.result,
      withoutSecret: [...this.subscriptions].filter((id) => !this.keys.subscriptions.has(id)).length,
      missingTables: this.missingTables(log),
      readModels: this.readModels(log),
      inserted,
    };
  }

  private takes(table: string): Take | undefined {
    const [schema, name] = table.split('.') as [string, string];
    if (table === 'event_store.events') return (row) => this.log.add(row);
    if (table === 'event_store.migrations')
      return (row) => (this.storeVersion = Math.max(this.storeVersion ?? 0, Number(row.text('version'))));
    if (table === 'partners.subscription_key') return (row) => this.keys.add(row);
    if (table === 'partners.subscription') return (row) => this.takeSubscription(row);
    if (name === 'schema_migrations' || name === 'migrations') {
      const names = new Set<string>();
      this.migrations.set(schema, names);
      return (row) => void names.add(row.text('name') ?? '');
    }
    if (name === 'checkpoints') return (row) => this.takeCheckpoint(row);
    return undefined;
  }

  private takeSubscription(row: CopiedRow): void {
    const status = row.text('status')!;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status !== 'ended') this.subscriptions.add(`${row.text('city')!}/${row.text('id')!}`);
  }

  private takeCheckpoint(row: CopiedRow): void {
    // The column has its former name in a dump of the release before.
    const processor = row.text('processor') ?? row.text('follower') ?? '';
    this.begun.add(processor);
    if (row.text('source') === LOG) this.checkpoints.set(processor, Number(row.text('position')));
  }

  private schemas(): Readonly<Record<string, SchemaInDump>> {
    return Object.fromEntries(
      CONTEXTS.flatMap(({ name, migrations }) => {
        const applied = this.migrations.get(name);
        if (!applied) return [];
        const known = [...PLATFORM_MIGRATIONS, ...migrations].map((migration) => migration.name);
        const newer = [...applied].filter((each) => !known.includes(each));
        return [[name, { applied: applied.size, newer, older: known.filter((each) => !applied.has(each)).length }]];
      }),
    );
  }

  /** Without subscriptions in the log, nothing of their deliveries can be missing. */
  private missingTables(log: LogInDump | undefined): readonly string[] {
    if (!log?.contexts['partners'] && !this.has('partners.subscription')) return [];
    return UNRESTORABLE.filter((names) => !names.some((name) => this.copied.has(`partners.${name}`))).map(
      ([name]) => name,
    );
  }

  /** A read model whose tables are not in the dump is filled at the next start. One with a checkpoint and without its rows is not. */
  private readModels(log: LogInDump | undefined): DatabaseInDump['readModels'] {
    const models = CONTEXTS.filter(({ name }) => this.has(`${name}.checkpoints`)).flatMap((context) =>
      context.projections.map(({ name, tables }) => ({
        name,
        hasRows: tables.every((table) => this.copied.has(`${context.name}.${table}`)),
        begun: this.begun.has(name),
        position: this.checkpoints.get(name) ?? 0,
      })),
    );
    const isWrong = ({ hasRows, begun, position }: (typeof models)[number]): boolean =>
      (!hasRows && begun) || (log !== undefined && position > log.lastPosition);
    const toRebuild = models.filter(isWrong);
    const toFill = models.filter((model) => !isWrong(model) && !model.hasRows);
    return {
      complete: models.length - toRebuild.length - toFill.length,
      toFill: toFill.map(({ name }) => name),
      toRebuild: toRebuild.map(({ name }) => name),
    };
  }

  private has(table: string): boolean {
    return this.created.has(table) || this.copied.has(table);
  }
}

const schemaOf = (table: string): string => table.split('.')[0]!;
