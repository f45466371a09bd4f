import { type Command, Option } from 'commander';
import type { DeadLetter, LetterState } from '#messaging';
import { DATABASE_UNKNOWN, databaseOf, SAY_WHERE_DATABASE_IS } from '../database.js';
import type { Caller } from '../hub.js';
import { CommandFailed, facts, type Terminal } from '../terminal.js';

type Of = Readonly<{ context: string }>;
type Asked = Of & Readonly<{ reader?: string; state?: LetterState; after?: string }>;
const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'];
const STATES: readonly LetterState[] = ['waiting', 'dead', 'parked'];
const SHOWN_AT_ONCE = 100;

export const deadLettersCommand = (program: Command, terminal: Terminal): void => {
  const letters = program
    .command('dead-letters')
    .summary('what a context could not apply: look at it, have it tried again, or drop it')
    .description(
      'What a context received and could not apply is set aside as a letter, and what came behind it in the same stream waits for it. Works on the database of the context.',
    );
  const command = (usage: string, summary: string): Command =>
    letters
      .command(usage)
      .summary(summary)
      .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
      .requiredOption('--context <name>', `one of ${CONTEXTS.join(', ')}`);
  const work = async <T>(
    { context }: Of,
    ask: Parameters<typeof import('../dead-letters-of.js').withLettersOf<T>>[2],
  ): Promise<T> => {
    if (!CONTEXTS.includes(context))
      throw new CommandFailed(`There is no context ${context}.`, `There are ${CONTEXTS.join(', ')}.`);
    const postgresUrl = await databaseOf(program.opts<Caller>().url, terminal);
    if (!postgresUrl) throw new CommandFailed(DATABASE_UNKNOWN, SAY_WHERE_DATABASE_IS);
    const { withLettersOf } = await import('../dead-letters-of.js');
    return withLettersOf(context, postgresUrl, ask);
  };
  const unknown = (id: string): CommandFailed =>
    new CommandFailed(`There is no letter ${id}.`, 'List them: npx regie dead-letters list --context <name>');

  command('list', `the letters of a context, oldest first, ${SHOWN_AT_ONCE} at a time`)
    .option('--reader <name>', 'of one read model, such as cases.register')
    .addOption(
      new Option(
        '--state <state>',
        'waiting for the next try, dead until somebody acts, or parked behind another',
      ).choices(STATES),
    )
    .option('--after <id>', 'those after this letter: when there are more, the list says so')
    .action(async (asked: Asked) => {
      const { reader: follower, state, after } = asked;
      const last = after === undefined ? undefined : numbered(after);
      // one more than is shown says whether there are more
      const found = await work(asked, (db, { listDeadLetters }) =>
        listDeadLetters(db, { follower, state, after: last, limit: SHOWN_AT_ONCE + 1 }),
      );
      const shown = found.slice(0, SHOWN_AT_ONCE);
      terminal.out(shown.length === 0 ? nothingFound(asked) : lettersInWords(shown));
      if (found.length > shown.length)
        terminal.err(`There are more letters. What to do next: ${listAfter(shown.at(-1)!, asked)}\n`);
    });
  command('show <id>', 'one letter with its message').action(async (id: string, of: Of) => {
    const letter = await work(of, (db, { showDeadLetter }) => showDeadLetter(db, numbered(id)));
    if (!letter) throw unknown(id);
    terminal.out(`${JSON.stringify(letter, undefined, 2)}\n`);
  });
  command('replay <id>', 'have a letter tried again by the running process').action(async (id: string, of: Of) => {
    const outcome = await work(of, (db, { replayDeadLetter }) => replayDeadLetter(db, numbered(id)));
    if (outcome === 'unknown') throw unknown(id);
    if (outcome !== 'replayed')
      throw new CommandFailed(
        `Letter ${id} waits for letter ${outcome.parkedBehind} of the same stream.`,
        `Replay that one first: npx regie dead-letters replay ${outcome.parkedBehind} --context ${of.context}`,
      );
    terminal.out(`Letter ${id} is tried again now by the running process; those behind it follow.\n`);
  });
  command('drop <id>', 'remove a letter for good: its reader will never have seen that event').action(
    async (id: string, of: Of) => {
      const letter = await work(of, (db, { dropDeadLetter }) => dropDeadLetter(db, numbered(id)));
      if (!letter) throw unknown(id);
      terminal.out(`Letter ${id} is gone. This was it:\n${JSON.stringify(letter.message)}\n`);
    },
  );
};

const numbered = (id: string): string => {
  if (!/^\d{1,18}$/.test(id))
    throw new CommandFailed(
      `${id} is not the number of a letter.`,
      'List them: npx regie dead-letters list --context <name>',
    );
  return id;
};

const nothingFound = ({ reader, state, after }: Asked): string =>
  (reader ?? state ?? after) === undefined
    ? 'No letters: everything that arrived was applied.\n'
    : 'No letters like these.\n';

/** The same list, further on. */
const listAfter = ({ id }: DeadLetter, { context, reader, state }: Asked): string =>
  `npx regie dead-letters list --context ${context}${reader ? ` --reader ${reader}` : ''}${state ? ` --state ${state}` : ''} --after ${id}`;

const lettersInWords = (letters: readonly DeadLetter[]): string =>
  letters
    .map(
      ({ id, follower, key, state, reason, detail, attempts, arrivedAt, due }) =>
        `letter ${id}: ${state}\n` +
        facts([
          ['reader', follower],
          ['stream', key],
          ['reason', `${reason}: ${detail}`],
          ['arrived', arrivedAt.toISOString()],
          ['tried', attempts],
          ['next try', due?.toISOString()],
        ]),
    )
    .join('');
