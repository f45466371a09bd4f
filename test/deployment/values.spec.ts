import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { textOf } from '../architecture/files.js';
import { CHART, exampleOf, over, type Values } from './chart.js';

const values = parse(textOf(`${CHART}/values.yaml`)) as Values;
const validate = new Ajv({ strict: false }).compile(
  JSON.parse(textOf(`${CHART}/values.schema.json`)) as Record<string, unknown>,
);

describe('values that the schema of the Helm chart refuses', () => {
  it('are unknown ones at any depth', () => {
    expect(validate(values)).toBe(true);
    /** Returns the values once for each of their objects, with an unknown value in it. Free maps are the empty ones. */
    const planted = (part: Values): readonly Values[] => [
      { ...part, nosuch: 'x' },
      ...Object.entries(part).flatMap(([key, value]) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
          ? planted(value as Values).map((changed) => ({ ...part, [key]: changed }))
          : [],
      ),
    ];
    const wrong = planted(values);
    expect(wrong.length).toBeGreaterThan(40);
    expect(wrong.filter((each) => validate(each))).toEqual([]);
  });

  it.each<[what: string, changes: Values]>([
    ['an issuer over plain HTTP', { identity: { issuer: 'http://login.example.be' } }],
    ['the tag latest', { image: { tag: 'latest' } }],
    ['a digest that is none', { image: { digest: 'sha256:abc' } }],
    ['a tag inside of the repository', { image: { repository: 'regie-hub:0.1.0' } }],
    [
      'every address as that of PostgreSQL',
      { networkPolicy: { postgres: { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] } } },
    ],
    ['every address for webhooks', { webhooks: { allow: ['0.0.0.0/0'] } }],
    ['a peer that is every pod', { networkPolicy: { ingressController: [{}] } }],
    ['a peer in every namespace', { networkPolicy: { prometheus: [{ namespaceSelector: {} }] } }],
    ['a way out to everywhere', { networkPolicy: { extraEgress: [{ to: [], ports: [{ port: 443 }] }] } }],
    ['a setting that is a number', { settings: { REGIE_WEBHOOK_LOG_DAYS: 30 } }],
    ['a variable that is no setting', { settings: { PATH: '/tmp' } }],
    ['no process', { processes: { hub: { replicas: 0 } } }],
  ])('include %s', (_, changes) => {
    expect(validate(over(values, exampleOf('hub')))).toBe(true);
    expect(validate(over(values, exampleOf('hub'), changes))).toBe(false);
  });

  it('can be no secret, because values.yaml has a place for names of Secrets only', () => {
    const texts = (part: unknown, path: string): readonly (readonly [path: string, text: string])[] =>
      typeof part === 'object' && part !== null
        ? Object.entries(part).flatMap(([key, value]) => texts(value, `${path}.${key}`))
        : [[path, String(part)]];
    const suspicious = texts(values, '').filter(
      ([path, text]) =>
        /password|secret|token|credential/i.test(path.split('.').at(-1)!) &&
        text !== '' &&
        !/\.(?:secret|tlsSecret)$/.test(path),
    );
    expect(suspicious).toEqual([]);
    expect(validate(over(values, { secretsKey: { value: 'f00dcafe' } }))).toBe(false);
    expect(validate(over(values, { kafka: { sasl: { password: 'f00dcafe' } } }))).toBe(false);
  });
});
