import { parse } from 'yaml';
import { loadSettings, VARIABLES } from '#runtime';
import { reportAbsent } from '#testing/absent';
import { findHelm } from '#testing/helm';
import { isPublicAddress } from '../../libs/partners/src/delivery/ssrf-guard.js';
import { compose, routes } from '../architecture/compose.js';
import { filesMatching, textOf } from '../architecture/files.js';
import {
  CHART,
  Chart,
  componentOf,
  type Container,
  CONTEXTS,
  exampleOf,
  type Manifest,
  type Mode,
  MODES,
  ofKind,
  over,
  podOf,
  type Values,
  type Variable,
} from './chart.js';
import { faultsOf } from './kubernetes-schemas.js';
import { Network } from './network.js';
import { COMBINATIONS, OPTIONS, RULES } from './options.js';

const api = JSON.parse(textOf('docs/openapi.json')) as { paths: Record<string, unknown> };

/** Only `regie migrate` has the owner. */
const OWNER = 'REGIE_POSTGRES_OWNER_URL';
const READER = 'REGIE_POSTGRES_READER_URL';
const HOLDS_A_SECRET = /PASSWORD|SECRET|TOKEN|_KEY$|(?:POSTGRES|KURRENTDB|SMTP)_\w*URL$/;
/** Names that contain such a word and hold the path of a file, or a choice. */
const IS_NO_SECRET = ['REGIE_KAFKA_TLS_KEY'];

/** The ports of the processes in each mode. */
const PORTS: Readonly<Record<Mode, Readonly<Record<string, number>>>> = {
  hub: { hub: loadSettings({}).port },
  services: Object.fromEntries(
    CONTEXTS.map((context) => [context, Number(compose.services[context]!.environment!['REGIE_PORT'])]),
  ),
};

const helm = await findHelm();

