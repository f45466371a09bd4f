/** Where a command runs: what it may read of its surroundings, and where it writes. Results go to `out`, everything said about them to `err`. */
export type Terminal = Readonly<{
  env: Readonly<Record<string, string | undefined>>;
  /** the working directory */
  folder: string;
  /** a person is watching: progress may overwrite its own line */
  interactive: boolean;
  /** the screen that `out` is shown on; none when it goes to a file or another program */
  screen?: Readonly<{ columns: number }>;
  out(text: string): void;
  err(text: string): void;
}>;

/** The command cannot do its work. `message` says what is wrong and `remedy` what to do about it; the exit code is 1. */
export class CommandFailed extends Error {
  override readonly name: string = 'CommandFailed';
  constructor(
    message: string,
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/** Labelled facts under each other, the labels in one column; a fact that is not there is left out. */
export const facts = (
  rows: readonly (readonly [label: string, value: string | number | null | undefined])[],
): string => {
  const present = rows.filter(([, value]) => value !== undefined && value !== null && value !== '');
  const width = Math.max(0, ...present.map(([label]) => label.length));
  return present.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`).join('');
};

/** `1 neighbourhood`, `25 neighbourhoods`. */
export const count = (number: number, one: string, several = `${one}s`): string =>
  `${number} ${number === 1 ? one : several}`;

/** How far a long job is: one line that is overwritten when a person watches, and a line every few seconds otherwise. */
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

  /** Takes the line away, so that the result stands alone. */
  clear(): void {
    if (this.terminal.interactive && this.width > 0) this.terminal.err(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }
}
