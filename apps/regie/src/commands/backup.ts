import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { findingsInWords } from '../findings.js';
import { CommandFailed, count, ProgressLine, type Terminal } from '../terminal.js';

export const backupCommand = (program: Command, terminal: Terminal): void => {
  const backup = program
    .command('backup')
    .summary('check a dump of the database')
    .description('Works on dumps of the database, made by pg_dump or pg_dumpall.');
  backup
    .command('check')
    .summary('say what is in a dump, and whether it can be restored')
    .description(
      'Reads a dump once and says what is in it: events and gaps, cities, schema versions, subscriptions and their keys, read models. Each problem has its remedy.\nPlain SQL, also compressed with gzip or zstd, and the archive formats of pg_dump where pg_restore is installed. It needs no database and changes nothing.',
    )
    .argument('<file>', 'dump, such as regie-2026-11-25.sql.gz')
    .option('--json', 'print content and findings as JSON')
    .action((file: string, { json }: { json?: true }) => check(file, json ?? false, terminal));
};

const check = async (path: string, json: boolean, terminal: Terminal): Promise<void> => {
  // Loading the contexts takes a second, so only commands that need the contexts import them.
  const [{ dumpFileAt }, { dumpFindings, inBytes }, { examineDump }, { DecryptionKeys }] = await Promise.all([
    import('../backup/dump-file.js'),
    import('../backup/dump-findings.js'),
    import('../backup/examine-dump.js'),
    import('#partners'),
  ]);
  const file = await dumpFileAt(path);
  const keys = await configuredKeys(terminal);
  const line = new ProgressLine(terminal);
  const onRead = (bytes: number): void =>
    line.show(`  ${Math.floor((100 * bytes) / Math.max(1, file.bytes))}% of ${inBytes(file.bytes)}`);
  const content = await examineDump(file, {
    keys: keys === undefined ? undefined : new DecryptionKeys(keys),
    now: new Date(),
    onRead,
  }).finally(() => line.clear());
  const isInKurrentDb = terminal.env.REGIE_EVENT_STORE === 'kurrentdb';
  const findings = dumpFindings(file, content, { isInKurrentDb, hasKeys: keys !== undefined });
  const wrong = findings.filter(({ state }) => state === 'attention').length;
  terminal.out(
    json
      ? `${JSON.stringify({ ok: wrong === 0, file, content, findings }, undefined, 2)}\n`
      : findingsInWords(findings),
  );
  if (wrong > 0) throw new CommandFailed(`${count(wrong, 'thing needs', 'things need')} attention.`);
};

const KEYS = /^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/;

/** Finds the keys that decrypt secrets: those of the settings, else that of the hub in a box here. */
const configuredKeys = async ({ env, folder }: Terminal): Promise<string | undefined> => {
  const set = env.REGIE_SECRETS_KEY;
  if (set && !KEYS.test(set))
    throw new CommandFailed(
      'REGIE_SECRETS_KEY is no key.',
      'It is 32 bytes in base64, made by openssl rand -base64 32; several separated by commas.',
    );
  if (set) return set;
  const file = resolve(folder, env.REGIE_FOLDER || '.regie', 'secrets.key');
  const own = await readFile(file, 'utf8').catch(() => undefined);
  return own !== undefined && KEYS.test(own) ? own : undefined;
};
