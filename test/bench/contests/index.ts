import type { Contest } from '../contest.js';
import { append } from './append.js';
import { appendAtLength } from './append-at-10m.js';
import { catchUp } from './catch-up.js';
import { consumeFromKafka } from './consume-kafka.js';
import { feedDepth } from './feed-depth.js';
import { feedFanout } from './feed-fanout.js';
import { holderAtLength } from './holder-10m.js';
import { planted } from './planted.js';
import { propagation } from './propagation.js';
import { publishToKafka } from './publish-kafka.js';
import { readPages } from './read-pages.js';
import { registerLoad } from './register-load.js';
import { idleStreams } from './sse.js';
import { webhook } from './webhook.js';

/** All contests, in the order in which they are held. `quick`: short runs and small logs. */
export const contests = (quick: boolean): readonly Contest[] => {
  const span = quick ? 500 : 3_000;
  const insert = 'a prepared INSERT per event';
  const emmett = 'emmett-postgresql';
  return [
    append('append-1', 1, insert, { goal: 0.55 }, span),
    append('append-16', 16, insert, { goal: 1.3 }, span),
    append('append-64', 64, insert, { goal: 2.2 }, span),
    append('append-16-emmett', 16, emmett, { goal: 5 }, span),
    append('append-64-emmett', 64, emmett, { goal: 1 / 8, judgedBy: 'processor' }, span),
    readPages(quick ? 2_000 : 20_000),
    catchUp('catch-up', quick ? 1_000 : 5_000),
    catchUp('catch-up-each', quick ? 1_000 : 5_000),
    appendAtLength(quick ? 100_000 : 10_000_000, quick ? 10_000 : 100_000, quick ? 200 : 2_000),
    holderAtLength(quick ? 200_000 : 10_000_000, quick ? 10_000 : 100_000, quick ? 500 : 2_000),
    registerLoad(quick ? 4_000 : 20_000, quick ? 40 : 200),
    publishToKafka(quick ? 2_000 : 20_000),
    consumeFromKafka('consume-kafka', quick ? 5_000 : 30_000),
    consumeFromKafka('consume-kafka-each', quick ? 5_000 : 30_000),
    propagation(quick ? 3 : 10),
    webhook('webhook', { content: 'structured', events: quick ? 100 : 500 }, 0.25),
    webhook('webhook-10ms', { content: 'structured', events: quick ? 100 : 500, answersAfterMs: 10 }, 0.7),
    webhook('webhook-batch', { content: 'batch', events: quick ? 100 : 2_000 }, 0.7),
    feedFanout(quick ? 2_048 : 20_480),
    feedDepth(quick ? 50_000 : 1_000_000),
    idleStreams(quick ? 100 : 1_000, quick ? 1_000 : 4_000),
    ...planted,
  ];
};
