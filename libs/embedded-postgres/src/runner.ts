import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { chown, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { exists } from './files.js';
import { PostgresUnavailable } from './postgres-unavailable.js';

/** Runs the PostgreSQL programs as the current user, or as another user when the current one is root, which PostgreSQL refuses. */
export type Runner = Readonly<{
  uid?: number;
  gid?: number;
  run(program: string, args: readonly string[], output: number): ChildProcess;
}>;

/** Chooses the user. Root runs the programs as the owner of the data, else as the user `postgres`, which is created when missing. */
export const runnerFor = async (folder: string, data: string, program: string): Promise<Runner> => {
  const options = { detached: true, cwd: folder } as const;
  if (process.getuid?.() !== 0)
    return { run: (file, args, output) => spawn(file, args, { ...options, stdio: ['ignore', output, output] }) };
  const { uid, gid } = (await ownerOf(data)) ?? (await postgresUser()) ?? (await madePostgresUser());
  await chown(folder, uid, gid);
  const reachable = (await isReachable(folder, uid)) && (await isReachable(program, uid));
  // When only root may enter the folder, the child keeps the capability to bypass file permissions, and no other one.
  const command = reachable
    ? []
    : [
        'setpriv',
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
      ];
  if (!reachable && !(await isInstalled('setpriv'))) {
    throw new PostgresUnavailable(
      `The user "postgres" may not enter ${folder} or ${dirname(program)}: move this checkout, or set REGIE_FOLDER, to where other users may read.`,
    );
  }
  return {
    uid,
    gid,
    run: (file, args, output) => {
      const [first, ...rest] = [...command, file, ...args] as [string, ...string[]];
      return spawn(first, rest, { ...options, ...(reachable && { uid, gid }), stdio: ['ignore', output, output] });
    },
  };
};

/** Returns the owner of an existing database, unless it is root: the hub may have run as another user before. */
const ownerOf = async (data: string): Promise<{ uid: number; gid: number } | undefined> => {
  const owner = await stat(data).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : undefined;
};

const postgresUser = async (): Promise<{ uid: number; gid: number } | undefined> => {
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8')) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
};

const madePostgresUser = async (): Promise<{ uid: number; gid: number }> => {
  const done = await finished(
    spawn('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'ignore',
    }),
  );
  const user = done ? await postgresUser() : undefined;
  if (!user)
    throw new PostgresUnavailable(
      'PostgreSQL does not run as root, and the user "postgres" could not be made: run as another user, or set REGIE_POSTGRES_URL.',
    );
  return user;
};

const isReachable = async (path: string, uid: number): Promise<boolean> => {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid: owner } = await stat(folder);
    if (owner !== uid && (mode & constants.S_IXOTH) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};

const isInstalled = async (program: string): Promise<boolean> => {
  for (const folder of (process.env.PATH ?? '').split(':')) if (await exists(join(folder, program))) return true;
  return false;
};

/** Resolves to true when the program ends with exit code 0. */
export const finished = (child: ChildProcess): Promise<boolean> =>
  new Promise((done) => {
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
