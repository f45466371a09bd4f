import { CONTEXTS, type Values } from './chart.js';

/** A file of rules for Prometheus. */
export const RULES = `groups:
  - name: regie
    rules:
      - alert: RegieStuck
        expr: regie_processor_stuck == 1
        for: 5m
        annotations: { summary: '{{ $labels.processor }} is stuck' }
`;
const somewhere = { to: [{ ipBlock: { cidr: '10.20.9.0/28' } }] };

/** Changes of the examples that turn an option on or off, at most 16. */
export const OPTIONS: Readonly<Record<string, Readonly<{ on: Values; off: Values }>>> = {
  ingress: { on: {}, off: { ingress: { enabled: false } } },
  networkPolicy: { on: {}, off: { networkPolicy: { enabled: false } } },
  migrations: { on: {}, off: { migrations: { enabled: false } } },
  topics: { on: {}, off: { kafka: { applyTopics: false } } },
  mail: { on: { smtp: { secret: 'regie-smtp' }, networkPolicy: { mail: somewhere } }, off: {} },
  kurrentdb: { on: { kurrentdb: { secret: 'regie-kurrentdb' }, networkPolicy: { kurrentdb: somewhere } }, off: {} },
  authorities: { on: { authorities: { configMap: 'city-authorities' } }, off: {} },
  clientCertificate: {
    on: {
      kafka: {
        tls: {
          authority: { secret: 'kafka-tls' },
          certificate: { secret: 'kafka-tls' },
          privateKey: { secret: 'kafka-tls' },
        },
        sasl: { mechanism: '' },
      },
    },
    off: {},
  },
  inner: {
    on: {
      webhooks: { allow: ['10.30.0.0/16'] },
      networkPolicy: {
        identityProvider: { ...somewhere, port: 8443 },
        extraEgress: [{ ...somewhere, ports: [{ protocol: 'TCP', port: 3128 }] }],
      },
      settings: { HTTPS_PROXY: 'http://proxy.example.be:3128' },
    },
    off: {},
  },
  serviceMonitor: {
    on: { monitoring: { serviceMonitor: { enabled: true, labels: { release: 'prometheus' } } } },
    off: {},
  },
  prometheusRule: { on: { monitoring: { prometheusRule: { enabled: true, rules: RULES } } }, off: {} },
  externalSecrets: { on: { externalSecrets: { enabled: true, store: { name: 'vault' } } }, off: {} },
  reader: {
    on: {
      processes: Object.fromEntries(
        ['hub', ...CONTEXTS].map((process) => [process, { postgres: { reader: { secret: `reader-${process}` } } }]),
      ),
    },
    off: {},
  },
  scheduling: {
    on: {
      image: { tag: '0.1.0', digest: `sha256:${'0123456789abcdef'.repeat(4)}`, pullSecrets: ['registry'] },
      nodeSelector: { zone: 'inner' },
      tolerations: [{ key: 'city', operator: 'Exists', effect: 'NoSchedule' }],
      podAnnotations: { team: 'regie' },
      priorityClassName: 'important',
      topologySpread: { whenUnsatisfiable: 'DoNotSchedule' },
      podDisruptionBudget: { maxUnavailable: '50%' },
      fullnameOverride: 'hub-of-ghent',
    },
    off: {},
  },
};

/**
 * Combinations that have every pair of options in all four ways: every option on, every option off, and for each bit of their numbers the options
 * with that bit, and those without it.
 */
export const COMBINATIONS: readonly (readonly [name: string, changes: readonly Values[]])[] = [
  (): boolean => true,
  (): boolean => false,
  ...[0, 1, 2, 3].flatMap((bit) => [0, 1].map((wanted) => (n: number) => ((n >> bit) & 1) === wanted)),
].map((isOn) => {
  const states = Object.entries(OPTIONS).map(([name, { on, off }], n) => ({
    name,
    on: isOn(n),
    values: isOn(n) ? on : off,
  }));
  return [states.flatMap(({ name, on }) => (on ? [name] : [])).join(' '), states.map((state) => state.values)];
});
