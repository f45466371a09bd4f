import { attention, type Finding, ok } from '../findings.js';
import { count } from '../terminal.js';
import type { DumpFile } from './dump-file.js';
import type { DumpContent } from './examine-dump.js';
import type { DatabaseInDump } from './examined-database.js';
import type { LogInDump } from './examined-log.js';

const ANOTHER = 'Make another dump, and keep older ones until it is checked.';
const MOST_GAPS = 5;

/** Says what is in a dump, and what is wrong with it, each with its remedy. */
export const dumpFindings = (
  { format, bytes }: DumpFile,
  content: DumpContent,
  { isInKurrentDb, hasKeys }: Readonly<{ isInKurrentDb: boolean; hasKeys: boolean }>,
): readonly Finding[] => {
  const { server, tool, databases, isDump } = content;
  if (!isDump)
    return [attention('file', 'This is no dump of PostgreSQL.', 'Give a file that pg_dump or pg_dumpall has written.')];
  const made = server === undefined ? '' : `, of PostgreSQL ${server}, by pg_dump ${tool}`;
  return [
    ok('file', `${format}, ${inBytes(bytes)}${made}`),
    end(content),
    ...(databases.length === 0
      ? [attention('hub', 'The dump has no tables of a hub.', 'Dump the database that REGIE_POSTGRES_URL names.')]
      : []),
    ...databases.flatMap((database) => {
      const findings = [
        ...events(database, isInKurrentDb),
        ...schema(database),
        ...subscriptions(database, hasKeys),
        ...readModels(database),
      ];
      const { name } = database;
      return name === undefined ? findings : findings.map((each) => ({ ...each, part: `${name}: ${each.part}` }));
    }),
  ];
};

const end = ({ complete, endsIn, damage }: DumpContent): Finding => {
  if (complete) return ok('end', 'complete: the mark is there that pg_dump writes last');
  const where = endsIn === undefined ? '' : ` within the rows of ${endsIn}`;
  const why = damage === undefined ? 'pg_dump was interrupted, or the disk was full' : damage;
  return attention('end', `The dump ends early${where}: ${why}.`, ANOTHER);
};

const events = ({ log, inserted }: DatabaseInDump, isInKurrentDb: boolean): readonly Finding[] => {
  if (log)
    return [logged(log), ...broken(log), ok('cities', inWords(log.cities)), ok('contexts', inWords(log.contexts))];
  if (inserted > 0)
    return [attention('events', 'The rows are INSERT statements, which are not examined.', 'Dump without --inserts.')];
  if (isInKurrentDb) return [ok('events', 'in KurrentDB, which has a backup of its own')];
  return [
    attention(
      'events',
      'The dump has no events: nothing can be restored from it.',
      'Dump the schema event_store with its data; with the events in KurrentDB, set REGIE_EVENT_STORE and back KurrentDB up.',
    ),
  ];
};

const logged = ({ events: number, firstPosition, lastPosition, firstRecordedAt, lastRecordedAt }: LogInDump): Finding =>
  ok(
    'events',
    `${count(number, 'event')}, positions ${firstPosition} to ${lastPosition}, recorded from ${firstRecordedAt} to ${lastRecordedAt}`,
  );

const broken = ({ gaps, repeated }: LogInDump): readonly Finding[] => {
  const missing = gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const ranges = gaps.slice(0, MOST_GAPS).map(({ from, to }) => (from === to ? String(from) : `${from} to ${to}`));
  const more = gaps.length > MOST_GAPS ? `, and ${count(gaps.length - MOST_GAPS, 'further gap')}` : '';
  return [
    ...(missing > 0
      ? [
          attention(
            'gaps',
            `${count(missing, 'event is', 'events are')} missing, at ${ranges.join(', ')}${more}: rows were lost, or the dump was filtered.`,
            `Restore no log with gaps: read models and partners would miss these events. ${ANOTHER}`,
          ),
        ]
      : []),
    ...(repeated > 0
      ? [
          attention(
            'repeats',
            `${count(repeated, 'event comes', 'events come')} twice: this file has two dumps, one after the other.`,
            'Restore one of them.',
          ),
        ]
      : []),
  ];
};

