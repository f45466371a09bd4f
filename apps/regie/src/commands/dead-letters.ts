import { type Command, Option } from 'commander';
import type { FailedMessage, FailedMessageState } from '#messaging';
import { DATABASE_UNKNOWN, databaseOf, SAY_WHERE_DATABASE_IS } from '../database.js';
import type { Caller } from '../hub.js';
import { CommandFailed, facts, type Terminal } from '../terminal.js';

type Of = Readonly<{ context: string }>;
type Options = Of &
  Readonly<{ reader?: string; state?: FailedMessageState | keyof typeof FORMER_STATES; after?: string }>;
const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'];
const STATES = ['retrying', 'dead-lettered', 'blocked'] as const satisfies readonly FailedMessageState[];
/** The words of the release before, which go on working for one more. */
const FORMER_STATES = { waiting: 'retrying', dead: 'dead-lettered', parked: 'blocked' } as const;
const SHOWN_AT_ONCE = 100;

export const deadLettersCommand = (program: Command, terminal: Terminal): void => {
  const deadLetters = program
    .command('dead-letters')
    .summary('what a context could not apply: look at it, have it tried again, or drop it')
    .description(
      'What a context received and could not apply is kept as a failed message, and what comes after it in the same stream waits for it. Works on the database of the context.',
    );
  const command = (usage: string, summary: string): Command =>
    deadLetters
      .command(usage)
      .summary(summary)
      .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
      .requiredOption('--context <name>', `one of ${CONTEXTS.join(', ')}`);
  const work = async <T>(
    { context }: Of,
    ask: Parameters<typeof import('../dead-letters-of.js').withFailedMessagesOf<T>>[2],
  ): Promise<T> => {
    if (!CONTEXTS.includes(context))
      throw new CommandFailed(`There is no context ${context}.`, `There are ${CONTEXTS.join(', ')}.`);
    const postgresUrl = await databaseOf(program.opts<Caller>().url, terminal);
    if (!postgresUrl) throw new CommandFailed(DATABASE_UNKNOWN, SAY_WHERE_DATABASE_IS);
    const { withFailedMessagesOf } = await import('../dead-letters-of.js');
    return withFailedMessagesOf(context, postgresUrl, ask);
  };
  const unknown = (id: string): CommandFailed =>
    new CommandFailed(`There is no failed message ${id}.`, 'List them: npx regie dead-letters list --context <name>');

  command('list', `the failed messages of a context, oldest first, ${SHOWN_AT_ONCE} at a time`)
    .option('--reader <name>', 'of one read model, such as cases.register')
    .addOption(
      new Option(
        '--state <state>',
        'tried again by itself, dead-lettered until somebody acts, or blocked by an earlier one of its stream; formerly waiting, dead and parked',
      ).choices([...STATES, ...Object.keys(FORMER_STATES)]),
    )
    .option('--after <id>', 'those after this one: when there are more, the list says so')
    .action(async (options: Options) => {
      const { reader: processor, after } = options;
      const state = stateOf(options.state);
      const last = after === undefined ? undefined : numbered(after);
      // one more than is shown says whether there are more
      const found = await work(options, (db, { listFailedMessages }) =>
        listFailedMessages(db, { processor, state, after: last, limit: SHOWN_AT_ONCE + 1 }),
      );
      const shown = found.slice(0, SHOWN_AT_ONCE);
      terminal.out(shown.length === 0 ? nothingFound(options) : failedMessagesInWords(shown));
      if (found.length > shown.length)
        terminal.err(`There are more. What to do next: ${listAfter(shown.at(-1)!, options)}\n`);
    });
  command('show <id>', 'one failed message with its content').action(async (id: string, of: Of) => {
    const failed = await work(of, (db, { showFailedMessage }) => showFailedMessage(db, numbered(id)));
    if (!failed) throw unknown(id);
    terminal.out(`${JSON.stringify(failed, undefined, 2)}\n`);
  });
  command('replay <id>', 'have a failed message tried again by the running process').action(
    async (id: string, of: Of) => {
      const outcome = await work(of, (db, { replayFailedMessage }) => replayFailedMessage(db, numbered(id)));
      if (outcome === 'unknown') throw unknown(id);
      if (outcome !== 'replayed')
        throw new CommandFailed(
          `Failed message ${id} waits for ${outcome.blockedBy} of the same stream.`,
          `Replay that one first: npx regie dead-letters replay ${outcome.blockedBy} --context ${of.context}`,
        );
      terminal.out(`Failed message ${id} is tried again now by the running process; those after it follow.\n`);
    },
  );
  command('drop <id>', 'remove a failed message for good: its reader will never have seen that event').action(
    async (id: string, of: Of) => {
      const failed = await work(of, (db, { dropFailedMessage }) => dropFailedMessage(db, numbered(id)));
      if (!failed) throw unknown(id);
      terminal.out(`Failed message ${id} is gone. This was it:\n${JSON.stringify(failed.message)}\n`);
    },
  );
};

const stateOf = (state: Options['state']): FailedMessageState | undefined =>
  state && Object.hasOwn(FORMER_STATES, state)
    ? FORMER_STATES[state as keyof typeof FORMER_STATES]
    : (state as FailedMessageState | undefined);

const numbered = (id: string): string => {
  if (!/^\d{1,18}$/.test(id))
    throw new CommandFailed(
      `${id} is not the number of a failed message.`,
      'List them: npx regie dead-letters list --context <name>',
    );
  return id;
};

const nothingFound = ({ reader, state, after }: Options): string =>
  (reader ?? state ?? after) === undefined
    ? 'No failed messages: everything that arrived was applied.\n'
    : 'No failed messages like these.\n';

/** The same list, further on. */
const listAfter = ({ id }: FailedMessage, { context, reader, state }: Options): string =>
  `npx regie dead-letters list --context ${context}${reader ? ` --reader ${reader}` : ''}${state ? ` --state ${state}` : ''} --after ${id}`;

const failedMessagesInWords = (messages: readonly FailedMessage[]): string =>
  messages
    .map(
      ({ id, processor, key, state, reason, detail, attempts, arrivedAt, due }) =>
        `failed message ${id}: ${state}\n` +
        facts([
          ['reader', processor],
          ['stream', key],
          ['reason', `${reason}: ${detail}`],
          ['arrived', arrivedAt.toISOString()],
          ['tried', attempts],
          ['next try', due?.toISOString()],
        ]),
    )
    .join('');
