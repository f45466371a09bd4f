import { spawn } from 'node:child_process';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The broker that tests run against: the newest 4.x whose parts were all to be had when this was written. */
export const KAFKA_VERSION = '4.4.0';

const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/kafka');
/** Java that a broker of this version runs on. */
const JAVA_AT_LEAST = 17;

/** Why Java and Maven cannot bring a broker here; nothing when they can. */
export const javaMissing = async (): Promise<string | undefined> => {
  const java = await output('java', ['-version']).catch(() => undefined);
  const version = Number(/version "(\d+)/.exec(java ?? '')?.[1]);
  if (!version) return 'there is no Java';
  if (version < JAVA_AT_LEAST) return `Java ${version} is older than ${JAVA_AT_LEAST}`;
  return (await output('mvn', ['--version']).catch(() => undefined)) === undefined ? 'there is no Maven' : undefined;
};

/**
 * The class path of the broker, from what Maven has or fetches. Which files these are is remembered beside the other caches of this checkout.
 * @throws when Maven cannot get them; the message ends with what it said
 */
export const kafkaJars = async (say: (line: string) => void): Promise<string> => {
  const remembered = join(CACHE, `${KAFKA_VERSION}.classpath`);
  const known = await readFile(remembered, 'utf8').catch(() => undefined);
  if (known && (await allThere(known.split(delimiter)))) return known;
  await mkdir(CACHE, { recursive: true });
  const pom = join(CACHE, 'pom.xml');
  await writeFile(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>regie</groupId>
  <artifactId>kafka-for-tests</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
  </dependencies>
</project>
`,
  );
  say(`Kafka ${KAFKA_VERSION}: Maven looks for its files and fetches the missing ones (40 MB the first time) ...`);
  const fetched = { files: 0 };
  const onLine = (line: string): void => {
    // one line a file; a sign of life every ten
    if (/^Downloaded from .*\.jar/.test(line) && ++fetched.files % 10 === 0)
      say(`Kafka ${KAFKA_VERSION}: ${fetched.files} files fetched ...`);
  };
  const fresh = `${remembered}.${process.pid}`;
  await output(
    'mvn',
    ['--batch-mode', '--file', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${fresh}`],
    onLine,
  );
  const classpath = (await readFile(fresh, 'utf8')).trim();
  await writeFile(remembered, classpath);
  return classpath;
};

const allThere = async (files: readonly string[]): Promise<boolean> => {
  for (const file of files)
    if (
      !(await access(file).then(
        () => true,
        () => false,
      ))
    )
      return false;
  return true;
};

/** What a program says on both channels. */
const output = (
  program: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const channel of [child.stdout, child.stderr]) {
      channel.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        for (const line of chunk.split('\n')) onLine(line);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(text);
      else
        reject(
          new Error(
            `${program} ${args.join(' ')} ended with ${code}:\n${text.trimEnd().split('\n').slice(-15).join('\n')}`,
          ),
        );
    });
  });
