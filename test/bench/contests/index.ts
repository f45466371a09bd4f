import type { Contest } from '../contest.js';
import type { LogKind } from './planted-log.js';

/**
 * Loads a contest. `quick`: short runs and small logs. Each process loads only the contest that it runs, so that no
 * other dependencies affect the contest.
 */
type Load = (quick: boolean) => Promise<Contest>;

const INSERT = 'a prepared INSERT per event';
const EMMETT = 'emmett-postgresql';

/** The time of a run of a contest over HTTP, in ms. */
const HTTP_MS = 5_000;
const QUICK_MS = 250;

const append =
  (
    name: string,
    writers: number,
    against: typeof INSERT | typeof EMMETT,
    judged: Pick<Contest, 'goal' | 'judgedBy'>,
  ): Load =>
  async (quick) =>
    (await import('./append.js')).append(name, writers, against, judged, quick ? 300 : 3_000);

const catchUp =
  (name: 'catch-up' | 'catch-up-each'): Load =>
  async (quick) =>
    (await import('./catch-up.js')).catchUp(name, quick ? 1_000 : 5_000);

const publish =
  (name: 'publish-kafka' | 'publish-kafka-platformatic'): Load =>
  async (quick) =>
    (await import('./publish-kafka.js')).publishToKafka(name, quick ? 1_000 : 20_000);

const consume =
  (name: 'consume-kafka' | 'consume-kafka-platformatic' | 'consume-kafka-each'): Load =>
  async (quick) =>
    (await import('./consume-kafka.js')).consumeFromKafka(name, quick ? 1_000 : 30_000);

const webhook =
  (name: string, content: 'structured' | 'batch', events: number, goal: number, answersAfterMs = 0): Load =>
  async (quick) =>
    (await import('./webhook.js')).webhook(name, { content, events: quick ? 20 : events, answersAfterMs }, goal);

const lists =
  (name: 'list-cases' | 'list-cases-few'): Load =>
  async (quick) => {
    const { listCases } = await import('./lists.js');
    return quick ? listCases(name, 2_000, 500) : listCases(name, 100_000, 1_000);
  };

/** Each read model with the kind of log that it is measured on. */
const LOG_OF_MODEL: Readonly<Record<string, LogKind>> = {
  'mandates.directory': 'agencies',
  'mandates.holders': 'mandates',
  'mandates.mandates': 'mandates',
  'mandates.handover': 'cases',
  'mandates.uncoordinated-cases': 'cases',
  'cases.directory': 'agencies',
  'cases.register': 'mandates',
  'cases.cases': 'cases',
  'cases.timeline': 'cases',
  'cases.deadlines': 'cases',
  'partners.agencies': 'agencies',
  'partners.feed': 'cases',
  'partners.subscriptions': 'subscriptions',
  'teams.directory': 'neighbourhoods',
  'teams.neighbourhoods': 'neighbourhoods',
  'teams.teams': 'teams',
};
const projects: Readonly<Record<string, Load>> = Object.fromEntries(
  Object.entries(LOG_OF_MODEL).map(([model, log]) => [
    `project-${model}`,
    async (quick: boolean) => (await import('./project.js')).project(model, log, quick ? 1_000 : 50_000),
  ]),
);