if (helm.program === undefined) {
  it('the chart is rendered by Helm (not tried without it)', () => reportAbsent('the Helm chart', helm.missing));
} else {
  const chart = new Chart(helm.program);
  const WANTED = MODES.flatMap((mode) =>
    COMBINATIONS.map(([name, changes]) => ({ mode, name, values: over(exampleOf(mode), ...changes) })),
  );
  const render = async () => {
    const lanes = [0, 1].map(async (lane) => {
      for (const { values } of WANTED.filter((_, n) => n % 2 === lane)) await chart.render(values);
    });
    await Promise.all(lanes);
    return Promise.all(WANTED.map(async ({ mode, name, values }) => [mode, name, await chart.render(values)] as const));
  };
  let rendered: ReturnType<typeof render> | undefined;
  /** Renders each mode with each combination once, two at a time. */
  const renderings = () => (rendered ??= render());
  /** Collects findings about every object of every rendering, each under the name of its rendering. */
  const inEach = async (
    find: (manifests: readonly Manifest[], mode: Mode, name: string) => readonly unknown[],
  ): Promise<readonly string[]> =>
    (await renderings()).flatMap(([mode, name, manifests]) =>
      find(manifests, mode, name).map((found) => `${mode}, ${name}: ${JSON.stringify(found)}`),
    );
  const podsIn = (manifests: readonly Manifest[]) =>
    manifests.flatMap((manifest) => {
      const pod = podOf(manifest);
      return pod ? [{ manifest, component: componentOf(manifest), ...pod }] : [];
    });
  const containersIn = (manifests: readonly Manifest[]): readonly Container[] =>
    podsIn(manifests).flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])]);

  describe('the Helm chart', () => {
    it('renders objects that fit the schemas of Kubernetes, with every option on and off in both modes', async () => {
      expect(await inEach((manifests) => manifests.flatMap(faultsOf))).toEqual([]);
      const kinds = new Set((await renderings()).flatMap(([, , manifests]) => manifests.map(({ kind }) => kind)));
      expect(kinds.size).toBe(10);
    });

    it('is checked by schemas that find a misspelled field and a wrong value', async () => {
      const [deployment] = ofKind(await chart.render(exampleOf('hub')), 'Deployment');
      const spec = { ...deployment!.spec, replicas: 'two' };
      spec.template = structuredClone(spec.template);
      spec.template.spec.containers[0].livenesProbe = {};
      const changed: Manifest = { ...deployment!, spec };
      expect(faultsOf(changed)).toEqual([
        'Deployment: data/spec/replicas must be integer',
        'Deployment/spec/template/spec/containers/0/livenesProbe: unknown',
      ]);
    });

    it.each(MODES)('passes the strict lint of Helm in mode %s', async (mode) => {
      expect(await chart.lint(exampleOf(mode))).toContain('1 chart(s) linted, 0 chart(s) failed');
    });

    it('names objects that exist in its notes and its manual', async () => {
      const objectsIn = (text: string) =>
        [...text.matchAll(/\b(deployment|job)\/([\w-]+)/g)].map(([, kind, name]) => `${kind} ${name}`);
      const manual = objectsIn(textOf(`${CHART}/README.md`));
      for (const mode of MODES) {
        const there = (await chart.render(exampleOf(mode))).map(
          ({ kind, metadata }) => `${kind.toLowerCase()} ${metadata.name}`,
        );
        const named = objectsIn(await chart.notes(exampleOf(mode)));
        expect(new Set(named)).toEqual(new Set(there.filter((name) => name.startsWith('deployment '))));
        if (mode === 'hub') expect([manual.length, manual.filter((name) => !there.includes(name))]).toEqual([2, []]);
      }
      expect(await chart.notes(over(exampleOf('hub'), { networkPolicy: { enabled: false } }))).toContain(
        'Attention: networkPolicy.enabled is false',
      );
    });

    it('names each object once, and finds its pods by labels that no other pod has', async () => {
      expect(
        await inEach((manifests) => {
          const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
          const repeated = names.filter((name, n) => names.indexOf(name) !== n);
          const found = manifests.flatMap(({ kind, metadata, spec }) => {
            if (!['Deployment', 'Service', 'PodDisruptionBudget', 'NetworkPolicy'].includes(kind)) return [];
            const selector: Record<string, string> =
              kind === 'Service' ? spec.selector : (spec.selector ?? spec.podSelector).matchLabels;
            const pods = podsIn(manifests).filter(({ labels }) =>
              Object.entries(selector).every(([key, value]) => labels[key] === value),
            );
            return pods.length === 1 && pods[0]!.component === metadata.labels['app.kubernetes.io/component']
              ? []
              : [`${kind} ${metadata.name} has ${pods.length} kinds of pods`];
          });
          return [...repeated, ...found];
        }),
      ).toEqual([]);
    });

    it.each(MODES)(
      'starts the processes of mode %s, each with the program and the port of its context',
      async (mode) => {
        const manifests = await chart.render(exampleOf(mode));
        const deployments = ofKind(manifests, 'Deployment');
        expect(
          Object.fromEntries(
            deployments.map((deployment) => {
              const [container] = podOf(deployment)!.spec.containers;
              expect(container!.args).toEqual([`dist/apps/${componentOf(deployment)}/src/main.js`]);
              return [componentOf(deployment), container!.ports!.map(({ containerPort }) => containerPort)];
            }),
          ),
        ).toEqual(Object.fromEntries(Object.entries(PORTS[mode]).map(([process, port]) => [process, [port]])));
        expect(
          Object.fromEntries(ofKind(manifests, 'Service').map((service) => [componentOf(service), service.spec.ports])),
        ).toEqual(
          Object.fromEntries(
            Object.entries(PORTS[mode]).map(([process, port]) => [
              process,
              [{ name: 'http', port, targetPort: 'http', protocol: 'TCP' }],
            ]),
          ),
        );
        expect(ofKind(manifests, 'PodDisruptionBudget').map(componentOf).toSorted()).toEqual(
          Object.keys(PORTS[mode]).toSorted(),
        );
      },
    );

    it('probes routes that a process has, and leaves it the time that it needs to end', async () => {
      const findings = await inEach((manifests) =>
        ofKind(manifests, 'Deployment').flatMap((deployment) => {
          const { spec } = podOf(deployment)!;
          const [container] = spec.containers;
          const { startupProbe, livenessProbe, readinessProbe, lifecycle } = container!;
          const probes = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);
          const right =
            JSON.stringify(probes) ===
            JSON.stringify(['live', 'live', 'ready'].map((end) => ({ path: `/health/${end}`, port: 'http' })));
          // A process ends within 20 s of the signal, which follows preStop (libs/runtime/src/shutdown.ts).
          const time = spec.terminationGracePeriodSeconds! - lifecycle!.preStop.sleep.seconds - 20;
          return right && time >= 0 ? [] : [{ probes, time }];
        }),
      );
      expect(findings).toEqual([]);
      expect(Object.keys(api.paths)).toEqual(expect.arrayContaining(['/health/live', '/health/ready', '/metrics']));
      const monitors = ofKind(
        await chart.render(over(exampleOf('hub'), OPTIONS['serviceMonitor']!.on)),
        'ServiceMonitor',
      );
      for (const { metadata } of ofKind(await chart.render(exampleOf('hub')), 'Service'))
        expect(metadata.labels).toMatchObject(monitors[0]!.spec.selector.matchLabels);
      const relabelings = [{ action: 'replace', targetLabel: 'job', replacement: 'regie' }];
      expect(monitors.map(({ spec }) => spec.endpoints)).toEqual([
        [{ port: 'http', path: '/metrics', interval: '30s', relabelings }],
      ]);
    });

    it('runs every container without root, without rights, on a read-only file system, without a token of the cluster', async () => {
      const pods = await inEach((manifests) =>
        podsIn(manifests).flatMap(({ spec }) => {
          const { automountServiceAccountToken: token, enableServiceLinks: links, securityContext } = spec;
          const seen = JSON.stringify({ token, links, securityContext });
          return seen ===
            JSON.stringify({
              token: false,
              links: false,
              securityContext: {
                runAsNonRoot: true,
                runAsUser: 1000,
                runAsGroup: 1000,
                fsGroup: 1000,
                seccompProfile: { type: 'RuntimeDefault' },
              },
            })
            ? []
            : [seen];
        }),
      );
      const containers = await inEach((manifests) =>
        containersIn(manifests).flatMap(({ securityContext }) => {
          const seen = JSON.stringify(securityContext);
          return seen ===
            JSON.stringify({
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              runAsNonRoot: true,
              capabilities: { drop: ['ALL'] },
            })
            ? []
            : [seen];
        }),
      );
      const accounts = await inEach((manifests) => [
        ...ofKind(manifests, 'ServiceAccount').filter((account) => {
          const { automountServiceAccountToken: token } = account as unknown as {
            automountServiceAccountToken: boolean;
          };
          return token;
        }),
        ...podsIn(manifests).filter(
          ({ spec }) =>
            !ofKind(manifests, 'ServiceAccount').some(({ metadata }) => metadata.name === spec.serviceAccountName),
        ),
      ]);
      expect([pods, containers, accounts]).toEqual([[], [], []]);
    });

    it('gives the sizes of deploy/README.md', async () => {
      const row = /^\| each service .*?\|.*?\| 2 processes of each, (\d+) core and (\d+) MB each +\|/m.exec(
        textOf('deploy/README.md'),
      )!;
      const services = ofKind(await chart.render(exampleOf('services')), 'Deployment');
      expect(
        services.map((deployment) => [
          deployment.spec.replicas,
          podOf(deployment)!.spec.containers[0]!.resources.limits,
        ]),
      ).toEqual(services.map(() => [2, { cpu: row[1], memory: `${row[2]}Mi` }]));
      const hub = /^\| hub in a box, in production .*?\|.*?\| 2 processes, (\d+) cores and (\d+) GB each +\|/m.exec(
        textOf('deploy/README.md'),
      )!;
      const [deployment] = ofKind(await chart.render(exampleOf('hub')), 'Deployment');
      expect(deployment!.spec.replicas).toBe(2);
      expect(podOf(deployment!)!.spec.containers[0]!.resources.limits).toEqual({ cpu: hub[1], memory: `${hub[2]}Gi` });
    });

    it('starts the image by its digest when there is one', async () => {
      const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
      const images = async (image: Values) =>
        new Set(
          containersIn(await chart.render(over(exampleOf('services'), { image }))).map((container) => container.image),
        );
      const { version } = JSON.parse(textOf('package.json')) as { version: string };
      expect(await images({})).toEqual(new Set([`registry.example.be/regie-hub:${version}`]));
      expect(await images({ tag: '0.2.0', digest })).toEqual(
        new Set([`registry.example.be/regie-hub:0.2.0@${digest}`]),
      );
    });
  });

  describe('the environment that the Helm chart gives', () => {
    /** A value of the right form for each secret. */
    const SECRETS: Readonly<Record<string, string>> = {
      REGIE_POSTGRES_URL: 'postgres://regie:f00dcafe@db:5432/regie',
      [OWNER]: 'postgres://owner:f00dcafe@db:5432/regie',
      [READER]: 'postgres://reader:f00dcafe@db:5432/regie',
      REGIE_SECRETS_KEY: 'q3Jm0m4vS9wE1xZ7c2Yb8tK5uHfNpLrA6dGiOoQeWsU=',
      REGIE_PSEUDONYM_KEY: 'b8Hq1Jm0m4vS9wE1xZ7c2Yb8tK5uHfNpLrA6dGiOoQe=',
      REGIE_SMTP_URL: 'smtps://regie:f00dcafe@mail:465',
      REGIE_KURRENTDB_URL: 'kurrentdb://regie:f00dcafe@events:2113?tls=true',
      REGIE_KAFKA_PASSWORD: 'f00dcafe',
    };
    const filled = (env: readonly Variable[]): Record<string, string> =>
      Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, valueFrom ? SECRETS[name]! : value!]));

    it('has known settings only, and a process accepts them for production', async () => {
      expect(
        await inEach((manifests, mode) =>
          containersIn(manifests).flatMap(({ name, env }) => {
            const { [OWNER]: _, [READER]: __, ...environment } = filled(env);
            const process = PORTS[mode][name];
            // The commands of Jobs read the settings as those of development, since they need no issuer.
            const settings = loadSettings({ ...(!process && { REGIE_ENVIRONMENT: 'development' }), ...environment });
            if (!process) return [];
            const expected = {
              environment: 'production',
              demonstration: 'no',
              bus: mode === 'hub' ? 'embedded' : 'kafka',
            };
            const right =
              Object.entries(expected).every(([key, value]) => settings[key as keyof typeof settings] === value) &&
              settings.port === process &&
              settings.host === '0.0.0.0' &&
              (!['hub', 'partners'].includes(name) || settings.secretsKey) &&
              Object.keys(environment).every(
                (variable) => !variable.startsWith('REGIE_') || VARIABLES.includes(variable),
              );
            return right ? [] : [{ name, environment }];
          }),
        ),
      ).toEqual([]);
    });

    it('takes every secret from a Secret, and the address of the owner only into the migration', async () => {
      expect(
        await inEach((manifests) =>
          podsIn(manifests).flatMap(({ component, spec }) =>
            spec.containers.flatMap(({ env }) =>
              env.filter(
                ({ name, valueFrom }) =>
                  (HOLDS_A_SECRET.test(name) && !IS_NO_SECRET.includes(name) && !valueFrom) ||
                  (valueFrom && !Object.hasOwn(SECRETS, name)) ||
                  ((name === OWNER) !== component.startsWith('migrate-') && name === OWNER),
              ),
            ),
          ),
        ),
      ).toEqual([]);
      expect(await inEach((manifests) => ofKind(manifests, 'Secret'))).toEqual([]);
    });

    it('can have every other setting by its name, and refuses those that the chart sets or that hold a secret', async () => {
      const owned = [
        ...new Set(
          (await renderings()).flatMap(([, , manifests]) =>
            containersIn(manifests).flatMap(({ env }) => env.map(({ name }) => name)),
          ),
        ),
      ].filter((name) => !['REGIE_PUBLIC_URL', 'HTTPS_PROXY'].includes(name));
      const settings = (names: readonly string[]) => ({
        settings: Object.fromEntries(names.map((name) => [name, 'x'])),
      });
      const others = VARIABLES.filter((name) => !owned.includes(name) && !HOLDS_A_SECRET.test(name));
      const [hub] = ofKind(await chart.render(over(exampleOf('hub'), settings(others))), 'Deployment');
      expect(podOf(hub!)!.spec.containers[0]!.env.map(({ name }) => name)).toEqual(expect.arrayContaining(others));
      const refusable = [...new Set([...owned, ...VARIABLES.filter((name) => HOLDS_A_SECRET.test(name))])].filter(
        (name) => name.startsWith('REGIE_'),
      );
      const refusal = await chart.refusal(over(exampleOf('hub'), settings(refusable)));
      expect(refusable.filter((name) => !refusal.includes(`  - settings.${name} `))).toEqual([]);
      expect(
        await chart.refusal(over(exampleOf('hub'), { settings: { HTTPS_PROXY: 'http://me:secret@proxy:3128' } })),
      ).toContain('- settings.HTTPS_PROXY holds a secret: ');
    });

    it('comes from Secrets that External Secrets makes, all of them and no other, before the first Job', async () => {
      for (const mode of MODES) {
        const manifests = await chart.render(
          over(exampleOf(mode), ...Object.entries(OPTIONS).map(([, option]) => option.on)),
        );
        const used = [
          ...containersIn(manifests).flatMap(({ env }) =>
            env.flatMap(({ valueFrom }) =>
              valueFrom ? [`${valueFrom.secretKeyRef.name} ${valueFrom.secretKeyRef.key}`] : [],
            ),
          ),
          ...podsIn(manifests).flatMap(({ spec }) =>
            (
              spec.volumes as { projected?: { sources: { secret: { name: string; items: { key: string }[] } }[] } }[]
            ).flatMap(({ projected }) =>
              (projected?.sources ?? []).flatMap(({ secret }) =>
                secret.items.map(({ key }) => `${secret.name} ${key}`),
              ),
            ),
          ),
        ];
        const external = ofKind(manifests, 'ExternalSecret');
        const made = external.flatMap(({ spec }) =>
          (spec.data as { secretKey: string }[]).map(({ secretKey }) => `${spec.target.name} ${secretKey}`),
        );
        expect(made.toSorted()).toEqual([...new Set(used)].toSorted());
        const weights = (objects: readonly Manifest[]) =>
          objects.map(({ metadata }) => Number(metadata.annotations!['helm.sh/hook-weight']));
        expect(Math.max(...weights(external))).toBeLessThan(Math.min(...weights(ofKind(manifests, 'Job'))));
      }
    });
  });

  describe('the Jobs of the Helm chart', () => {
    it.each(MODES)(
      'migrate each database of mode %s, and make the topics, before each install and upgrade',
      async (mode) => {
        const manifests = await chart.render(exampleOf(mode));
        const jobs = ofKind(manifests, 'Job');
        expect(
          Object.fromEntries(jobs.map((job) => [componentOf(job), podOf(job)!.spec.containers[0]!.args.join(' ')])),
        ).toEqual({
          ...Object.fromEntries(
            Object.keys(PORTS[mode]).map((process) => [
              `migrate-${process}`,
              `dist/apps/regie/src/main.js migrate${mode === 'services' ? ` ${process}` : ''}`,
            ]),
          ),
          ...(mode === 'services' && { topics: 'dist/apps/regie/src/main.js topics apply' }),
        });
        // The needs of a Job exist before it: hooks run before everything else of the release.
        const needed = manifests.filter(
          (manifest) =>
            jobs.some((job) => podOf(job)!.spec.serviceAccountName === manifest.metadata.name) ||
            (manifest.kind === 'NetworkPolicy' && jobs.some((job) => componentOf(job) === componentOf(manifest))),
        );
        expect(needed).toHaveLength(1 + jobs.length);
        for (const { metadata } of [...jobs, ...needed]) {
          expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
          expect(metadata.annotations!['helm.sh/hook-delete-policy']).toMatch(/^before-hook-creation\b/);
        }
        const weight = ({ metadata }: Manifest) => Number(metadata.annotations!['helm.sh/hook-weight']);
        expect(Math.max(...needed.map(weight))).toBeLessThan(Math.min(...jobs.map(weight)));
      },
    );

    it('take the addresses of the runtime role and of the owner from the Secrets of their own process', async () => {
      for (const mode of MODES) {
        const manifests = await chart.render(exampleOf(mode));
        const secretOf = (component: string, variable: string) =>
          podsIn(manifests)
            .find((pod) => pod.component === component)!
            .spec.containers[0]!.env.find(({ name }) => name === variable)?.valueFrom?.secretKeyRef.name;
        for (const process of Object.keys(PORTS[mode])) {
          const suffix = mode === 'hub' ? '' : `-${process}`;
          expect([secretOf(process, 'REGIE_POSTGRES_URL'), secretOf(`migrate-${process}`, OWNER)]).toEqual([
            `regie-postgres${suffix}`,
            `regie-postgres${suffix}-owner`,
          ]);
        }
      }
    });
  });

  describe('the NetworkPolicies of the Helm chart', () => {
    const named = (name: string) => ({ 'kubernetes.io/metadata.name': name });
    const ingressController = { pod: { app: 'nginx' }, namespace: named('ingress-nginx') };
    const prometheus = { pod: { app: 'prometheus' }, namespace: named('monitoring') };
    const stranger = { pod: { app: 'web' }, namespace: named('default') };
    const dns = { pod: { 'k8s-app': 'kube-dns' }, namespace: named('kube-system') };
    const inner = [
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '127.0.0.1',
      '168.63.129.16',
      '100.64.0.1',
      '::1',
      'fd00::1',
      'fe80::1',
    ];
    const open = ['93.184.216.34', '8.8.8.8', '2600:1f18::1'];

    /** The network of a mode, with the labels of each kind of pod. */
    const networkOf = async (mode: Mode, ...changes: readonly Values[]) => {
      const manifests = await chart.render(over(exampleOf(mode), ...changes));
      const pods = podsIn(manifests);
      return {
        // Each pod has one port, so that a name means the same number in a policy of one process.
        of: (component: string) => ({
          labels: pods.find((pod) => pod.component === component)!.labels,
          network: new Network(manifests, { http: PORTS[mode][component] ?? 0 }),
        }),
        components: pods.map(({ component }) => component),
      };
    };

    it.each(MODES)(
      'let the ingress controller and Prometheus reach the port of a process of mode %s, and nobody else',
      async (mode) => {
        const { of, components } = await networkOf(mode);
        for (const component of components) {
          const { labels, network } = of(component);
          const port = PORTS[mode][component];
          for (const friend of [ingressController, prometheus]) {
            expect([component, network.admits(labels, friend, { port: port ?? 3000 })]).toEqual([
              component,
              port !== undefined,
            ]);
            expect(network.admits(labels, friend, { port: 22 })).toBe(false);
          }
          for (const end of [
            stranger,
            { ...stranger, namespace: named('regie') },
            ...[...inner, ...open].map((address) => ({ address })),
          ])
            expect([component, end, network.admits(labels, end, { port: port ?? 3000 })]).toEqual([
              component,
              end,
              false,
            ]);
        }
      },
    );

    it('let nobody in when no peer is named', async () => {
      const { of } = await networkOf('hub', { networkPolicy: { ingressController: [], prometheus: [] } });
      const { labels, network } = of('hub');
      for (const end of [ingressController, prometheus, stranger])
        expect(network.admits(labels, end, { port: 3000 })).toBe(false);
    });

    it.each(MODES)('let a pod of mode %s reach its servers, each at its port only', async (mode) => {
      const { of, components } = await networkOf(mode);
      const servers = mode === 'hub' ? { postgres: '10.20.0.5' } : { postgres: '10.20.0.5', kafka: '10.20.1.5' };
      for (const component of components) {
        const { labels, network } = of(component);
        const reached = (address: string, port: number) => network.releases(labels, { address }, { port });
        for (const protocol of ['TCP', 'UDP'] as const) {
          expect(network.releases(labels, dns, { port: 53, protocol })).toBe(true);
          expect(network.releases(labels, stranger, { port: 53, protocol })).toBe(false);
        }
        const isTopics = component === 'topics';
        expect([component, reached(servers.postgres, 5432)]).toEqual([component, !isTopics]);
        if (servers.kafka)
          expect([component, reached(servers.kafka, 9093)]).toEqual([component, !component.startsWith('migrate-')]);
        for (const address of Object.values(servers))
          for (const port of [22, 443, 6443]) expect(reached(address, port)).toBe(false);
        expect(
          inner.filter((address) => [22, 80, 443, 5432, 8443, 9093].some((port) => reached(address, port))),
        ).toEqual([]);
        // Keys of the identity provider for all processes, webhooks for those that deliver them, nothing for Jobs.
        const isProcess = PORTS[mode][component] !== undefined;
        const delivers = ['hub', 'partners'].includes(component);
        for (const address of open)
          expect([component, [443, 8443, 80, 22].map((port) => reached(address, port))]).toEqual([
            component,
            [isProcess, delivers, false, false],
          ]);
      }
    });

    it('open exactly the ranges that the hub calls public', async () => {
      const { of } = await networkOf('hub');
      const { labels, network } = of('hub');
      // Both ends of each range with a meaning of its own, and their neighbours.
      const edges = [
        0, 10, 11, 100, 127, 128, 168, 169, 172, 191, 192, 193, 198, 203, 204, 223, 224, 239, 240, 255,
      ].flatMap((a) =>
        [0, 16, 18, 19, 20, 31, 32, 51, 52, 63, 64, 88, 127, 128, 168, 175, 254, 255].flatMap((b) =>
          [0, 2, 48, 99, 100, 113, 129, 193, 196, 255].map((c) => `${a}.${b}.${c}.16`),
        ),
      );
      const different = edges.filter(
        (address) => network.releases(labels, { address }, { port: 443 }) !== isPublicAddress(address, []),
      );
      expect(different).toEqual([]);
    });

    it('open the networks of webhooks to the process that delivers them, and nothing else', async () => {
      const { of } = await networkOf('services', { webhooks: { allow: ['10.30.0.0/16'] } });
      const reaches = (component: string, address: string) =>
        of(component).network.releases(of(component).labels, { address }, { port: 443 });
      expect(CONTEXTS.filter((context) => reaches(context, '10.30.4.4'))).toEqual(['partners']);
      expect(CONTEXTS.filter((context) => reaches(context, '10.31.0.1'))).toEqual([]);
    });

    it('select every pod, in both directions', async () => {
      expect(
        await inEach((manifests, _, name) =>
          !name.includes('networkPolicy')
            ? []
            : podsIn(manifests).filter(
                ({ component }) =>
                  !ofKind(manifests, 'NetworkPolicy').some(
                    (policy) =>
                      componentOf(policy) === component && policy.spec.policyTypes.join() === 'Ingress,Egress',
                  ),
              ),
        ),
      ).toEqual([]);
    });
  });

  describe('the Ingress of the Helm chart', () => {
    type Path = Readonly<{
      path: string;
      pathType: string;
      backend: { service: { name: string; port: { name: string } } };
    }>;
    const pathsOf = async (mode: Mode): Promise<readonly Path[]> => {
      const [ingress] = ofKind(await chart.render(exampleOf(mode)), 'Ingress');
      expect(ingress!.spec.tls).toEqual([{ hosts: ['regie.example.be'], secretName: 'regie-tls' }]);
      return ingress!.spec.rules.flatMap(({ http }: { http: { paths: Path[] } }) => http.paths);
    };
    /** The process to which an Ingress controller sends a path: the longest one that fits, and `Prefix` fits by whole elements. */
    const sentTo = (paths: readonly Path[], asked: string): string | undefined =>
      paths
        .filter(({ path, pathType }) => asked === path || (pathType === 'Prefix' && asked.startsWith(`${path}/`)))
        .toSorted((a, b) => b.path.length - a.path.length)[0]
        ?.backend.service.name.replace('regie-regie-hub-', '');

    it('sends the paths of deploy/proxy/Caddyfile to the same services', async () => {
      const paths = await pathsOf('services');
      const prefixes = paths.filter(({ pathType }) => pathType === 'Prefix');
      expect(prefixes.map(({ path }) => [path, sentTo(paths, path)]).toSorted()).toEqual(
        routes
          .flatMap(({ service, patterns }) =>
            patterns.filter((pattern) => !pattern.endsWith('/*')).map((path) => [path, service]),
          )
          .toSorted(),
      );
      for (const { service, patterns } of routes)
        for (const pattern of patterns)
          expect([pattern, sentTo(paths, pattern.replace('*', 'x'))]).toEqual([pattern, service]);
      expect(paths.filter(({ pathType }) => pathType !== 'Prefix').map(({ path }) => path)).toEqual(['/asyncapi.json']);
    });

    it.each(MODES)('leads to every route of the API in mode %s, and to nothing that is for operators', async (mode) => {
      const paths = await pathsOf(mode);
      const asked = Object.keys(api.paths).map((path) => path.replaceAll(/\{\w+\}/g, 'x'));
      const isPublic = (path: string) => path.startsWith('/v1/');
      expect(asked.filter(isPublic).length).toBeGreaterThan(50);
      expect(asked.filter((path) => (sentTo(paths, path) !== undefined) !== isPublic(path))).toEqual([]);
      const others = ['/', '/docs/x', '/openapi.json', '/asyncapi.json', '/metrics', '/health/ready', '/oidc', '/x'];
      expect(others.filter((path) => sentTo(paths, path))).toEqual(
        mode === 'hub' ? ['/', '/docs/x', '/openapi.json', '/asyncapi.json'] : ['/asyncapi.json'],
      );
      expect(new Set(paths.map(({ backend }) => backend.service.port.name))).toEqual(new Set(['http']));
    });
  });

  describe('monitoring in the Helm chart', () => {
    it('contains the rules of the file that it is given, with the templates of Prometheus as they are', async () => {
      const files = filesMatching(/^deploy\/prometheus\/rules\.yml$/).map(textOf);
      for (const rules of [RULES, ...files]) {
        const monitoring = { prometheusRule: { enabled: true, rules } };
        const made = ofKind(await chart.render(over(exampleOf('hub'), { monitoring })), 'PrometheusRule');
        expect(made.map(({ spec }) => spec)).toEqual([parse(rules)]);
        expect(made.flatMap(faultsOf)).toEqual([]);
      }
    });
  });

  describe('values that the Helm chart refuses', () => {
    it('are all named in one answer, each in one sentence with its remedy', async () => {
      const refusal = await chart.refusal({ mode: 'services' });
      const sentences = refusal.split('\n').filter((line) => line.startsWith('  - '));
      expect(sentences.map((line) => line.slice(4).split(' ')[0])).toEqual([
        'image.repository',
        'identity.issuer',
        'cities',
        'pseudonymKey.secret',
        'secretsKey.secret',
        ...[...CONTEXTS]
          .toSorted()
          .flatMap((context) => [
            `processes.${context}.postgres.runtime.secret`,
            `processes.${context}.postgres.owner.secret`,
          ]),
        'kafka.brokers',
        'kafka.sasl.password.secret',
        'networkPolicy.kafka.to',
        'networkPolicy.postgres.to',
      ]);
      expect(sentences.filter((line) => !/ is empty: (?:set|list) .+\.$/.test(line))).toEqual([]);
    });

    it('are unknown ones, by the schema', async () => {
      expect(await chart.refusal(over(exampleOf('hub'), { identity: { isuer: 'x' } }))).toContain(
        "additional properties 'isuer' not allowed",
      );
    });

    it.each<[sentence: string, mode: Mode, changes: Values]>([
      ['ingress.host is empty: set it', 'hub', { ingress: { host: '' } }],
      ['ingress.tlsSecret is empty: set it', 'hub', { ingress: { tlsSecret: '' } }],
      ['networkPolicy.mail.to is empty: list', 'hub', { smtp: { secret: 'regie-smtp' } }],
      ['networkPolicy.kurrentdb.to is empty: list', 'hub', { kurrentdb: { secret: 'regie-kurrentdb' } }],
      [
        'monitoring.prometheusRule.rules is empty: add --set-file',
        'hub',
        { monitoring: { prometheusRule: { enabled: true } } },
      ],
      ['externalSecrets.store.name is empty: set it', 'hub', { externalSecrets: { enabled: true } }],
      [
        'kafka.sasl.mechanism is plain without TLS',
        'services',
        { kafka: { tls: { enabled: false }, sasl: { mechanism: 'plain' } } },
      ],
      [
        'kafka.tls.certificate and kafka.tls.privateKey need each other',
        'services',
        { kafka: { tls: { certificate: { secret: 'x' } } } },
      ],
    ])('are answered with: %s', async (sentence, mode, changes) => {
      expect(await chart.refusal(over(exampleOf(mode), changes))).toContain(`\n  - ${sentence}`);
    });
  });
}
