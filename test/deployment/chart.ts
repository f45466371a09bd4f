import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT, textOf } from '../architecture/files.js';
import { ran } from '../client/programs.js';

export const CHART = 'deploy/helm/regie-hub';
export const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'] as const;
export const MODES = ['hub', 'services'] as const;
export type Mode = (typeof MODES)[number];

export type Labels = Readonly<Record<string, string>>;
export type Variable = Readonly<{
  name: string;
  value?: string;
  valueFrom?: Readonly<{ secretKeyRef: Readonly<{ name: string; key: string }> }>;
}>;
type Probe = Readonly<{ httpGet: Readonly<{ path: string; port: string }> }>;
export type Container = Readonly<{
  name: string;
  image: string;
  args: readonly string[];
  env: readonly Variable[];
  ports?: readonly Readonly<{ name: string; containerPort: number }>[];
  securityContext: unknown;
  resources: Readonly<Record<'requests' | 'limits', Readonly<{ cpu: string; memory: string }>>>;
  lifecycle?: Readonly<{ preStop: Readonly<{ sleep: Readonly<{ seconds: number }> }> }>;
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
}>;
export type PodSpec = Readonly<{
  serviceAccountName: string;
  automountServiceAccountToken: boolean;
  enableServiceLinks: boolean;
  securityContext: unknown;
  terminationGracePeriodSeconds?: number;
  containers: readonly Container[];
  initContainers?: readonly Container[];
  volumes: readonly unknown[];
}>;
export type Manifest = Readonly<{
  apiVersion: string;
  kind: string;
  metadata: Readonly<{ name: string; labels: Labels; annotations?: Labels }>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind has a spec of its own, which its schema checks
  spec: any;
}>;
export type Values = Readonly<Record<string, unknown>>;

/** The values of the example of a mode, as the documents have them. */
export const exampleOf = (mode: Mode): Values => parse(textOf(`deploy/helm/examples/${mode}.yaml`)) as Values;

/** Returns values with others over them: objects are merged, and everything else is replaced, as Helm does. */
export const over = (values: Values, ...changes: readonly Values[]): Values =>
  changes.reduce(
    (result, change) =>
      Object.entries(change).reduce(
        (merged, [key, value]) => ({
          ...merged,
          [key]: isObject(value) && isObject(merged[key]) ? over(merged[key], value) : value,
        }),
        result,
      ),
    values,
  );

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The chart, rendered by a real Helm as release `regie`. */
export class Chart {
  private readonly rendered = new Map<string, Promise<readonly Manifest[]>>();

  constructor(private readonly program: string) {}

  /**
   * Renders the chart, once for the same values.
   * @throws with the message of Helm, when it refuses the values
   */
  render(values: Values): Promise<readonly Manifest[]> {
    const key = JSON.stringify(values);
    const rendered = this.rendered.get(key) ?? this.renderNow(values);
    this.rendered.set(key, rendered);
    return rendered;
  }

  private async renderNow(values: Values): Promise<readonly Manifest[]> {
    const { code, out, err } = await this.run(['template', 'regie', CHART], values);
    if (code !== 0) throw new Error(err);
    return parseAllDocuments(out).flatMap((document) => {
      if (document.errors.length > 0) throw document.errors[0]!;
      return document.contents ? [document.toJS() as Manifest] : [];
    });
  }

  /** Returns the message with which Helm refuses values; fails when it accepts them. */
  refusal(values: Values): Promise<string> {
    return this.render(values).then(
      () => Promise.reject(new Error('Helm accepts these values')),
      (error: unknown) => (error as Error).message,
    );
  }

  /** Returns the notes that an operator reads after an install. No cluster is asked. */
  async notes(values: Values): Promise<string> {
    const { out, err } = await this.run(['install', 'regie', CHART, '--dry-run=client'], values);
    return out.split('\nNOTES:\n')[1] ?? err;
  }

  /** Returns the output of `helm lint`. */
  async lint(values: Values): Promise<string> {
    const { out, err } = await this.run(['lint', '--strict', CHART], values);
    return out + err;
  }

  private async run(args: readonly string[], values: Values) {
    const folder = await mkdtemp(join(tmpdir(), 'regie-chart-'));
    const file = join(folder, 'values.json');
    try {
      await writeFile(file, JSON.stringify(values));
      const homes = { HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
      return await ran(this.program, [...args, '--values', file], { cwd: ROOT, env: homes });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The pod of a Deployment or Job; undefined for any other kind. */
export const podOf = ({ kind, spec }: Manifest): Readonly<{ labels: Labels; spec: PodSpec }> | undefined =>
  kind === 'Deployment' || kind === 'Job'
    ? { labels: spec.template.metadata.labels as Labels, spec: spec.template.spec as PodSpec }
    : undefined;

export const ofKind = (manifests: readonly Manifest[], kind: string): readonly Manifest[] =>
  manifests.filter((manifest) => manifest.kind === kind);

/** The process or Job to which an object belongs. */
export const componentOf = ({ metadata }: Manifest): string => metadata.labels['app.kubernetes.io/component']!;