const schema = ({ storeVersion, newestStoreVersion, schemas }: DatabaseInDump): readonly Finding[] => {
  const newer = Object.entries(schemas).filter(([, { newer: unknown }]) => unknown.length > 0);
  if (newer.length > 0 || (storeVersion ?? 0) > newestStoreVersion)
    return [
      attention(
        'schema',
        `The dump is of a newer release than this one (${[...newer.map(([name]) => name), ...((storeVersion ?? 0) > newestStoreVersion ? ['event_store'] : [])].join(', ')}).`,
        'Restore it with that release.',
      ),
    ];
  const steps = Object.entries(schemas).map(([name, { applied }]) => `${name} ${applied}`);
  const older = Object.values(schemas).reduce((sum, each) => sum + each.older, 0);
  const version = storeVersion === undefined ? [] : [`event_store ${storeVersion}`];
  const next = older > 0 ? `; the next start adds ${count(older, 'migration')}` : '';
  return [ok('schema', `${[...version, ...steps].join(', ')}${next}`)];
};

const subscriptions = (database: DatabaseInDump, hasKeys: boolean): readonly Finding[] => {
  const { subscriptions: statuses, withoutSecret, missingTables } = database;
  return [
    ...(Object.keys(statuses).length > 0 ? [ok('subscriptions', inWords(statuses))] : []),
    ...secrets(database, hasKeys),
    ...(missingTables.length > 0
      ? [
          attention(
            'deliveries',
            `The dump lacks rows that no log restores: ${missingTables.map((table) => `partners.${table}`).join(', ')}.`,
            'Dump the schema partners with its data. Without them each subscription begins again, with a secret that its agency does not know.',
          ),
        ]
      : []),
    ...(withoutSecret > 0 && !missingTables.includes('subscription_key')
      ? [
          attention(
            'secrets',
            `${count(withoutSecret, 'subscription has', 'subscriptions have')} no secret in the dump.`,
            'After the restore, each of these agencies rotates its secret.',
          ),
        ]
      : []),
  ];
};

const secrets = ({ secrets: byKey }: DatabaseInDump, hasKeys: boolean): readonly Finding[] =>
  byKey.map(({ keyId, secrets: number, opens }) =>
    opens
      ? ok(
          'secrets',
          `${count(number, 'secret')} of subscriptions, encrypted with the key ${keyId}, which is configured`,
        )
      : attention(
          'secrets',
          `${count(number, 'secret')} of subscriptions cannot be decrypted: ${hasKeys ? `no key in REGIE_SECRETS_KEY is the key ${keyId}` : `REGIE_SECRETS_KEY is not set, and the key ${keyId} is needed`}.`,
          'Set REGIE_SECRETS_KEY to the value of the hub that was dumped: it is kept with your passwords, not in the dump. When it is lost, each of these agencies rotates its secret after the restore.',
        ),
  );

const readModels = ({ readModels: { complete, toFill, toRebuild } }: DatabaseInDump): readonly Finding[] => [
  ok(
    'read models',
    `${complete} with their rows${toFill.length > 0 ? `; the next start fills ${toFill.join(', ')}` : ''}; those that are not in the dump are filled at the next start`,
  ),
  ...(toRebuild.length > 0
    ? [
        attention(
          'read models',
          `These do not fit the log, because rows are missing or are of another moment: ${toRebuild.join(', ')}.`,
          `After the restore: ${toRebuild.map((name) => `npx regie rebuild ${name}`).join('; ')}`,
        ),
      ]
    : []),
];

const inWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Prints a size in steps of a thousand: `1.2 GB`. */
export const inBytes = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${step === 0 ? bytes : (bytes / 1_000 ** step).toFixed(1)} ${UNITS[step]}`;
};
