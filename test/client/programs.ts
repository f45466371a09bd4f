import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { reportAbsent } from '#testing/absent';

export type Ran = Readonly<{ code: number; out: string; err: string }>;

/** Runs a program to its end, with this text on its standard input. */
export const ran = (
  program: string,
  args: readonly string[],
  options: Readonly<{ cwd?: string; env?: Readonly<Record<string, string>>; input?: string }> = {},
): Promise<Ran> =>
  new Promise((done) => {
    const child = execFile(
      program,
      args,
      { cwd: options.cwd, env: { ...process.env, ...options.env }, maxBuffer: 1 << 26 },
      (error, out, err) => done({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, out, err }),
    );
    // Writing to a program that does not exist fails.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });

/**
 * Declares a test that needs an installed program. When the program fails with `args`, the test does not run, and the
 * end of the run reports it as not tried.
 */
export const itWithProgram = async (
  program: string,
  args: readonly string[],
  name: string,
  body: () => Promise<void>,
  timeout: number,
): Promise<void> => {
  if ((await ran(program, args)).code === 0) return it(name, body, timeout);
  it(`${name} (not tried without ${program})`, () => reportAbsent(name, `${program} ${args.join(' ')} does not work`));
};

/** Returns the programs in a document by name. A program is a code block after a line such as `` `verify.py`: ``. */
export const programsIn = async (file: string): Promise<ReadonlyMap<string, string>> => {
  const text = await readFile(file, 'utf8');
  return new Map(
    [...text.matchAll(/^`([\w.]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, name, content]): [string, string] => [
      name!,
      content!,
    ]),
  );
};
