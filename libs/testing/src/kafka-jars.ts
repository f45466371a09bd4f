import { spawn } from 'node:child_process';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The version of the test broker: that of deploy/versions.json. */
export const KAFKA_VERSION = '4.3.1';

const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/kafka');
/** The lowest version of Java for this broker. */
const JAVA_AT_LEAST = 17;

/** Explains why Java and Maven cannot provide a broker here; undefined when they can. */
export const javaMissing = async (): Promise<string | undefined> => {
  const java = await output('java', ['-version']).catch(() => undefined);
  const version = Number(/version "(\d+)/.exec(java ?? '')?.[1]);
  if (!version) return 'there is no Java';
  if (version < JAVA_AT_LEAST) return `Java ${version} is older than ${JAVA_AT_LEAST}`;
  return (await output('mvn', ['--version']).catch(() => undefined)) === undefined ? 'there is no Maven' : undefined;
};

/**
 * Returns the class path of the broker, whose files Maven fetches. The class path is cached in node_modules/.cache.
 * @throws when Maven cannot fetch them; the message ends with its output
 */
export const kafkaJars = async (report: (line: string) => void): Promise<string> => {
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
  report(`Kafka ${KAFKA_VERSION}: Maven looks for its files and fetches the missing ones (40 MB the first time) ...`);
  const fetched = { files: 0 };
  const onLine = (line: string): void => {
    // Maven prints a line for each file; every tenth is reported as a sign of life.
    if (/^Downloaded from .*\.jar/.test(line) && ++fetched.files % 10 === 0)
      report(`Kafka ${KAFKA_VERSION}: ${fetched.files} files fetched ...`);
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

/** Runs a program and returns its output, standard error included. */
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
