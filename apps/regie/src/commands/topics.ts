import type { Command } from 'commander';
import { DATABASE_UNKNOWN, databaseFailed, databaseOf, isOverKafka, NAME_THE_DATABASE } from '../database.js';
import type { Caller } from '../hub.js';
import { CommandFailed, count, type Terminal } from '../terminal.js';

export const topicsCommand = (program: Command, terminal: Terminal): void => {
  const topics = program
    .command('topics')
    .summary('create the Kafka topics of the hub, and publish to them again')
    .description(
      'Manages the Kafka topics of the hub. REGIE_BUS=kafka and REGIE_KAFKA_* locate Kafka, as for the services.',
    );

  topics
    .command('apply')
    .summary('create missing topics, and correct the settings of the others')
    .description(
      'Creates missing topics, with REGIE_KAFKA_PARTITIONS, _REPLICAS and _RETENTION_DAYS, and corrects the settings of the others. A second run changes nothing.',
    )
    .action(() => apply(terminal));

  topics
    .command('republish')
    .summary('publish all events of a context again')
    .description(
      'Makes the running service of a context publish all its events again: for a topic that was recreated, or has lost events.\nReaders skip the events that they have handled. Works on the database of the service (REGIE_POSTGRES_URL).',
    )
    .argument('<context>', 'context: mandates, cases, partners or teams')
    .action((context: string) => republish(program, terminal, context));
};

const apply = async (terminal: Terminal): Promise<void> => {
  const { withKafka } = await import('../kafka.js');
  const { applied, problems } = await withKafka(terminal, async (client, settings) => {
    const { applyTopics, examineTopics, withAdmin } = await import('#messaging');
    const { TOPICS } = await import('#contracts');
    const result = await applyTopics(client, settings);
    const names = Object.values(TOPICS).map((topic) => client.topicName(topic));
    const examined = await withAdmin(client, (admin) => examineTopics(admin, names, settings));
    return { applied: result, problems: [...examined.values()].flat() };
  });
  const width = Math.max(...applied.map(({ topic }) => topic.length));
  terminal.out(
    applied
      .map(({ topic, outcome, detail }) => `${topic.padEnd(width)}  ${outcome}${detail ? `: ${detail}` : ''}\n`)
      .join('') + problems.map((problem) => `attention: ${problem}\n`).join(''),
  );
  if (applied.some(({ outcome }) => outcome === 'refused'))
    throw new CommandFailed(
      'Not every topic has the configured settings.',
      'Set REGIE_KAFKA_PARTITIONS to the number of partitions of the topics; for another number, make new topics and rebuild.',
    );
  if (problems.length > 0)
    throw new CommandFailed(
      `${count(problems.length, 'setting of a topic loses events', 'settings of topics lose events')}, or may stop the publication.`,
      'See the lines above: this command cannot correct them.',
    );
};

const republish = async (program: Command, terminal: Terminal, name: string): Promise<void> => {
  if (!isOverKafka(terminal))
    throw new CommandFailed(
      'REGIE_BUS is not kafka: a hub in a box publishes to no topic.',
      'Run this with the settings of the service.',
    );
  const postgresUrl = await databaseOf(program.opts<Caller>().url, terminal);
  if (!postgresUrl) throw new CommandFailed(DATABASE_UNKNOWN, NAME_THE_DATABASE);
  const [{ CONTEXTS, withContext }, { publishAgain }] = await Promise.all([
    import('../contexts.js'),
    import('#messaging'),
  ]);
  const context = CONTEXTS.find((candidate) => candidate.name === name);
  if (!context)
    throw new CommandFailed(
      `There is no context ${name}.`,
      `There are ${CONTEXTS.map((candidate) => candidate.name).join(', ')}.`,
    );
  await withContext(context, postgresUrl, (db) => publishAgain(db, context.name)).catch((error: unknown) => {
    throw databaseFailed(error);
  });
  terminal.out(`The service of ${name} publishes everything once more, from its first event on, as soon as it runs.\n`);
  terminal.err('What to do next: see how far it is with npx regie doctor.\n');
};
