import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/** An entry of package-lock.json. npm marks what only development, or only an optional package, needs. */
export type Locked = Readonly<{
  name?: string;
  version?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  dependencies?: Readonly<Record<string, string>>;
  optionalDependencies?: Readonly<Record<string, string>>;
  peerDependencies?: Readonly<Record<string, string>>;
}>;
export type Lock = Readonly<{ packages: Readonly<Record<string, Locked>> }>;

const INSTALLED = 'node_modules/';

/** Licences of packages that state them in the old form `licenses`, which npm does not lock. */
const UNLOCKED: Readonly<Record<string, string>> = { busboy: 'MIT', streamsearch: 'MIT' };

/** True for a package that the image contains: `npm ci --omit=dev --omit=optional`. */
const isInImage = ([path, { dev, optional, devOptional, link }]: readonly [string, Locked]): boolean =>
  path.includes(INSTALLED) && !link && !dev && !optional && !devOptional;

/**
 * Returns the bill of materials of the image in CycloneDX 1.6, from package-lock.json. The same lock gives the same text.
 * `npm sbom --omit dev` is no replacement: it leaves out every package that a development package needs as well, such as pg.
 */
export const billOfMaterials = ({ packages }: Lock): string => {
  const { name = '', version = '', license } = packages['']!;
  const hub = component(Enums.ComponentType.Application, name, { version, license });
  const entries = Object.entries(packages).filter(isInImage);
  const components = new Map<string, Models.Component>();
  for (const [path, locked] of entries) {
    // A package that is installed in two places is one component.
    const twin = [...components.values()].find(({ bomRef }) => bomRef.value === refOf(nameOf(path, locked), locked));
    components.set(path, twin ?? component(Enums.ComponentType.Library, nameOf(path, locked), locked));
  }
  const connect = (from: Models.Component, path: string, { dependencies, peerDependencies }: Locked): void => {
    for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) {
      const found = components.get(resolve(packages, path, needed));
      if (found) from.dependencies.add(found.bomRef);
    }
  };
  for (const [path, locked] of entries) connect(components.get(path)!, path, locked);
  connect(hub, '', packages['']!);
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: hub }) });
  for (const each of components.values()) bom.components.add(each);
  return new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bom, {
    sortLists: true,
    space: 2,
  });
};

const refOf = (name: string, { version }: Locked): string => `${name}@${version}`;

const nameOf = (path: string, { name }: Locked): string =>
  name ?? path.slice(path.lastIndexOf(INSTALLED) + INSTALLED.length);

/** Returns the path of the package that a `require` in the package at `path` finds. */
const resolve = (packages: Lock['packages'], path: string, needed: string): string => {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(INSTALLED) - 1))) {
    const candidate = `${folder}${folder && '/'}${INSTALLED}${needed}`;
    if (packages[candidate] || folder === '') return candidate;
  }
};

const component = (
  type: Enums.ComponentType,
  fullName: string,
  { version, integrity, license }: Locked,
): Models.Component => {
  const [name, group] = fullName.split('/').toReversed() as [string, string?];
  const made = new Models.Component(type, name, {
    group,
    version,
    bomRef: refOf(fullName, { version }),
    purl: `pkg:npm/${fullName.replace('@', '%40')}@${version}`,
  });
  if (integrity) {
    const [algorithm, digest] = integrity.split(' ')[0]!.split('-');
    if (algorithm !== 'sha512') throw new RangeError(`${fullName} is locked by ${algorithm}, not by sha512`);
    made.hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(digest!, 'base64').toString('hex'));
  }
  const stated = license ?? UNLOCKED[fullName];
  if (stated) made.licenses.add(new Models.LicenseExpression(stated.replace(/^\(|\)$/g, '')));
  return made;
};
