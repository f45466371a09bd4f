import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '#embedded-postgres';
import { typeParsers } from '#postgres';
import type { Authority } from './certificates.js';

/**
 * A PostgreSQL whose certificate is for `localhost` only. The database `guarded` takes TLS connections with the client
 * certificate of the user only, and the database `encrypted` TLS connections with a password.
 */
export type TlsPostgres = Readonly<{
  /** Returns the address of a database with these TLS parameters. */
  address(
    database: 'guarded' | 'encrypted',
    host: 'localhost' | '127.0.0.1',
    tls: Readonly<Record<string, string>>,
  ): string;
  stop(): Promise<void>;
}>;

/** Starts a PostgreSQL, and turns its TLS on with a certificate of `authority`. Its data are thrown away when it stops. */
export const startTlsPostgres = async (authority: Authority): Promise<TlsPostgres> => {
  const folder = await mkdtemp(join(tmpdir(), 'regie-tls-postgres-'));
  const server = await startEmbeddedPostgres({ folder, port: 0 });
  const identity = await authority.issue('localhost', ['localhost']);
  const admin = new Client({ connectionString: server.url, types: typeParsers });
  await admin.connect();
  try {
    const files = {
      'server.key': identity.key,
      'server.crt': identity.certificate,
      'root.crt': authority.certificate,
      'pg_hba.conf': [
        'hostssl guarded all all cert',
        'hostssl encrypted all all scram-sha-256',
        'host postgres,regie all all scram-sha-256',
        '',
      ].join('\n'),
    };
    for (const [name, content] of Object.entries(files)) {
      // The server writes its files itself, because only its user may read the key.
      await admin.query(
        `COPY (SELECT ${admin.escapeLiteral(Buffer.from(content).toString('base64'))}) TO PROGRAM 'umask 077; base64 -d > ${name}'`,
      );
    }
    for (const database of ['guarded', 'encrypted']) await admin.query(`CREATE DATABASE ${database}`);
    for (const setting of ["ssl = 'on'", "ssl_ca_file = 'root.crt'"]) await admin.query(`ALTER SYSTEM SET ${setting}`);
    await admin.query('SELECT pg_reload_conf()');
  } finally {
    await admin.end();
  }
  return {
    address: (database, host, tls) => {
      const url = Object.assign(new URL(server.url), { hostname: host, pathname: `/${database}` });
      url.search = new URLSearchParams(tls).toString();
      return url.href;
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Writes PEM texts into a folder, and returns the path of each file. */
export const writePem = async <Name extends string>(
  folder: string,
  texts: Readonly<Record<Name, string>>,
): Promise<Readonly<Record<Name, string>>> => {
  const paths = {} as Record<Name, string>;
  for (const name of Object.keys(texts) as Name[]) {
    paths[name] = join(folder, `${name}.pem`);
    await writeFile(paths[name], texts[name], { mode: 0o600 });
  }
  return paths;
};
