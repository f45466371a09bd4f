import type { Command } from 'commander';
import { CommandFailed, type Terminal } from '../terminal.js';

export const topicsCommand = (program: Command, terminal: Terminal): Command =>
  program
    .command('topics')
    .summary('make the Kafka topics of the hub')
    .description('Looks after the Kafka topics of the hub. Where Kafka is: REGIE_BUS=kafka with REGIE_KAFKA_*, as for the services.')
    .command('apply')
    .summary('make the topics that are missing, and correct the settings of the others')
    .description('Makes the topics that are missing, with REGIE_KAFKA_PARTITIONS, _REPLICAS and _RETENTION_DAYS, and corrects the settings of the others. Twice is once.')
    .action(async () => {
      const { withKafka } = await import('../kafka.js');
      const applied = await withKafka(terminal, async (client, settings) => {
        const { applyTopics } = await import('#messaging');
        return applyTopics(client, settings);
      });
      const width = Math.max(...applied.map(({ topic }) => topic.length));
      terminal.out(applied.map(({ topic, outcome, detail }) => `${topic.padEnd(width)}  ${outcome}${detail ? `: ${detail}` : ''}\n`).join(''));
      const refused = applied.filter(({ outcome }) => outcome === 'refused');
      if (refused.length > 0) {
        throw new CommandFailed('Not every topic is as wished.', 'Set REGIE_KAFKA_PARTITIONS to what the topics have; to have more, make new topics and rebuild.');
      }
    });
