import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { typeParsers } from '#postgres';

/** Returns the password in `file` of the folder, which only its owner may read. The first call creates it. */
export const passwordIn = async (folder: string, file = 'password'): Promise<string> => {
  const path = join(folder, file);
  const existing = await readFile(path, 'utf8').catch(() => undefined);
  if (existing) return existing;
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, password, { mode: 0o600 });
  return password;
};

/**
 * Creates a login without any right, and returns the address of the same database as that login. Its password is kept
 * in the folder of the server, in a file that only its owner may read; a lost one is replaced.
 * @param url the address of an administrator
 */
export const createLogin = async (url: string, folder: string, name: string): Promise<string> => {
  const password = await passwordIn(folder, `password.${name}`);
  const client = new Client({ connectionString: url, types: typeParsers });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount: exists } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
    await client.query(
      `${exists ? 'ALTER' : 'CREATE'} ROLE ${escapeIdentifier(name)} LOGIN PASSWORD ${escapeLiteral(password)}`,
    );
  } finally {
    await client.end();
  }
  return Object.assign(new URL(url), { username: name, password }).href;
};
