/** The environment of a command. Results go to `out`; progress, hints and errors go to `err`. */
export type Terminal = Readonly<{
  env: Readonly<Record<string, string | undefined>>;
  /** the working directory */
  folder: string;
  /** true when a person watches: progress may overwrite its own line */
  interactive: boolean;
  /** undefined when `out` is a file or another program */
  screen?: Readonly<{ columns: number }>;
  out(text: string): void;
  err(text: string): void;
}>;

/** The command failed. `message` states the error and `remedy` the next step; the exit code is 1. */
export class CommandFailed extends Error {
  override readonly name: string = 'CommandFailed';
  constructor(
    message: string,
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/** Prints labels and values in two columns, without the rows that have no value. */
export const facts = (
  rows: readonly (readonly [label: string, value: string | number | null | undefined])[],
): string => {
  const present = rows.filter(([, value]) => value !== undefined && value !== null && value !== '');
  const width = Math.max(0, ...present.map(([label]) => label.length));
  return present.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`).join('');
};

/** Prints a number with its noun: `1 neighbourhood`, `25 neighbourhoods`. */
export const count = (number: number, one: string, several = `${one}s`): string =>
  `${number} ${number === 1 ? one : several}`;

/** Shows progress: on a terminal in one line that is overwritten, else in a new line every few seconds. */
export class ProgressLine {
  private lastAt = 0;
  private width = 0;

  constructor(private readonly terminal: Terminal) {}

  show(line: string): void {
    const { interactive } = this.terminal;
    const now = Date.now();
    if (now - this.lastAt < (interactive ? 100 : 5_000)) return;
    this.lastAt = now;
    this.terminal.err(interactive ? `\r${line.padEnd(this.width)}` : `${line}\n`);
    this.width = line.length;
  }

  /** Clears the line, so that the result stands alone. */
  clear(): void {
    if (this.terminal.interactive && this.width > 0) this.terminal.err(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }
}
