import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { textOf } from '../architecture/files.js';
import { billOfMaterials, type Lock } from './sbom.js';

type Component = Readonly<{
  'bom-ref': string;
  version?: string;
  purl?: string;
  hashes?: readonly Readonly<{ alg: string; content: string }>[];
  licenses?: readonly unknown[];
}>;
type Bill = Readonly<{
  metadata: Readonly<{ component: Component }>;
  components: readonly Component[];
  dependencies: readonly Readonly<{ ref: string; dependsOn?: readonly string[] }>[];
}>;
type Needs = Readonly<{
  dependencies?: Readonly<Record<string, string>>;
  peerDependencies?: Readonly<Record<string, string>>;
  peerDependenciesMeta?: Readonly<Record<string, Readonly<{ optional?: boolean }>>>;
}>;

const lock = JSON.parse(textOf('package-lock.json')) as Lock;
const text = billOfMaterials(lock);
const bill = JSON.parse(text) as Bill;

/** Returns the packages that a walk from package.json reaches, as `name@version`, without packages of development and optional ones. */
const reached = (): ReadonlySet<string> => {
  const found = new Map<string, string>();
  const visit = (from: string): void => {
    const { dependencies, peerDependencies, peerDependenciesMeta = {} } = lock.packages[from] as Needs;
    const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta[name]?.optional);
    for (const name of [...Object.keys(dependencies ?? {}), ...peers]) {
      const folders = from
        .split('/node_modules/')
        .map((_, n, parts) => parts.slice(0, parts.length - n).join('/node_modules/'));
      const path = [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`].find(
        (candidate) => lock.packages[candidate],
      );
      if (!path || found.has(path)) continue;
      found.set(path, `${name}@${lock.packages[path]!.version}`);
      visit(path);
    }
  };
  visit('');
  return new Set(found.values());
};

describe('the bill of materials', () => {
  it('fits the schema of CycloneDX', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(text)).toBeNull();
    expect(await validator.validate(text.replace('"components"', '"compnents"'))).not.toBeNull();
  });

  it('names each package that the programs need at run time once, and no other', () => {
    const named = bill.components.map((component) => component['bom-ref']);
    expect(named.toSorted()).toEqual([...reached()].toSorted());
    const { dependencies } = JSON.parse(textOf('package.json')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies).filter((name) => !named.some((ref) => ref.startsWith(`${name}@`)))).toEqual([]);
    expect(bill.metadata.component['bom-ref']).toBe(`regie-hub@${lock.packages['']!.version}`);
  });

  it('gives each package its version, its address for scanners, its hash and its licence', () => {
    const incomplete = bill.components.filter(
      ({ 'bom-ref': ref, version, purl, hashes, licenses }) =>
        purl !== `pkg:npm/${ref.replace(/^@/, '%40')}` ||
        !ref.endsWith(`@${version}`) ||
        !hashes?.some(({ alg, content }) => alg === 'SHA-512' && /^[0-9a-f]{128}$/.test(content)) ||
        !licenses?.length,
    );
    expect(incomplete).toEqual([]);
  });

  it('connects each package with those that it needs', () => {
    const refs = new Set([bill.metadata.component, ...bill.components].map((component) => component['bom-ref']));
    expect(new Set(bill.dependencies.map(({ ref }) => ref))).toEqual(refs);
    const needed = bill.dependencies.flatMap(({ dependsOn = [] }) => dependsOn);
    expect(needed.filter((ref) => !refs.has(ref))).toEqual([]);
    expect([...refs].filter((ref) => !needed.includes(ref))).toEqual([bill.metadata.component['bom-ref']]);
  });

  it('is the same for the same lock', () => {
    expect(billOfMaterials(lock)).toBe(text);
  });

  it('is made while the image is built, and stays in it', () => {
    const [, build, packages, image] = textOf('Dockerfile').split(/^FROM /m);
    expect(build).toMatch(/^ && npm run sbom\b/m);
    expect(packages).toContain('RUN npm ci --omit=dev --omit=optional --ignore-scripts\n');
    expect(image).toContain('COPY --from=build /app/dist dist\n');
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    expect(scripts['sbom']).toContain('node dist/test/deployment/write-sbom.js');
  });
});
