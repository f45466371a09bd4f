import { parse } from 'yaml';
import { textOf } from '../architecture/files.js';

/** An alert of deploy/prometheus/rules.yml. `for`: a duration of Prometheus, such as `5m` */
export type Rule = Readonly<{
  alert: string;
  expr: string;
  for: string;
  labels: Readonly<{ severity: string }>;
  annotations: Readonly<Record<'summary' | 'description' | 'runbook', string>>;
}>;
type Group = Readonly<{ name: string; rules: readonly Rule[] }>;

const RULES_FILE = 'deploy/prometheus/rules.yml';
export const rulesText = textOf(RULES_FILE);
const { groups } = parse(rulesText) as Readonly<{ groups: readonly Group[] }>;

/** Every alert. */
export const rules: readonly Rule[] = groups.flatMap((group) => group.rules);

/** The alerts on metrics of the hub: those on a PostgreSQL elsewhere need other exporters. */
export const ownRules: readonly Rule[] = groups
  .filter(({ name }) => name !== 'regie-postgres-elsewhere')
  .flatMap((group) => group.rules);

type Panel = Readonly<{
  id: number;
  type: string;
  title: string;
  gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  targets?: readonly Readonly<{ expr: string; refId: string }>[];
}>;
export type Dashboard = Readonly<{ title: string; uid: string; panels: readonly Panel[] }>;

export const dashboard: Dashboard = JSON.parse(textOf('deploy/grafana/regie.json')) as Dashboard;

/** Returns the names of the metrics in a query of Prometheus that are of the hub. */
export const metricsIn = (expr: string): readonly string[] => [
  ...new Set(expr.match(/\b(?:regie|nodejs|process)_[a-z0-9_]+/g) ?? []),
];

/** Returns the metrics that the table of docs/operations.md lists; a name with `…` stands for all with that beginning. */
export const documentedMetrics = (): readonly string[] => {
  const [, section = ''] = textOf('docs/operations.md').split('\n## Metrics\n');
  const rows = section
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
};

/** The queries in docs/runbooks.md, of commands for psql and within sentences, that need no value of the reader. */
export const statementsOfRunbooks: readonly string[] = [
  ...textOf('docs/runbooks.md').matchAll(/(?:psql "\$REGIE_POSTGRES_URL" -A?t?c "|`)(SELECT [^"`<]+?)["`]/g),
].map(([, sql]) => sql!);
