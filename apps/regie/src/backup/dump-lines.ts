import { CommandFailed } from '../terminal.js';

const NEWLINE = 10;
/** The longest line of a dump: an event of 1 MB, with every character escaped, is far below it. */
const LONGEST_LINE = 256 * 1_048_576;

/** Cuts chunks into lines without their newline, those of a chunk at once. The rest after the last newline comes last. */
export const linesOf = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    const lines: Buffer[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const line = chunk.subarray(from, at);
      lines.push(rest.length > 0 ? Buffer.concat([...rest, line]) : line);
      if (rest.length > 0) [rest, restBytes] = [[], 0];
      from = at + 1;
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
    }
    if (restBytes > LONGEST_LINE)
      throw new CommandFailed(
        'This file has no lines: it is not a dump.',
        'Give a dump made by pg_dump or pg_dumpall.',
      );
    yield lines;
  }
  if (rest.length > 0) yield [Buffer.concat(rest)];
};
