import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../architecture/files.js';

/** A command in a document, with its documented output if there is one. `line` is the line of the command. */
export type Example = Readonly<{ line: number; command: string; prints?: unknown }>;

/** Returns the bash examples of a Markdown document, in order. A json block directly after an example is its output. */
export const examplesIn = async (file: string): Promise<readonly Example[]> => {
  const text = await readFile(file, 'utf8');
  const examples: Example[] = [];
  let end = 0;
  for (const { 0: block, 1: language, 2: body, index } of text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)) {
    const line = text.slice(0, index).split('\n').length;
    if (language === 'bash') examples.push({ line, command: body!.trimEnd() });
    if (language === 'json' && examples.length > 0 && text.slice(end, index).trim() === '') {
      examples.push({ ...examples.pop()!, prints: JSON.parse(body!) });
    }
    end = index + block.length;
  }
  return examples;
};

const SEPARATOR = '--8<-- the next example --8<--';

/**
 * The environment of the examples: the hub at `url`, in `folder`, with the variables that the document sets beforehand.
 */
export type Reader = Readonly<{ url: string; folder: string; environment?: Readonly<Record<string, string>> }>;

/**
 * Runs the examples one after the other in one shell, as a reader would.
 * @returns the output of each
 */
export const runExamples = (
  examples: readonly Example[],
  { url, folder, environment }: Reader,
): Promise<readonly string[]> => {
  const script = examples
    .map(({ command }) => `${command.replaceAll('http://localhost:3000', url)}\necho '${SEPARATOR}'`)
    .join('\n');
  return new Promise((resolve, reject) => {
    // The shell function replaces npx, which takes a second to find the file.
    const prelude = `npx() { shift; '${process.execPath}' '${join(ROOT, 'apps/regie/bin/regie.js')}' --url '${url}' "$@"; }`;
    execFile(
      'bash',
      ['-uo', 'pipefail', '-c', `${prelude}\n${script}`],
      { cwd: folder, env: { ...process.env, ...environment }, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        const printed = stdout.split(`${SEPARATOR}\n`).slice(0, -1);
        if (printed.length < examples.length)
          reject(
            new Error(
              `the example after number ${printed.length} ended the shell: ${stderr || (error?.message ?? '')}`,
            ),
          );
        else resolve(printed);
      },
    );
  });
};

/**
 * Turns a documented output into a matcher: `…` matches anything, and fields that the document omits may be present.
 */
export const asMatcher = (said: unknown): unknown => {
  if (typeof said === 'string' && said.includes('…')) {
    const pattern = said
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    return expect.stringMatching(new RegExp(`^${pattern}$`));
  }
  if (Array.isArray(said)) return said.map(asMatcher);
  if (typeof said === 'object' && said !== null)
    return expect.objectContaining(
      Object.fromEntries(Object.entries(said).map(([key, value]) => [key, asMatcher(value)])),
    );
  return said;
};
