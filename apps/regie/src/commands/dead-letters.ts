import { type Command, Option } from 'commander';
import type { FailedMessage, FailedMessageState } from '#messaging';
import { DATABASE_UNKNOWN, databaseOf, NAME_THE_DATABASE } from '../database.js';
import type { Caller } from '../hub.js';
import { CommandFailed, facts, type Terminal } from '../terminal.js';

type ContextOption = Readonly<{ context: string }>;
type ListOptions = ContextOption &
  Readonly<{ reader?: string; state?: FailedMessageState | keyof typeof FORMER_STATES; after?: string }>;
/** Runs `work` on the failed messages of the context in `option`. */
type OnFailedMessages = <T>(
  option: ContextOption,
  work: Parameters<typeof import('../dead-letters-of.js').withFailedMessagesOf<T>>[2],
) => Promise<T>;
const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'];
const STATES = ['retrying', 'dead-lettered', 'blocked'] as const satisfies readonly FailedMessageState[];
/** The names of the states in the previous release, accepted for one more release. */
const FORMER_STATES = { waiting: 'retrying', dead: 'dead-lettered', parked: 'blocked' } as const;
const PAGE_SIZE = 100;

export const deadLettersCommand = (program: Command, terminal: Terminal): void => {
  const deadLetters = program
    .command('dead-letters')
    .summary('list, show, replay or drop the failed messages of a context')
    .description(
      'Manages the failed messages of a context, in its database. A message that cannot be applied is kept as a failed message, and blocks the later ones of its stream.',
    );
  const command = (usage: string, summary: string): Command =>
    deadLetters
      .command(usage)
      .summary(summary)
      .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
      .requiredOption('--context <name>', `one of ${CONTEXTS.join(', ')}`);
  const onFailedMessages = failedMessagesIn(program, terminal);

  command('list', `list the failed messages of a context, oldest first, ${PAGE_SIZE} at a time`)
    .option('--reader <name>', 'only those of one read model, such as cases.register')
    .addOption(
      new Option(
        '--state <state>',
        'only those in this state: retried by itself, dead-lettered until an operator acts, or blocked by an earlier one of its stream. The former names waiting, dead and parked also work',
      ).choices([...STATES, ...Object.keys(FORMER_STATES)]),
    )
    .option('--after <id>', 'start after this id; the list names it when there are more')
    .action((options: ListOptions) => list(onFailedMessages, terminal, options));
  command('show <id>', 'show one failed message with its content').action((id: string, option: ContextOption) =>
    show(onFailedMessages, terminal, id, option),
  );
  command('replay <id>', 'try a failed message again, in the running process').action(
    (id: string, option: ContextOption) => replay(onFailedMessages, terminal, id, option),
  );
  command('drop <id>', 'remove a failed message for good: its reader never applies that event').action(
    (id: string, option: ContextOption) => drop(onFailedMessages, terminal, id, option),
  );
};

/** Returns a function that runs work on the failed messages of a context. The options or the environment determine the database. */
const failedMessagesIn =
  (program: Command, terminal: Terminal): OnFailedMessages =>
  async ({ context }, work) => {
    if (!CONTEXTS.includes(context))
      throw new CommandFailed(`There is no context ${context}.`, `There are ${CONTEXTS.join(', ')}.`);
    const postgresUrl = await databaseOf(program.opts<Caller>().url, terminal);
    if (!postgresUrl) throw new CommandFailed(DATABASE_UNKNOWN, NAME_THE_DATABASE);
    const { withFailedMessagesOf } = await import('../dead-letters-of.js');
    return withFailedMessagesOf(context, postgresUrl, work);
  };

const list = async (onFailedMessages: OnFailedMessages, terminal: Terminal, options: ListOptions): Promise<void> => {
  const state = stateOf(options.state);
  const after = options.after === undefined ? undefined : numbered(options.after);
  // One message more than a page shows whether there is a next page.
  const found = await onFailedMessages(options, (db, { listFailedMessages }) =>
    listFailedMessages(db, { processor: options.reader, state, after, limit: PAGE_SIZE + 1 }),
  );
  const page = found.slice(0, PAGE_SIZE);
  terminal.out(page.length === 0 ? nothingFound(options) : failedMessagesInWords(page));
  if (found.length > page.length)
    terminal.err(`There are more. What to do next: ${listAfter(page.at(-1)!, options)}\n`);
};

const show = async (
  onFailedMessages: OnFailedMessages,
  terminal: Terminal,
  id: string,
  option: ContextOption,
): Promise<void> => {
  const message = await onFailedMessages(option, (db, { showFailedMessage }) => showFailedMessage(db, numbered(id)));
  if (!message) throw unknownMessage(id);
  terminal.out(`${JSON.stringify(message, undefined, 2)}\n`);
};

const replay = async (
  onFailedMessages: OnFailedMessages,
  terminal: Terminal,
  id: string,
  option: ContextOption,
): Promise<void> => {
  const outcome = await onFailedMessages(option, (db, { replayFailedMessage }) =>
    replayFailedMessage(db, numbered(id)),
  );
  if (outcome === 'unknown') throw unknownMessage(id);
  if (outcome !== 'replayed')
    throw new CommandFailed(
      `Failed message ${id} waits for ${outcome.blockedBy} of the same stream.`,
      `Replay that one first: npx regie dead-letters replay ${outcome.blockedBy} --context ${option.context}`,
    );
  terminal.out(`Failed message ${id} is tried again now by the running process; those after it follow.\n`);
};

const drop = async (
  onFailedMessages: OnFailedMessages,
  terminal: Terminal,
  id: string,
  option: ContextOption,
): Promise<void> => {
  const dropped = await onFailedMessages(option, (db, { dropFailedMessage }) => dropFailedMessage(db, numbered(id)));
  if (!dropped) throw unknownMessage(id);
  terminal.out(`Failed message ${id} is gone. This was it:\n${JSON.stringify(dropped.message)}\n`);
};

const unknownMessage = (id: string): CommandFailed =>
  new CommandFailed(`There is no failed message ${id}.`, 'List them: npx regie dead-letters list --context <name>');

const stateOf = (state: ListOptions['state']): FailedMessageState | undefined =>
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

const nothingFound = ({ reader, state, after }: ListOptions): string =>
  (reader ?? state ?? after) === undefined
    ? 'No failed messages: everything that arrived was applied.\n'
    : 'No failed messages like these.\n';

/** Writes the command that lists the next page. */
const listAfter = ({ id }: FailedMessage, { context, reader, state }: ListOptions): string =>
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