/** All contests, in the order in which they run. */
const CONTESTS: Readonly<Record<string, Load>> = {
  'append-1': append('append-1', 1, INSERT, { goal: 0.55 }),
  'append-16': append('append-16', 16, INSERT, { goal: 1.3 }),
  'append-64': append('append-64', 64, INSERT, { goal: 2.2 }),
  'append-batch-floor': async (quick) =>
    (await import('./append-batch-floor.js')).appendBatchFloor(quick ? 300 : 3_000),
  'append-16-emmett': append('append-16-emmett', 16, EMMETT, { goal: 5 }),
  'append-64-emmett': append('append-64-emmett', 64, EMMETT, { goal: 1 / 8, judgedBy: 'processor' }),
  'read-pages-emmett': async (quick) => (await import('./read-pages.js')).readPages(quick ? 2_000 : 20_000),
  'catch-up': catchUp('catch-up'),
  'catch-up-each': catchUp('catch-up-each'),
  'append-at-10m': async (quick) => {
    const { appendAtLength } = await import('./append-at-10m.js');
    return quick ? appendAtLength(100_000, 10_000, 200) : appendAtLength(10_000_000, 100_000, 2_000);
  },
  'holder-10m': async (quick) => {
    const { holderAtLength } = await import('./holder-10m.js');
    return quick ? holderAtLength(100_000, 10_000, 200) : holderAtLength(10_000_000, 100_000, 2_000);
  },
  'register-load': async (quick) => {
    const { registerLoad } = await import('./register-load.js');
    return quick ? registerLoad(4_000, 40) : registerLoad(20_000, 200);
  },
  'publish-kafka': publish('publish-kafka'),
  'publish-kafka-platformatic': publish('publish-kafka-platformatic'),
  'consume-kafka': consume('consume-kafka'),
  'consume-kafka-platformatic': consume('consume-kafka-platformatic'),
  'consume-kafka-each': consume('consume-kafka-each'),
  propagation: async (quick) => (await import('./propagation.js')).propagation(quick ? 1 : 10),
  follow: async (quick) => (await import('./follow.js')).follow('follow', quick ? 1 : 60),
  'follow-services': async (quick) => (await import('./follow.js')).follow('follow-services', quick ? 1 : 60),
  webhook: webhook('webhook', 'structured', 500, 0.25),
  'webhook-10ms': webhook('webhook-10ms', 'structured', 500, 0.7, 10),
  'webhook-batch': webhook('webhook-batch', 'batch', 2_000, 1),
  'feed-fanout': async (quick) => (await import('./feed-fanout.js')).feedFanout(quick ? 512 : 20_480),
  'feed-depth': async (quick) => (await import('./feed-depth.js')).feedDepth(quick ? 20_000 : 1_000_000),
  'http-open-case': async (quick) => (await import('./http-writes.js')).httpOpenCase(quick ? QUICK_MS : HTTP_MS),
  'http-commit': async (quick) =>
    (await import('./http-writes.js')).httpCommit(quick ? QUICK_MS : HTTP_MS, quick ? 32 : 256),
  'http-holder': async (quick) => (await import('./http-reads.js')).httpHolder(quick ? QUICK_MS : HTTP_MS),
  'http-case': async (quick) => (await import('./http-reads.js')).httpCase(quick ? QUICK_MS : HTTP_MS),
  'http-feed': async (quick) => (await import('./http-reads.js')).httpFeed(quick ? QUICK_MS : HTTP_MS),
  'list-cases': lists('list-cases'),
  'list-cases-few': lists('list-cases-few'),
  gaps: async (quick) => {
    const { gaps } = await import('./lists.js');
    return quick ? gaps(2_000, 500) : gaps(100_000, 1_000);
  },
  ...projects,
  'project-all': async (quick) => (await import('./project-all.js')).projectAll(quick ? 1_000 : 50_000),
  'transfer-1500': async (quick) => (await import('./transfer.js')).transferOfMandate(quick ? 50 : 1_500),
  idle: async (quick) => (await import('./idle.js')).idle(quick ? 1 : 10),
  'rebuild-500k': async (quick) => (await import('./rebuild.js')).rebuildContext(quick ? 1_000 : 500_000),
  'sse-1000': async (quick) => (await import('./sse.js')).idleStreams(quick ? 50 : 1_000, quick ? 300 : 4_000),
};

/** The names of all contests, without those of planted.ts, which only main.int.spec.ts runs. */
export const CONTEST_NAMES = Object.keys(CONTESTS);

export const loadContest = async (name: string, quick: boolean): Promise<Contest | undefined> => {
  if (name.startsWith('planted-'))
    return (await import('./planted.js')).planted.find((contest) => contest.name === name);
  return CONTESTS[name]?.(quick);
};
