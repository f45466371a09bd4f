import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { CommandFailed } from '../terminal.js';

/** The forms in which pg_dump and pg_dumpall write; `archive` is the custom, directory or tar format, which pg_restore reads. */
export type DumpFormat = 'plain' | 'gzip' | 'zstd' | 'archive';

/** A dump on disk. `bytes`: its size there */
export type DumpFile = Readonly<{ path: string; format: DumpFormat; bytes: number }>;

/** The file ends early, or is damaged; `message` says how. What was read before it is right. */
export class DumpDamaged extends Error {
  override readonly name = 'DumpDamaged';
}

const MAGIC: readonly (readonly [format: DumpFormat, bytes: Buffer, at: number])[] = [
  ['gzip', Buffer.from([0x1f, 0x8b]), 0],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 0],
  ['archive', Buffer.from('PGDMP'), 0],
  ['archive', Buffer.from('ustar'), 257],
];

/** Recognises a dump by its first bytes, whatever its name is. */
export const dumpFileAt = async (path: string): Promise<DumpFile> => {
  try {
    const { size, isFolder } = await stat(path).then((found) => ({ size: found.size, isFolder: found.isDirectory() }));
    if (isFolder) return { path, format: 'archive', bytes: await sizeOfFolder(path) };
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
      const start = buffer.subarray(0, bytesRead);
      const found = MAGIC.find(([, magic, at]) => start.subarray(at, at + magic.length).equals(magic));
      return { path, format: found?.[0] ?? 'plain', bytes: size };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new CommandFailed(
      `${path} cannot be read: ${why}.`,
      'Give the path of a dump made by pg_dump or pg_dumpall.',
    );
  }
};

const sizeOfFolder = async (path: string): Promise<number> => {
  const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

/**
 * Reads the SQL of a dump in chunks, decompressed. `onRead`: the bytes of the file read so far, where they are known
 * @throws {DumpDamaged} after the last chunk that could be read
 */
export const readDump = async function* (
  { path, format }: DumpFile,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  if (format === 'archive') {
    yield* readArchive(path);
    return;
  }
  let bytes = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      onRead((bytes += chunk.length));
      done(null, chunk);
    },
  });
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const unpack = format === 'gzip' ? createGunzip() : format === 'zstd' ? createZstdDecompress() : undefined;
  const output: Readable = unpack ?? counting;
  const reading = unpack ? pipeline(file, counting, unpack) : pipeline(file, counting);
  reading.catch(() => undefined);
  try {
    for await (const chunk of output) yield chunk as Buffer;
  } catch (error) {
    throw new DumpDamaged(`the file cannot be unpacked to its end (${(error as Error).message})`);
  } finally {
    file.destroy();
  }
};

const NO_PG_RESTORE = new CommandFailed(
  'This dump is in an archive format of pg_dump, and pg_restore, which reads it, is not installed here.',
  'Install the client of PostgreSQL (postgresql-client), or give a plain dump: pg_restore --file=dump.sql <dump> where it is installed.',
);

/** Has pg_restore write the archive as SQL. It connects to no database. */
const readArchive = async function* (path: string): AsyncGenerator<Buffer> {
  const restore = spawn('pg_restore', ['--file=-', path], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  restore.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = once(restore, 'close') as Promise<[number | null]>;
  const failed = ended.then(
    ([code]) => (code === 0 ? undefined : new DumpDamaged(`pg_restore ended with ${code}: ${complaint.trim()}`)),
    (error: unknown) => ((error as NodeJS.ErrnoException).code === 'ENOENT' ? NO_PG_RESTORE : (error as Error)),
  );
  try {
    for await (const chunk of restore.stdout) yield chunk as Buffer;
    const failure = await failed;
    if (failure) throw failure;
  } finally {
    restore.kill();
  }
};
